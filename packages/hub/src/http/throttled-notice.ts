// What may come in floods is written at most once a minute for each thing, with how often it came. The first is
// written at once; nothing that came is left uncounted.
import { type Duration, after, minutes } from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import type { Logger } from 'pino'

export interface ThrottledNoticeParts {
  readonly clock: Clock
  readonly log: Logger
  /** `why` is that of the newest. */
  readonly write: (note: {
    readonly key: string
    readonly why: string
    readonly count: number
  }) => Promise<void>
  readonly every?: Duration
  /** Things told apart; what is beyond is counted together as `others`. */
  readonly keysMax?: number
}

const EVERY = minutes(1)
const KEYS_MAX = 64
const OTHERS = 'others'

interface Quiet {
  count: number
  why: string
  wake: Wake
}

export class ThrottledNotice implements Disposable {
  readonly #parts: ThrottledNoticeParts
  readonly #quiet = new Map<string, Quiet>()

  constructor(parts: ThrottledNoticeParts) {
    this.#parts = parts
  }

  note(key: string, why = ''): void {
    const { keysMax = KEYS_MAX } = this.#parts
    const place = this.#quiet.has(key) || this.#quiet.size < keysMax ? key : OTHERS
    const quiet = this.#quiet.get(place)
    if (quiet) {
      quiet.count += 1
      quiet.why = why
      return
    }
    this.#begin(place)
    this.#write({ key: place, why, count: 1 })
  }

  [Symbol.dispose](): void {
    for (const { wake } of this.#quiet.values()) wake.cancel()
    this.#quiet.clear()
  }

  #begin(key: string): void {
    const { clock, every = EVERY } = this.#parts
    const wake = clock.wake(after(clock.mono(), every), () => this.#end(key))
    this.#quiet.set(key, { count: 0, why: '', wake })
  }

  #end(key: string): void {
    const quiet = this.#quiet.get(key)
    this.#quiet.delete(key)
    if (!quiet || quiet.count === 0) return
    this.#begin(key)
    this.#write({ key, why: quiet.why, count: quiet.count })
  }

  #write(note: Parameters<ThrottledNoticeParts['write']>[0]): void {
    this.#parts.write(note).catch((error: unknown) => {
      this.#parts.log.warn({ ...note, code: codeOf(error) }, 'notice not written')
    })
  }
}
