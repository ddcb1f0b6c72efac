// Mails on their way from a plugin to the hub: one at a time, and the next when that one is durable. A hub that cannot
// write is told again until it can, so that nothing is lost and nothing piles up.
import { createHash } from 'node:crypto'
import { type Duration, after, seconds } from '@portico/core'
import { type Clock, MAIL_KEPT_MAX, type MailNews } from '@portico/plugin-api'
import type { FromPlugin } from './plugin-messages.ts'

export interface MailLineParts {
  readonly clock: Clock
  readonly send: (message: FromPlugin, tail?: Uint8Array) => void
  readonly signal: AbortSignal
}

/** For the hub's word; then it is told again, which it knows. */
const WORD_WITHIN = seconds(20)
const AGAIN_AFTER = seconds(5)
const nothing = new Uint8Array(0)

/** A mail as it is told, before it has its number. */
interface WaitingMail {
  readonly device: string
  readonly news: MailNews
  readonly hash: string
}

export class MailLine {
  readonly #parts: MailLineParts
  #queue: Promise<void> = Promise.resolve()
  #told = 0
  #waiting: { readonly n: number; readonly settle: (kept: boolean) => void } | null = null

  constructor(parts: MailLineParts) {
    this.#parts = parts
  }

  /** Resolves when the hub has it; rejects when the plugin ends before. */
  tell(device: string, news: MailNews, raw: Uint8Array): Promise<void> {
    const hash = createHash('sha256').update(raw).digest('hex')
    const tail = raw.length <= MAIL_KEPT_MAX ? raw : nothing
    const told = this.#behind(this.#queue, { device, news, hash }, tail)
    this.#queue = told.catch(() => undefined)
    return told
  }

  async #behind(before: Promise<void>, mail: WaitingMail, tail: Uint8Array): Promise<void> {
    await before
    while (!(await this.#once(mail, tail))) await this.#wait(AGAIN_AFTER)
  }

  taken(n: number, kept: boolean): void {
    if (this.#waiting?.n === n) this.#waiting.settle(kept)
  }

  async #once(mail: WaitingMail, tail: Uint8Array): Promise<boolean> {
    const n = ++this.#told
    const word = Promise.withResolvers<boolean>()
    this.#waiting = { n, settle: word.resolve }
    this.#parts.send({ type: 'report', report: { kind: 'mail', n, ...mail } }, tail)
    return await this.#within(WORD_WITHIN, word)
  }

  async #wait(time: Duration): Promise<void> {
    await this.#within(time, Promise.withResolvers<boolean>())
  }

  /** False when nothing came in time; rejects when the plugin ends. */
  async #within(time: Duration, word: PromiseWithResolvers<boolean>): Promise<boolean> {
    const { clock, signal } = this.#parts
    signal.throwIfAborted()
    const end = (): void => word.reject(new Error('the plugin ends'))
    const wake = clock.wake(after(clock.mono(), time), () => word.resolve(false))
    signal.addEventListener('abort', end)
    try {
      return await word.promise
    } finally {
      wake.cancel()
      signal.removeEventListener('abort', end)
    }
  }
}
