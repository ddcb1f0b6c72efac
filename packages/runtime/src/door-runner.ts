// The loop of one door: take what waits, decide, make it durable, then act. One decision is in flight at a time.
import {
  type CommandId,
  type Decided,
  type DoorCommandBody,
  type DoorEvent,
  type DoorState,
  type Instant,
  type Issued,
  commandId,
  effectId,
  evolve,
  instant,
  nextDeadline,
} from '@portico/core'
import { type Announcer, type Chance, type Clock, type RecordChange, type Wake, codeOf } from '@portico/ports'
import { type DecidedGroup, decideGroup } from './decide-group.ts'
import type { DoorDevices } from './door-devices.ts'
import { runtimeError } from './errors.ts'
import type { HomeJournal, LineBody } from './home-journal.ts'
import { Inbox, type Waiting, isRepeated } from './inbox.ts'
import type { NamedEffect } from './line-event.ts'
import { isOwed, outboxRow } from './outbox.ts'
import type { RuntimeLog } from './runtime-log.ts'
import { StoreStalls } from './store-stalls.ts'
import { type OpeningEffect, isOpening, letOut } from './unlock-gate.ts'

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
  readonly chance: Chance
  readonly log: RuntimeLog
  readonly devices: DoorDevices
  readonly announcer: Announcer
  readonly perform: (effect: NamedEffect) => void
  /** Called before each decision: whoever slept tells it first. */
  readonly awake?: () => void
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

interface Pending extends Waiting {
  outcome: Outcome | null
  /** Nobody waits for what comes of it, and nobody says it again. */
  readonly told: boolean
}

/** The disk, not the line: the same may be written a little later. */
const isOfDisk = (failure: Error): boolean => codeOf(failure)?.startsWith('HUB_JOURNAL_') === true

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
  readonly #stalls = new StoreStalls()

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
      told: false,
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
    const received = this.#parts.clock.mono()
    return { id: this.#nextId(), body, received, outcome: null, told: true, settle: () => {} }
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
        if (isOpening(named)) await this.#letOut(named)
        else this.#parts.perform(named)
      this.#setWake(before !== this.#door)
    }
  }

  /** Decides in order, commits together, and only then lets the state move. Returns what is still to be done. */
  async #decide(group: readonly Pending[]): Promise<readonly NamedEffect[]> {
    const { clock } = this.#parts
    this.#parts.awake?.()
    const moment = { at: clock.mono(), wall: clock.wall(), name: (issued: Issued) => this.#name(issued) }
    const decided = decideGroup(this.#door, group, moment)
    const failure = await this.#commit(decided)
    this.#failed = failure !== null
    let waiting: readonly NamedEffect[] = []
    if (failure === null) {
      this.#door = decided.door
      this.#quiet += decided.quietCount
      waiting = this.#begin([...decided.effects, ...decided.quietEffects])
      this.#parts.onChange(decided.door)
      if (decided.decided.some(({ event }) => event.type === 'EdgeAlive')) this.#beat()
    }
    for (const [place, pending] of group.entries()) {
      pending.outcome = decided.outcomes[place] ?? null
      pending.settle(failure)
    }
    if (failure === null) return waiting
    if (isOfDisk(failure)) await this.#keepTold(group)
    return []
  }

  /**
   * What a door has decided leaves before anybody looks at what it has become. Returns what waits for the gate: the first
   * opening, and what was decided behind it.
   */
  #begin(effects: readonly NamedEffect[]): readonly NamedEffect[] {
    const opening = effects.findIndex(isOpening)
    const free = opening < 0 ? effects.length : opening
    for (const named of effects.slice(0, free)) this.#parts.perform(named)
    return effects.slice(free)
  }

  /**
   * A fire, a tamper, what became of an opening are said once: they must be known however often the disk fails, and
   * wait first in line for the next try. What is said again anyway is not kept.
   */
  async #keepTold(group: readonly Pending[]): Promise<void> {
    const kept = group.filter(({ told, body }) => told && !isRepeated(body.type))
    if (kept.length === 0 || this.#stopped) return
    for (const pending of kept.toReversed()) this.#inbox.pushFirst(pending)
    const { clock } = this.#parts
    await new Promise<void>((resolve) => void clock.wake(instant(clock.mono() + RETRY_MS), resolve))
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
    const told = this.#stalls.owed(began)
    try {
      await journal.append({
        lines: [...(told === null ? [] : [this.#stalled(told)]), ...lines, ...more.lines],
        records: more.records,
        outbox,
      })
    } catch (error) {
      log.error({ doorId: door, code: codeOf(error), err: error }, 'journal write failed')
      this.#stalls.failed(began)
      return error instanceof Error ? error : new Error('journal write failed', { cause: error })
    }
    more.apply()
    this.#wrote(began, told)
    return null
  }

  /** A write that began then has reached the disk; what it took is told at once, before any effect it held up. */
  #wrote(began: Instant, told: number | null): void {
    const { journal, clock, log } = this.#parts
    const ms = this.#stalls.wrote({ began, now: clock.mono(), told })
    if (ms === null) return
    journal.append({ lines: [this.#stalled(ms)] }).catch((error: unknown) => {
      this.#stalls.keep(ms)
      log.warn({ doorId: this.#door.door, code: codeOf(error), ms }, 'stall not noted')
    })
  }

  #stalled(ms: number): LineBody {
    const { door } = this.#door
    const data = { ms: Math.round(ms), why: 'store' }
    return { door, session: null, type: 'HubStalled', cause: 'runtime', data }
  }

  async #letOut(effect: OpeningEffect): Promise<void> {
    const { clock, chance, devices, announcer, journal, log } = this.#parts
    const report = await letOut({
      effect,
      clock,
      chance,
      devices,
      announcer,
      journal,
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
    const began = this.#parts.clock.mono()
    try {
      await this.#parts.journal.append({ lines: [{ door, session: session?.sid ?? null, ...line }] })
      this.#wrote(began, null)
      return true
    } catch (error) {
      this.#stalls.failed(began)
      this.#parts.log.error({ doorId: door, code: codeOf(error), err: error }, 'journal write failed')
      return false
    }
  }

  /** The edge hears from us only behind a commit: a wedged loop or a full disk falls silent. */
  #beat(): void {
    const { devices, clock, journal, log } = this.#parts
    const { door, gate } = this.#door
    if (gate.watching === null && gate.tail === null) return
    const { checkpoint: head } = journal
    devices
      .heartbeat({ epoch: journal.epoch, sent: clock.mono(), seq: journal.seq, ...(head && { head }) })
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
