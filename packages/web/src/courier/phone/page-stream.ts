// What the hub tells the page, as server-sent events: the drawn state whenever it changes, and a beat between. It
// connects again by itself, and knows when nothing is heard.

/** Between two beats of the hub lie 5 s. */
const SILENT_MS = 12_000
/** A line that breaks and is back sooner was not missed. */
const GRACE_MS = 3_000
const LOOK_EVERY_MS = 500
const AGAIN_MS = 1_500

export interface PageStreamParts {
  readonly url: string
  /** `since`: `performance.now()` at which, at the latest, the page was true. */
  readonly onPage: (page: string, since: number) => void
  readonly onSignal: (isThere: boolean) => void
}

export class PageStream implements Disposable {
  readonly #parts: PageStreamParts
  readonly #timer: ReturnType<typeof setInterval>
  #source: EventSource
  #opened = performance.now()
  #heard = performance.now()
  #brokenAt: number | null = null
  #isThere = true

  constructor(parts: PageStreamParts) {
    this.#parts = parts
    this.#source = this.#connect()
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  /** A phone that slept knows nothing: it asks anew. */
  again(): void {
    this.#source.close()
    this.#source = this.#connect()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#source.close()
  }

  #connect(): EventSource {
    const source = new EventSource(this.#parts.url)
    const opened = performance.now()
    this.#opened = opened
    source.addEventListener('open', () => this.#hear())
    source.addEventListener('beat', () => this.#hear())
    source.addEventListener('page', ({ data, lastEventId }: MessageEvent<string>) => {
      this.#hear()
      // A message may lie in the network for long. Its id is its age of the stream, which began after it was asked for.
      const since = opened + Number(lastEventId)
      // cast: the hub writes the drawn page as one JSON text
      this.#parts.onPage(JSON.parse(data) as string, since)
    })
    // Connected again by ourselves: the browser would not tell when.
    source.addEventListener('error', () => {
      source.close()
      this.#brokenAt ??= performance.now()
    })
    return source
  }

  #hear(): void {
    this.#heard = performance.now()
    this.#brokenAt = null
    this.#look()
  }

  #look(): void {
    const now = performance.now()
    const isSilent = now - this.#heard > SILENT_MS
    const isBroken = this.#brokenAt !== null && now - this.#brokenAt > GRACE_MS
    const isThere = navigator.onLine && !isSilent && !isBroken
    if (isThere !== this.#isThere) {
      this.#isThere = isThere
      this.#parts.onSignal(isThere)
    }
    const isOver = this.#source.readyState === EventSource.CLOSED
    if ((isOver && now - this.#opened > AGAIN_MS) || (isSilent && now - this.#opened > SILENT_MS))
      this.again()
  }
}
