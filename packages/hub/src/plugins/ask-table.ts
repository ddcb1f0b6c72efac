// What was asked of a plugin and not yet answered: each with a time limit, and only so many.
import { type Duration, after } from '@portico/core'
import { type Clock, HubError } from '@portico/ports'
import { hubError } from '../errors.ts'
import type { Answer } from './plugin-messages.ts'

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

export interface AskRefusal {
  readonly id: number
  readonly code: string
  readonly message: string
  readonly retryable: boolean
}

export const ASKS_MAX = 64

export class AskTable {
  readonly #clock: Clock
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Hands `send` the number of the ask; resolves with its answer.
   *
   * @throws HubError `HUB_PLUGIN_BUSY`, `HUB_PLUGIN_TIMEOUT`, or what `fail` and `failAll` say
   */
  async ask(what: string, limit: Duration, send: (id: number) => void): Promise<Answer> {
    if (this.#waiting.size >= ASKS_MAX)
      throw hubError('HUB_PLUGIN_BUSY', `${what}: ${ASKS_MAX} requests wait already`, { retryable: true })
    const id = ++this.#asked
    const answer = Promise.withResolvers<Answer>()
    this.#waiting.set(id, answer)
    const clock = this.#clock
    const late = clock.wake(after(clock.mono(), limit), () => {
      answer.reject(hubError('HUB_PLUGIN_TIMEOUT', `${what}: no answer in ${limit} ms`, { retryable: true }))
    })
    try {
      send(id)
      return await answer.promise
    } finally {
      late.cancel()
      this.#waiting.delete(id)
    }
  }

  /** False when nothing of that number waits. */
  answer(id: number, answer: Answer): boolean {
    const waiting = this.#waiting.get(id)
    waiting?.resolve(answer)
    return waiting !== undefined
  }

  fail(id: number, error: Error): boolean {
    const waiting = this.#waiting.get(id)
    waiting?.reject(error)
    return waiting !== undefined
  }

  /** The process itself says no. */
  refuse({ id, code, message, retryable }: AskRefusal): void {
    this.fail(id, new HubError(code, message, { retryable }))
  }

  failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
  }
}
