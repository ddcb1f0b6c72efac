// Answers a sender that asks whether an address is ours: its secret goes back to the sender's own origin, with the key of
// the account. What it asked survives a restart, and a refusal is tried again for a day.
import { type Duration, after, milliseconds, seconds } from '@portico/core'
import type { Carrier, CarrierHandshake } from '@portico/plugin-api'
import { type Wake, codeOf } from '@portico/ports'
import type { Source } from '../people/source.ts'
import { audit } from '../people/audit.ts'
import { askVendor } from './ask-vendor.ts'
import { pauseAfter } from './pause.ts'
import type { LineParts } from './vendor-line.ts'

const SOON: Duration = seconds(1)
/** The sender gives up by then, ms. */
const TRIED_FOR_MS = 24 * 60 * 60 * 1000

interface Pending {
  readonly handshake: CarrierHandshake
  readonly since: number
  readonly tries: number
}

export type Confirmed = 'nothing' | 'waits' | 'confirmed' | 'needs-key' | 'failed'

interface Kept {
  readonly pending: Pending | null
  readonly state: Confirmed
}

export interface ConfirmOrder extends LineParts {
  readonly source: Source
  readonly confirms: NonNullable<Carrier['confirms']>
  readonly origin: string
}

export class SubscriptionConfirmer implements Disposable {
  readonly #order: ConfirmOrder
  readonly #ended = new AbortController()
  #kept: Kept
  #wake: Wake | null = null

  constructor(order: ConfirmOrder) {
    this.#order = order
    // cast: only this class writes the record of a source that confirms
    const stored = order.records.get('source-reach', order.source.carrier.id) as Kept | null
    this.#kept = stored ?? { pending: null, state: 'nothing' }
    if (this.#kept.pending) this.#later(SOON)
  }

  get state(): Confirmed {
    return this.#kept.state
  }

  /** Resolves once it is durable that this is to be answered. */
  async take(handshake: CarrierHandshake): Promise<void> {
    await this.#keep({ pending: { handshake, since: this.#order.clock.wall(), tries: 0 }, state: 'waits' })
    this.#later(SOON)
  }

  /** A key was typed. */
  nudge(): void {
    if (this.#kept.pending) this.#later(SOON)
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    this.#ended.abort()
  }

  #later(time: Duration): void {
    const { clock, log, source } = this.#order
    this.#wake?.cancel()
    this.#wake = clock.wake(after(clock.mono(), time), () => {
      this.#answer().catch((error: unknown) => {
        log.warn({ source: source.carrier.id, code: codeOf(error) }, 'a subscription was not confirmed')
      })
    })
  }

  async #answer(): Promise<void> {
    const { clock, chance } = this.#order
    const { pending } = this.#kept
    if (pending === null) return
    if (clock.wall() - pending.since > TRIED_FOR_MS) return this.#keep({ pending: null, state: 'failed' })
    const answered = await this.#ask(pending.handshake)
    if (this.#ended.signal.aborted) return
    if (answered === 'confirmed') {
      await this.#keep({ pending: null, state: 'confirmed' })
      const more = { source: this.#order.source.carrier.id }
      await audit(this.#order.journal, { what: 'source-confirmed', by: null, more })
    } else if (answered === 'failed') await this.#keep({ pending: null, state: 'failed' })
    else {
      const tries = pending.tries + 1
      await this.#keep({ pending: { ...pending, tries }, state: answered })
      this.#later(milliseconds(pauseAfter(tries, chance)))
    }
  }

  async #ask(handshake: CarrierHandshake): Promise<Exclude<Confirmed, 'nothing'>> {
    const { source, confirms, origin, clock } = this.#order
    for (const key of source.key.values) {
      const request = confirms.request(handshake, key)
      // It names no subscription of this sender's: it is never answered.
      if (request === null) return 'failed'
      const outcome = await askVendor({ origin, request, clock, signal: this.#ended.signal })
      if (outcome.type === 'answered') return outcome.reply.status < 300 ? 'confirmed' : 'waits'
      if (outcome.type !== 'key-refused') return 'waits'
    }
    return 'needs-key'
  }

  async #keep(kept: Kept): Promise<void> {
    const { records, journal, source } = this.#order
    this.#kept = kept
    await journal.append({ records: [records.put('source-reach', source.carrier.id, kept)] })
  }
}
