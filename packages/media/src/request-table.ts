// Requests to the media process that wait for their answers: bounded in number and in time.
import { instant } from '@portico/core'
import type { Clock } from '@portico/ports'
import { mediaError } from './errors.ts'
import type { Answer, Ask, ToHub } from './wire.ts'

export interface Reply {
  readonly answer: Answer
  readonly tail: Uint8Array
}

type Outcome = { readonly reply: Reply } | { readonly error: Error }

const PENDING_MAX = 64

export class RequestTable {
  readonly #clock: Clock
  readonly #pending = new Map<number, (outcome: Outcome) => void>()
  #count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * `send` gets the number of the request and is called at once. Rejects with `HUB_MEDIA_TIMEOUT`, `HUB_MEDIA_BUSY`,
   * `HUB_MEDIA_DOWN` or the error of the process.
   */
  async ask(ask: Ask, limitMs: number, send: (id: number) => void): Promise<Reply> {
    if (this.#pending.size >= PENDING_MAX)
      throw mediaError('HUB_MEDIA_BUSY', `${PENDING_MAX} requests wait for the media process`, {
        retryable: true,
      })
    this.#count += 1
    const id = this.#count
    const done = Promise.withResolvers<Outcome>()
    this.#pending.set(id, done.resolve)
    const limit = this.#clock.wake(instant(this.#clock.mono() + limitMs), () => {
      const message = `${ask.type}: no answer of the media process within ${limitMs} ms`
      done.resolve({ error: mediaError('HUB_MEDIA_TIMEOUT', message, { retryable: true }) })
    })
    send(id)
    const outcome = await done.promise
    limit.cancel()
    this.#pending.delete(id)
    if ('error' in outcome) throw outcome.error
    return outcome.reply
  }

  take(message: Extract<ToHub, { type: 'answer' | 'refusal' }>, tail: Uint8Array): void {
    const settle = this.#pending.get(message.id)
    if (!settle) return
    if (message.type === 'answer') settle({ reply: { answer: message.answer, tail } })
    else settle({ error: mediaError(message.code, message.message, { retryable: message.retryable }) })
  }

  /** The process is gone: nothing that was asked will be answered. */
  failAll(why: string): void {
    for (const settle of this.#pending.values())
      settle({ error: mediaError('HUB_MEDIA_DOWN', why, { retryable: true }) })
  }
}
