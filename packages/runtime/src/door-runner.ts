// The loop of one door: take what waits, decide, make it durable, then act. One decision is in flight at a time.
import {
  type CommandId,
  type Decided,
  type DoorCommandBody,
  type DoorEvent,
  type DoorState,
  type Issued,
  commandId,
  effectId,
  elapsed,
  evolve,
  instant,
  nextDeadline,
} from '@portico/core'
import { type Clock, type RecordChange, type Wake, codeOf } from '@portico/ports'
import { type DecidedGroup, decideGroup } from './decide-group.ts'
import type { DoorDevices } from './door-devices.ts'
import { runtimeError } from './errors.ts'
import type { HomeJournal, LineBody } from './home-journal.ts'
import { Inbox, type Waiting } from './inbox.ts'
import type { NamedEffect } from './line-event.ts'
import { isOwed, outboxRow } from './outbox.ts'
import type { RuntimeLog } from './runtime-log.ts'
import { type UnlockEffect, letOut } from './unlock-gate.ts'

/** What else changes with a door's events, in the same transaction. */
export interface Projection {
  /** Sees the events before they are durable; `apply` runs once they are. */
  project(decided: readonly Decided[]): {
    readonly lines: readonly LineBody[]
    readonly records: readonly Omit<RecordChange, 'home'>[]
    readonly apply: () => void
  }
}

export interface DoorRunnerParts {
  readonly door: DoorState
  readonly journal: HomeJournal
  readonly clock: Clock
  readonly log: RuntimeLog
  readonly devices: DoorDevices
  readonly perform: (effect: NamedEffect) => void
  readonly projection: Projection
  /** After every decision, with the state it led to. */
  readonly onChange: (door: DoorState) => void
}

export interface Outcome {
  readonly events: readonly DoorEvent[]
  readonly door: DoorState
}

/** After a failed write the door is visited again: its state stands where it was, its deadlines are still due. */
const RETRY_MS = 250
const IDS_KEPT = 512
/** A commit that took longer is told in the journal. */
const STALL_MS = 1000

interface Pending extends Waiting {
  outcome: Outcome | null
}

export class DoorRunner {
  readonly #parts: DoorRunnerParts
  readonly #inbox = new Inbox()
  readonly #seen = new Set<CommandId>()
  #door: DoorState
  #wake: Wake | null = null
  #running: Promise<void> | null = null
  #stopped = false
  #failed = false
  #commands = 0
  #effects = 0
  #quiet = 0
  #stalledMs = 0

  constructor(parts: DoorRunnerParts) {
    this.#parts = parts
    this.#door = parts.door
  }

  get door(): DoorState {
    return this.#door
  }

  /** Quiet confirmations since the last call; the hourly `WatchKept` tells their number. */
  takeQuiet(): number {
    const count = this.#quiet
    this.#quiet = 0
    return count
  }

  /** Resolves with what was decided, once it is durable. Rejects with a `HubError` when it could not be. */
  ask(body: DoorCommandBody, id: CommandId = this.#nextId()): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    const pending: Pending = {
      id,
      body,
      received: this.#parts.clock.mono(),
      outcome: null,
      settle: (error) => {
        if (error) reject(error)
        else resolve(pending.outcome ?? { events: [], door: this.#door })
      },
    }
    this.#push(pending)
    return promise
  }

  /** A report: nobody waits for what comes of it. */
  tell(body: DoorCommandBody): void {
    this.#push(this.#pending(body))
  }

  /** Nothing is decided any more; resolves when the decision in flight has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake?.cancel()
    this.#inbox.clear(runtimeError('HUB_RUNTIME_STOPPED', 'the hub is stopping'))
    await this.#running
  }

  #nextId(): CommandId {
    return commandId(`${this.#parts.journal.epoch}.${this.#commands++}`)
  }

  #pending(body: DoorCommandBody): Pending {
    return { id: this.#nextId(), body, received: this.#parts.clock.mono(), outcome: null, settle: () => {} }
  }

  #push(pending: Pending): void {
    const { door } = this.#door
    if (this.#stopped) return pending.settle(runtimeError('HUB_RUNTIME_STOPPED', 'the hub is stopping'))
    if (this.#isRepeat(pending.id)) return pending.settle(null)
    if (!this.#inbox.push(pending)) {
      this.#parts.log.warn({ doorId: door, command: pending.body.type }, 'door inbox full')
      return pending.settle(runtimeError('HUB_DOOR_FLOODED', `door ${door}: too many commands wait`, true))
    }
    this.#start()
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#inbox.size > 0 && !this.#stopped) this.#start()
    })
  }

  #isRepeat(id: CommandId): boolean {
    if (this.#seen.has(id)) return true
    this.#seen.add(id)
    const [oldest] = this.#seen
    if (this.#seen.size > IDS_KEPT && oldest !== undefined) this.#seen.delete(oldest)
    return false
  }

  async #run(): Promise<void> {
    // What arrives in this same turn is decided together.
    await Promise.resolve()
    while (this.#inbox.size > 0 && !this.#stopped) {
      const before = this.#door
      // cast: everything in the inbox was pushed by this class
      for (const named of await this.#decide(this.#inbox.take() as readonly Pending[]))
        if (named.effect.type === 'UnlockDoor') await this.#unlock({ ...named, effect: named.effect })
        else this.#parts.perform(named)
      this.#setWake(before !== this.#door)
    }
  }

  /** Decides in order, commits together, and only then lets the state move. Nothing to do when the write failed. */
  async #decide(group: readonly Pending[]): Promise<readonly NamedEffect[]> {
    const { clock } = this.#parts
    const moment = { at: clock.mono(), wall: clock.wall(), name: (issued: Issued) => this.#name(issued) }
    const decided = decideGroup(this.#door, group, moment)
    const failure = await this.#commit(decided)
    this.#failed = failure !== null
    if (failure === null) {
      this.#door = decided.door
      this.#quiet += decided.quietCount
      this.#parts.onChange(decided.door)
      if (decided.decided.some(({ event }) => event.type === 'EdgeAlive')) this.#beat()
    }
    for (const [place, pending] of group.entries()) {
      pending.outcome = decided.outcomes[place] ?? null
      pending.settle(failure)
    }
    return failure === null ? [...decided.effects, ...decided.quietEffects] : []
  }

  #name({ effect, session }: Issued): NamedEffect {
    const id = effectId(`${this.#door.door}:${this.#parts.journal.epoch}.${this.#effects++}`)
    return { id, effect, session }
  }

  async #commit({ lines, decided, effects }: DecidedGroup): Promise<Error | null> {
    if (lines.length === 0) return null
    const { journal, clock, projection, log } = this.#parts
    const began = clock.mono()
    const more = projection.project(decided)
    const { home, door } = this.#door
    const wall = clock.wall()
    const outbox = effects
      .filter(({ effect }) => isOwed(effect.type))
      .map((effect) => outboxRow({ home, door, effect, wall, state: 'issued' }))
    try {
      await journal.append({
        lines: [...this.#stall(), ...lines, ...more.lines],
        records: more.records,
        outbox,
      })
    } catch (error) {
      log.error({ doorId: door, code: codeOf(error), err: error }, 'journal write failed')
      return error instanceof Error ? error : new Error('journal write failed', { cause: error })
    }
    more.apply()
    const took = elapsed(began, clock.mono())
    if (took > STALL_MS) this.#stalledMs = took
    return null
  }

  /** After a stall its length is written first: the bounds of the proofs hold but for it. */
  #stall(): readonly LineBody[] {
    if (this.#stalledMs === 0) return []
    const ms = Math.round(this.#stalledMs)
    this.#stalledMs = 0
    const { door } = this.#door
    return [{ door, session: null, type: 'HubStalled', cause: 'runtime', data: { ms, why: 'store' } }]
  }

  async #unlock(effect: UnlockEffect): Promise<void> {
    const { clock, devices, log } = this.#parts
    const report = await letOut({
      effect,
      clock,
      devices,
      log,
      door: () => this.#door,
      queued: () => this.#inbox.peek(),
      append: (line) => this.#append(line),
      mark: (event) => void (this.#door = evolve(this.#door, event)),
    })
    this.#inbox.pushFirst(this.#pending(report))
  }

  async #append(line: Omit<LineBody, 'door' | 'session'>): Promise<boolean> {
    const { door, session } = this.#door
    try {
      await this.#parts.journal.append({ lines: [{ door, session: session?.sid ?? null, ...line }] })
      return true
    } catch (error) {
      this.#parts.log.error({ doorId: door, code: codeOf(error), err: error }, 'journal write failed')
      return false
    }
  }

  /** The edge hears from us only behind a commit: a wedged loop or a full disk falls silent. */
  #beat(): void {
    const { devices, clock, journal, log } = this.#parts
    const { door, gate } = this.#door
    if (gate.watching === null && gate.tail === null) return
    devices
      .heartbeat({ epoch: journal.epoch, sent: clock.mono(), seq: journal.seq })
      .catch((error: unknown) => {
        log.warn({ doorId: door, code: codeOf(error) }, 'heartbeat not sent')
      })
  }

  /**
   * Deadlines are visited on time. One that is still due after a visit that moved nothing, as when its write failed,
   * is visited again a little later and never in a tight loop.
   */
  #setWake(moved: boolean): void {
    const { clock } = this.#parts
    this.#wake?.cancel()
    this.#wake = null
    const due = nextDeadline(this.#door)
    if (due === null || this.#stopped) return
    const now = clock.mono()
    const at = due > now || (moved && !this.#failed) ? due : instant(now + RETRY_MS)
    this.#wake = clock.wake(at, () => this.#push(this.#pending({ type: 'ReachDeadline' })))
  }
}
