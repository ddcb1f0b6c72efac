// Performs what a door decided, except the unlock. Everything here may be repeated without harm; what must reach the
// edge is tried until it did.
import {
  DEADMAN_WITHIN,
  type DoorCommandBody,
  type DoorId,
  EDGE_SILENCE_ACT,
  EDGE_SILENCE_ALARM,
  type Effect,
  type EffectType,
  type HomeId,
  after,
  milliseconds,
} from '@portico/core'
import {
  type Announcer,
  type CameraEngine,
  type Clock,
  type FilmCamera,
  type OutboxRow,
  codeOf,
} from '@portico/ports'
import type { DoorDevices } from './door-devices.ts'
import { EdgeOrders } from './edge-orders.ts'
import type { HomeJournal, JournalWork, LineBody } from './home-journal.ts'
import type { NamedEffect } from './line-event.ts'
import { isOwed, outboxRow } from './outbox.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { VisitEvidence } from './visit-evidence.ts'

export interface EffectRunnerParts {
  readonly home: HomeId
  readonly door: DoorId
  readonly cameras: readonly FilmCamera[]
  readonly journal: HomeJournal
  readonly clock: Clock
  readonly log: RuntimeLog
  readonly devices: DoorDevices
  readonly engine: CameraEngine
  readonly announcer: Announcer
  readonly evidence: VisitEvidence
  readonly tell: (body: DoorCommandBody) => void
}

/** What the edge or the engine must hear is tried again: this often, this far apart. */
const TRIES_MAX = 20
const TRY_AGAIN = milliseconds(1500)

/** Tried until they arrived; the core itself repeats the rest by its deadlines. */
const insistent: ReadonlySet<EffectType> = new Set<EffectType>([
  'ArmDeadman',
  'DisarmDeadman',
  'ReleaseEdge',
  'StartRecording',
  'StopRecording',
  'SealEvidence',
])

export class EffectRunner {
  readonly #parts: EffectRunnerParts
  readonly #running = new Set<Promise<void>>()
  readonly #edgeOrders = new EdgeOrders()
  #stopped = false

  constructor(parts: EffectRunnerParts) {
    this.#parts = parts
  }

  /** Starts an effect and returns at once. */
  perform(named: NamedEffect): void {
    const place = this.#edgeOrders.note(named.effect)
    const isOver = (): boolean => this.#edgeOrders.isOver(named.effect, place)
    const running = this.#carryOut(named, isOver).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Nothing new is tried; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.allSettled(this.#running)
  }

  /** `isOver`: nobody wishes it any more. */
  async #carryOut(named: NamedEffect, isOver: () => boolean): Promise<void> {
    const { effect } = named
    if (effect.type === 'QueryDoor') return void (await this.#attempt(effect, 1))
    const { id, session } = named
    const data = { id, effect: effect.type, op: 'op' in effect ? effect.op : null }
    // The line of the hand-over and the hand-over itself go out together; the edge must not wait for a disk.
    const noted = this.#note({ lines: [this.#line('EffectSent', session, data)] }, effect.type)
    let code: string | null = null
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      code = await this.#attempt(effect, tries)
      if (code === null || this.#stopped || !insistent.has(effect.type)) break
      await this.#wait()
      if (isOver()) break
    }
    await noted
    // What could not be told to the edge stays owed: the next life takes it up again.
    const settled = code === null || isOver() || (!this.#stopped && !insistent.has(effect.type))
    const lines =
      code === null ? [] : [this.#line('EffectEnded', session, { ...data, result: 'failed', code })]
    const outbox = settled && isOwed(effect.type) ? [this.#ended(named)] : []
    if (lines.length + outbox.length > 0) await this.#note({ lines, outbox }, effect.type)
  }

  #ended(effect: NamedEffect): OutboxRow {
    const { home, door, clock } = this.#parts
    return outboxRow({ home, door, effect, wall: clock.wall(), state: 'ended' })
  }

  /** Null when it went well, else the code of its failure. */
  async #attempt(effect: Effect, tries: number): Promise<string | null> {
    try {
      await this.#act(effect)
      return null
    } catch (error) {
      const code = codeOf(error) ?? 'HUB_RUNTIME_UNKNOWN'
      const { log, door: doorId } = this.#parts
      // The door asks again by itself, and whoever keeps the plugin tells that it is down.
      if (effect.type === 'QueryDoor' && code === 'HUB_PLUGIN_DOWN')
        log.info({ doorId, code }, 'the door cannot be asked yet')
      else log.warn({ doorId, effect: effect.type, code, tries, err: error }, 'effect failed')
      return code
    }
  }

  #wait(): Promise<void> {
    const { clock } = this.#parts
    return new Promise((resolve) => void clock.wake(after(clock.mono(), TRY_AGAIN), resolve))
  }

  #line(type: 'EffectSent' | 'EffectEnded', session: string | null, data: LineBody['data']): LineBody {
    return { door: this.#parts.door, session, type, cause: 'runtime', data }
  }

  async #note(work: JournalWork, effect: EffectType): Promise<void> {
    const { journal, door, log } = this.#parts
    try {
      await journal.append(work)
    } catch (error) {
      log.warn({ doorId: door, effect, code: codeOf(error) }, 'effect not noted')
    }
  }

  async #raise(effect: Extract<Effect, { readonly type: 'RaiseAlarm' }>): Promise<void> {
    const { alarm, kind, level, quiet } = effect
    const { announcer, devices, door } = this.#parts
    announcer.alarm({ door, session: null, alarm, kind, level, quiet })
    if (level >= 1) await devices.siren(true)
  }

  async #act(effect: Effect): Promise<void> {
    const { devices, engine, cameras, evidence, announcer, door, journal } = this.#parts
    switch (effect.type) {
      case 'QueryDoor':
        return devices.query(effect.q)
      case 'LockDoor':
        return devices.lock(effect.n)
      case 'ArmDeadman':
        return devices.arm({
          op: effect.op,
          epoch: journal.epoch,
          withinMs: DEADMAN_WITHIN,
          silenceActMs: EDGE_SILENCE_ACT,
          silenceAlarmMs: EDGE_SILENCE_ALARM,
        })
      case 'DisarmDeadman':
        await devices.disarm(effect.op)
        return
      case 'ReleaseEdge':
        return devices.release(effect.op)
      case 'StartRecording':
        return engine.startFilm({ session: effect.sid, op: effect.op, cameras, nonce: effect.nonce })
      case 'StopRecording':
        return evidence.stopFilm(effect.sid)
      case 'TakePhoto':
        return evidence.takePhoto(effect)
      case 'SendPhoto':
        return evidence.sendPhoto(effect.sid)
      case 'SealEvidence':
        return evidence.seal(effect.sid)
      case 'RaiseAlarm':
        return this.#raise(effect)
      case 'NotifyOwner':
        return announcer.notice({ door, session: effect.sid, notice: effect.notice })
      case 'TellCourier':
        return announcer.courier({ session: effect.sid, say: effect.say, code: effect.code })
      case 'OfferFallback':
        return announcer.fallback({
          door,
          session: effect.sid,
          code: effect.code,
          suspicious: effect.suspicious,
        })
      case 'RevokePin':
        return devices.revokePin(effect.op)
      case 'UnlockDoor':
      case 'GrantPin':
        throw new Error('assertion failed: what opens leaves by the gate alone')
    }
  }
}
