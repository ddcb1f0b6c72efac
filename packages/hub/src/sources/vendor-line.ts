// The line to one service: which key is good, how much was asked today, and how long it is left alone after a failure.
import type { TrackingClient, VendorReply, VendorRequest, VendorVerdict } from '@portico/plugin-api'
import type { Chance, Clock } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import type { Source } from '../people/source.ts'
import { spentOn } from './ask-plan.ts'
import { askVendor } from './ask-vendor.ts'
import { pauseAfter } from './pause.ts'
import { type ReachState, loadReach } from './reach-state.ts'

/** A key that was refused is tried again after this: services err, too. */
const KEY_REFUSED_MS = 6 * 60 * 60 * 1000
const PAUSE_MAX_MS = 25 * 60 * 60 * 1000

export interface LineParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

export interface LineOrder extends LineParts {
  readonly source: Source
  readonly client: TrackingClient
  readonly origin: string
}

export interface Question<Found> {
  readonly request: (key: string) => VendorRequest
  readonly read: (reply: VendorReply) => VendorVerdict<Found>
  readonly isFollow?: true
}

export class VendorLine implements Disposable {
  readonly #order: LineOrder
  readonly #ended = new AbortController()
  #state: ReachState
  /** One question at a time, a person's among them. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(order: LineOrder) {
    this.#order = order
    this.#state = loadReach(order.records, order.source.carrier.id)
  }

  get state(): ReachState {
    return this.#state
  }
  get hasKey(): boolean {
    return this.#order.source.key.values.length > 0
  }
  get hasEnded(): boolean {
    return this.#ended.signal.aborted
  }
  /** Unix ms until when nothing is asked; null: it may be asked. A clock that was set back does not prolong it. */
  get pausedUntil(): number | null {
    const { paused } = this.#state
    const now = this.#order.clock.wall()
    return paused !== null && paused > now && paused - now <= PAUSE_MAX_MS ? paused : null
  }

  /** Resolves once it is durable. */
  async change(change: Partial<ReachState>): Promise<void> {
    const { records, journal, source } = this.#order
    this.#state = { ...this.#state, ...change }
    await journal.append({ records: [records.put('source-reach', source.carrier.id, this.#state)] })
  }

  /** Asks with each key that is good, newest first. What comes of it for the line is noted; null: there is no key. */
  ask<Found>(question: Question<Found>): Promise<VendorVerdict<Found> | null> {
    const asking = this.#turn.then(() => this.#ask(question))
    this.#turn = asking.catch(() => null)
    return asking
  }

  async #ask<Found>({ request, read, isFollow }: Question<Found>): Promise<VendorVerdict<Found> | null> {
    const { source, origin, clock } = this.#order
    const { signal } = this.#ended
    for (const key of source.key.values) {
      await this.#spend(isFollow === true)
      const outcome = await askVendor({ origin, request: request(key), clock, signal })
      if (signal.aborted) return { type: 'failed', why: 'the hub stops' }
      if (outcome.type === 'key-refused') continue
      if (outcome.type === 'busy') {
        await this.#fail('it asks us to wait', outcome.after === null ? null : outcome.after * 1000)
        return { type: 'busy' }
      }
      const verdict = outcome.type === 'answered' ? read(outcome.reply) : outcome
      if (verdict.type === 'key-refused') continue
      await this.#note(verdict, key)
      return verdict
    }
    if (source.key.values.length === 0) return null
    await this.change({ key: 'refused' })
    await this.#fail('it does not know the key', KEY_REFUSED_MS)
    return { type: 'key-refused' }
  }

  async #spend(isFollow: boolean): Promise<void> {
    const { day, asks, follows } = spentOn(this.#state.spent, this.#order.clock.wall())
    // Before it is sent: a hub that dies in the middle has asked.
    await this.change({ spent: { day, asks: asks + 1, follows: follows + (isFollow ? 1 : 0) } })
  }

  async #note(verdict: VendorVerdict<unknown>, key: string): Promise<void> {
    if (verdict.type === 'failed') return this.#fail(verdict.why, null)
    if (verdict.type === 'busy') return this.#fail('the account has asked enough for now', null)
    const { source, clock } = this.#order
    await this.change({ key: 'accepted', good: clock.wall(), fault: null, failures: 0, paused: null })
    if (source.key.values[0] === key) await source.key.settle()
    return undefined
  }

  async #fail(why: string, pauseMs: number | null): Promise<void> {
    const { clock, chance, log, source } = this.#order
    const { failures, fault } = this.#state
    const now = clock.wall()
    const pause = pauseMs ?? pauseAfter(failures + 1, chance)
    if (fault?.why !== why) log.warn({ source: source.carrier.id, why }, 'a service of parcels was not asked')
    await this.change({ failures: failures + 1, paused: now + pause, fault: { at: now, why } })
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
  }
}
