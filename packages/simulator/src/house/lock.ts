// The lock at the door: hears commands over its radio, moves the bolt, answers late, reports by itself, and may lie.
import type { BoltReport, Instant, Op, PinReport } from '@portico/core'
import { type LockLie, type WorldEvent, lockReport } from '@portico/world'
import type { FrontDoor } from './front-door.ts'
import type { Link2 } from './wire.ts'

/** What became of an unlock at the lock; null when it says nothing. */
export type Heard = 'accepted' | 'late' | 'refused' | null

export interface LockOptions {
  readonly door: FrontDoor
  readonly link: Link2
  /** Towards the hub, whatever life it is in. */
  readonly report: (report: BoltReport) => void
  readonly reportPin: (report: PinReport) => void
}

export interface PinAtLock {
  readonly op: Op
  readonly pin: string
  readonly notAfter: Instant
  readonly endsAt: Instant
}

const pinWords: Readonly<Record<string, PinReport['what']>> = {
  PinStored: 'stored',
  PinUsed: 'used',
  PinGone: 'gone',
}

export class Lock {
  readonly link: Link2
  lie: LockLie = 'honest'
  /** Somebody's own key is used just now: the lock names it in its reports. */
  credential: string | null = null
  readonly #options: LockOptions
  #pushed: string | null

  constructor(options: LockOptions) {
    this.#options = options
    this.link = options.link
    this.#pushed = lockReport(options.door.world, { lie: 'honest', q: null })?.bolt ?? null
    options.door.watch((happened) => {
      this.#tellPin(happened)
      this.pushChange()
    })
  }

  /** `notAfter` is in true time. The answer travels back over the same radio. */
  unlock(order: { readonly op: Op; readonly notAfter: Instant }, answer: (heard: Heard) => void): void {
    this.#command({ to: 'unlock', notAfter: order.notAfter }, answer)
  }

  lock(answer: (heard: Heard) => void): void {
    this.#command({ to: 'lock', notAfter: null }, answer)
  }

  /** Instants in true time: the lock ends the PIN by itself. */
  grantPin(order: PinAtLock, answer: (heard: Heard) => void): void {
    this.link.down.send(() => {
      const heard = pinVerdictOf(this.#options.door.do({ type: 'store-pin', ...order }))
      if (heard !== null) this.link.up.send(() => answer(heard))
    })
  }

  revokePin(op: Op): void {
    this.link.down.send(() => this.#options.door.do({ type: 'forget-pin', op }))
  }

  query(q: number): void {
    this.link.down.send(() => this.#say(q))
  }

  /** The dead-man has its own wire to the motor: no radio, no expiry. */
  lockByEdge(): void {
    this.#options.door.do({ type: 'command', to: 'lock', by: 'edge', notAfter: null })
  }

  /** Reports by itself when it has something new to say. */
  pushChange(): void {
    const report = this.#read(null)
    if (!report || report.bolt === this.#pushed) return
    this.#pushed = report.bolt
    this.link.up.send(() => this.#options.report(report))
  }

  #tellPin(happened: readonly WorldEvent[]): void {
    for (const event of happened) {
      const what = pinWords[event.type]
      if (what !== undefined && 'op' in event)
        this.link.up.send(() => this.#options.reportPin({ op: event.op, what }))
    }
  }

  #say(q: number): void {
    const report = this.#read(q)
    if (report) this.link.up.send(() => this.#options.report(report))
  }

  #read(q: number | null): BoltReport | null {
    const report = lockReport(this.#options.door.world, { lie: this.lie, q })
    const named = report && q === null && report.source === 'manual' ? this.credential : null
    return report && { ...report, credential: named ?? report.credential }
  }

  #command(
    { to, notAfter }: { readonly to: 'lock' | 'unlock'; readonly notAfter: Instant | null },
    answer: (heard: Heard) => void,
  ): void {
    this.link.down.send(() => {
      const heard = verdictOf(this.#options.door.do({ type: 'command', to, by: 'hub', notAfter }))
      if (heard !== null) this.link.up.send(() => answer(heard))
    })
  }
}

function verdictOf(happened: readonly WorldEvent[]): Heard {
  const names = new Set(happened.map(({ type }) => type))
  if (names.has('CommandVoid')) return 'late'
  if (names.has('CommandFailed')) return 'refused'
  return names.has('CommandHeard') ? 'accepted' : null
}

function pinVerdictOf(happened: readonly WorldEvent[]): Heard {
  const names = new Set(happened.map(({ type }) => type))
  if (names.has('PinVoid')) return 'late'
  if (names.has('PinFailed')) return 'refused'
  return names.has('PinStored') ? 'accepted' : null
}
