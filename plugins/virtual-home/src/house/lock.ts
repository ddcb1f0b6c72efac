// The simulated lock: hears commands over its radio, answers late, reports by itself, and may be told to lie.
import {
  type BoltReport,
  type Clock,
  type HubError,
  type Instant,
  type Op,
  type PinOrder,
  type PinReport,
  type Wake,
  instant,
} from '@portico/plugin-api'
import { type BoltAim, type Deed, type LockLie, type WorldEvent, lockDead, lockReport } from '@portico/world'
import { virtualError } from '../errors.ts'
import type { Door } from './door.ts'
import type { Radio } from './radio.ts'

/** One unlock as it came over the wire, before the radio could lose it. */
export interface UnlockReceived {
  readonly op: Op
  readonly mono: Instant
  readonly notAfter: Instant
}

/** One PIN as it came over the wire; what it was stands nowhere. */
export type PinReceived = Pick<PinOrder, 'op' | 'notAfter' | 'endsAt'> & { readonly mono: Instant }

export interface LockOptions {
  readonly id: string
  readonly door: Door
  readonly radio: Radio
  readonly clock: Clock
  readonly report: (report: BoltReport) => void
  readonly reportPin: (report: PinReport) => void
}

/** A lock that has not answered by then will not, ms. */
export const ANSWER_LIMIT_MS = 2_000
/** Unlocks remembered for those who check the wire. */
export const UNLOCKS_MAX = 128

export class SimulatedLock implements Disposable {
  readonly id: string
  readonly radio: Radio
  /** What it makes of the truth from now on. */
  lie: LockLie = 'honest'
  readonly #options: LockOptions
  readonly #unlocks: UnlockReceived[] = []
  readonly #pins: PinReceived[] = []
  readonly #waits = new Set<Wake>()
  /** What it said last by itself: it repeats nothing. */
  #pushed: string | null

  constructor(options: LockOptions) {
    this.id = options.id
    this.radio = options.radio
    this.#options = options
    this.#pushed = lockReport(options.door.world, { lie: 'honest', q: null })?.bolt ?? null
    options.door.watch((_world, happened) => {
      for (const event of happened) this.#tellPin(event)
      this.pushChange()
    })
  }

  get unlocksReceived(): readonly UnlockReceived[] {
    return this.#unlocks
  }
  get pinsReceived(): readonly PinReceived[] {
    return this.#pins
  }

  /** As an unlock; the PIN is kept in the lock alone, which ends it by its own clock. */
  async grantPin(order: Omit<PinOrder, 'frame'>, edgeSays: () => HubError | null): Promise<void> {
    const { op, notAfter, endsAt, pin } = order
    this.#pins.push({ op, notAfter, endsAt, mono: this.#options.clock.mono() })
    if (this.#pins.length > UNLOCKS_MAX) this.#pins.shift()
    const refused = edgeSays()
    if (refused) throw refused
    await this.#order('the PIN', { type: 'store-pin', op, pin, notAfter, endsAt })
  }

  async revokePin(op: Op): Promise<void> {
    await this.#order('forget the PIN', { type: 'forget-pin', op })
  }

  /** Read back by the lock itself: it keeps it, it opened for it, it has forgotten it. */
  #tellPin(event: WorldEvent): void {
    const what = said[event.type]
    if (what === undefined || !('op' in event) || lockDead(this.#options.door.world)) return
    const { op } = event
    this.radio.report(() => {
      this.#options.reportPin({ op, what })
    })
  }

  /**
   * Rejects with `HUB_VIRTUAL_TOO_LATE` when the motor did not start because `notAfter` had passed, and with what the
   * edge says against it; null: nothing.
   */
  async unlock(op: Op, notAfter: Instant, edgeSays: () => HubError | null): Promise<void> {
    this.#unlocks.push({ op, mono: this.#options.clock.mono(), notAfter })
    if (this.#unlocks.length > UNLOCKS_MAX) this.#unlocks.shift()
    const refused = edgeSays()
    if (refused) throw refused
    await this.#command('unlock', notAfter)
  }

  /** The normal bolt; it never expires, because locking makes safe. */
  async lock(): Promise<void> {
    await this.#command('lock', null)
  }

  /** Fire and forget, as over a radio: the answer is a report with `q`, or nothing. */
  query(q: number): void {
    this.radio.command(() => {
      this.#say(q)
    })
  }

  /** The dead-man has its own wire to the motor: no radio, no expiry. */
  lockByEdge(): void {
    this.#options.door.do({ type: 'command', to: 'lock', by: 'edge', notAfter: null })
  }

  /** Reports by itself when it has something new to say. */
  pushChange(): void {
    const report = lockReport(this.#options.door.world, { lie: this.lie, q: null })
    if (!report || report.bolt === this.#pushed) return
    this.#pushed = report.bolt
    this.radio.report(() => {
      this.#options.report(report)
    })
  }

  #say(q: number): void {
    const report = lockReport(this.#options.door.world, { lie: this.lie, q })
    if (!report) return
    this.radio.report(() => {
      this.#options.report(report)
    })
  }

  async #command(to: BoltAim, notAfter: Instant | null): Promise<void> {
    await this.#order(to, { type: 'command', to, by: 'hub', notAfter })
  }

  /** An acknowledgement travels back over the same radio; lost on either way, nobody knows whether it was heard. */
  async #order(what: string, deed: Deed): Promise<void> {
    const { clock, door } = this.#options
    const answer = Promise.withResolvers<void>()
    const limit = clock.wake(instant(clock.mono() + ANSWER_LIMIT_MS), () => {
      answer.reject(virtualError('HUB_VIRTUAL_UNANSWERED', `lock ${this.id}: no answer to ${what}`))
    })
    this.#waits.add(limit)
    this.radio.command(() => {
      const heard = verdictOf(door.do(deed), this.id)
      if (heard === 'unheard') return
      this.radio.report(() => {
        if (heard === 'accepted') answer.resolve()
        else answer.reject(heard)
      })
    })
    try {
      await answer.promise
    } finally {
      limit.cancel()
      this.#waits.delete(limit)
    }
  }

  [Symbol.dispose](): void {
    for (const wait of this.#waits) wait.cancel()
    this.radio[Symbol.dispose]()
  }
}

/** What the lock says of its PIN when this happens to it. */
const said: Partial<Record<WorldEvent['type'], PinReport['what']>> = {
  PinStored: 'stored',
  PinUsed: 'used',
  PinGone: 'gone',
}

const accepted: readonly WorldEvent['type'][] = ['CommandHeard', 'PinStored', 'PinGone']

function verdictOf(happened: readonly WorldEvent[], id: string): 'accepted' | 'unheard' | HubError {
  const names = new Set(happened.map((event) => event.type))
  if (names.has('CommandVoid') || names.has('PinVoid'))
    return virtualError('HUB_VIRTUAL_TOO_LATE', `lock ${id}: the order had expired`)
  if (names.has('CommandFailed') || names.has('PinFailed'))
    return virtualError('HUB_VIRTUAL_LOCK_FAULT', `lock ${id}: fault`)
  return accepted.some((name) => names.has(name)) ? 'accepted' : 'unheard'
}
