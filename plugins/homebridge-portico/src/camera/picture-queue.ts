// The pictures of a line from a moment on, one after the other: the past first, then what comes.
import type { LivePicture, PictureLine } from './picture-line.ts'

export interface PictureQueueOptions {
  readonly pictures: Pick<PictureLine, 'since' | 'follow'>
  /** Of `performance.now()`, ms: begins with the group that holds it, or with the next key picture. */
  readonly since: number
  readonly signal: AbortSignal
}

/** A camera that gives nothing for this long gives nothing, ms. */
const NEXT_WITHIN_MS = 6_000
/** A minute of pictures; who is so far behind has gone. */
const WAITING_MAX = 1_800

export class PictureQueue implements Disposable {
  readonly #signal: AbortSignal
  readonly #waiting: LivePicture[]
  readonly #following: Disposable
  readonly #lastOfPast: LivePicture | null
  readonly #onAbort = (): void => this.#wake()
  #taken: LivePicture | null = null
  #waitsForKey: boolean
  #isTooFar = false
  #wake: () => void = () => undefined

  constructor({ pictures, since, signal }: PictureQueueOptions) {
    this.#signal = signal
    const past = pictures.since(since)
    // What a line kept from before its camera fell silent is no past of this moment.
    this.#waiting = (past.at(-1)?.captured ?? -Infinity) >= since ? past : []
    this.#waitsForKey = this.#waiting.length === 0
    this.#lastOfPast = this.#waiting.at(-1) ?? null
    this.#following = pictures.follow((picture) => {
      this.#isTooFar ||= this.#waiting.length >= WAITING_MAX
      this.#waitsForKey &&= !picture.key
      if (!this.#isTooFar && !this.#waitsForKey) this.#waiting.push(picture)
      this.#wake()
    })
    signal.addEventListener('abort', this.#onAbort)
  }

  /** What was taken last came after this queue was made. */
  get isLive(): boolean {
    return this.#lastOfPast === null || (this.#taken?.captured ?? 0) > this.#lastOfPast.captured
  }

  /** Null: aborted, too far behind, or the camera gives nothing. */
  async next(): Promise<LivePicture | null> {
    if (this.#waiting.length === 0 && !this.#signal.aborted) await this.#one()
    this.#taken = (this.#signal.aborted || this.#isTooFar ? null : this.#waiting.shift()) ?? null
    return this.#taken
  }

  async #one(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const limit = setTimeout(resolve, NEXT_WITHIN_MS)
    this.#wake = resolve
    await promise
    clearTimeout(limit)
  }

  [Symbol.dispose](): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#following[Symbol.dispose]()
  }
}
