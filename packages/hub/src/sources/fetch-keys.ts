// The public keys of senders that sign with their own: fetched from the vendor's key set, kept, looked at again each day
// and, seldom, when a message names one that is not known.
import { type Duration, after, hours, minutes, seconds } from '@portico/core'
import { type Wake, codeOf } from '@portico/ports'
import type { Source } from '../people/source.ts'
import { askVendor } from './ask-vendor.ts'
import type { LineParts } from './vendor-line.ts'

const FIRST: Duration = seconds(10)
const EVERY: Duration = hours(24)
/** After a failure, and between two wishes of messages: strangers can send them. */
const SELDOM: Duration = minutes(10)
const KEYS_MAX = 16
/** Of what is kept, characters. */
const TEXT_MAX = 64_000

export interface KeysOrder extends Pick<LineParts, 'clock' | 'log'> {
  readonly source: Source
  readonly origin: string
  readonly path: string
}

export class VendorKeys implements Disposable {
  readonly #order: KeysOrder
  readonly #ended = new AbortController()
  #wake: Wake
  #asked: number | null = null

  constructor(order: KeysOrder) {
    this.#order = order
    this.#wake = this.#later(FIRST)
  }

  /** A message was refused: perhaps for a key that is new. */
  wish(): void {
    const { clock } = this.#order
    if (this.#asked === null || clock.mono() - this.#asked < SELDOM || this.#ended.signal.aborted) return
    this.#wake.cancel()
    void this.#fetch()
  }

  [Symbol.dispose](): void {
    this.#wake.cancel()
    this.#ended.abort()
  }

  #later(time: Duration): Wake {
    const { clock } = this.#order
    return clock.wake(after(clock.mono(), time), () => void this.#fetch())
  }

  async #fetch(): Promise<void> {
    const { source, origin, path, clock, log } = this.#order
    this.#asked = clock.mono()
    const { signal } = this.#ended
    const request = { method: 'GET', path, headers: {}, body: null } as const
    const outcome = await askVendor({ origin, request, clock, signal })
    if (signal.aborted) return
    const text = outcome.type === 'answered' ? keySetIn(outcome.reply.body) : null
    this.#wake = this.#later(text === null ? SELDOM : EVERY)
    if (text === null) {
      const why = outcome.type === 'failed' ? outcome.why : 'its answer is no key set'
      log.warn({ source: source.carrier.id, why }, 'the keys of a sender could not be fetched')
    } else if (text !== source.secret && source.from !== 'environment') await this.#keep(text)
  }

  async #keep(value: string): Promise<void> {
    const { source, log } = this.#order
    const what = 'source-keys-fetched'
    try {
      await source.rotating.change({ value, from: 'fetched', what, by: null, alone: true })
    } catch (error) {
      log.warn({ source: source.carrier.id, code: codeOf(error) }, 'the keys of a sender could not be kept')
    }
  }
}

/** Null: it holds no keys, or more than any vendor needs. */
function keySetIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('keys' in body)) return null
  const { keys } = body
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > KEYS_MAX) return null
  const text = JSON.stringify({ keys })
  return text.length > TEXT_MAX ? null : text
}
