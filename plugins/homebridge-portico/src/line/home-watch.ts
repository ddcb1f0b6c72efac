// The newest word on the home, asked for whenever something may have changed and every few seconds besides: what a door
// is known to be decays with time, and a hub that stands still cuts no line.
import type { FaceClient } from '@portico/client'
import type { FaceHome } from '@portico/protocol'

/** Between two looks when nothing happens, ms. */
const LOOK_MS = 5_000
/** A home that was told longer ago than this is unknown, ms. */
const HOME_AGE_MAX_MS = 12_000

export class HomeWatch implements Disposable {
  readonly #client: Pick<FaceClient, 'home'>
  readonly #tell: (home: FaceHome | null) => void
  readonly #timer: NodeJS.Timeout
  #home: FaceHome | null = null
  #heard = performance.now()
  #isAsking = false
  #isStale = false
  #isOver = false
  /** Counts the cuts: an answer from before the newest one is not believed. */
  #cut = 0

  constructor(client: Pick<FaceClient, 'home'>, tell: (home: FaceHome | null) => void) {
    this.#client = client
    this.#tell = tell
    this.#timer = setInterval(() => {
      this.#doubt()
      this.look()
    }, LOOK_MS)
    this.#timer.unref()
  }

  /** Null: nothing is known, or not since long. */
  get home(): FaceHome | null {
    return performance.now() - this.#heard <= HOME_AGE_MAX_MS ? this.#home : null
  }

  /** One question at a time; what comes meanwhile asks once more. */
  look(): void {
    this.#isStale = true
    if (!this.#isAsking) void this.#ask()
  }

  /** The line is cut: nothing is known from now on. */
  lose(): void {
    this.#cut += 1
    this.#take(null)
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    while (this.#isStale && !this.#isOver) {
      this.#isStale = false
      const cut = this.#cut
      // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
      const home = await this.#client.home().catch(() => null)
      if (this.#isOver || cut !== this.#cut) continue
      if (home === null) this.#doubt()
      else {
        this.#heard = performance.now()
        this.#take(home)
      }
    }
    this.#isAsking = false
  }

  /** One look that failed is bad luck; the bound says when it is more. */
  #doubt(): void {
    if (this.#home !== null && this.home === null) this.#take(null)
  }

  #take(home: FaceHome | null): void {
    if (home === null && this.#home === null) return
    this.#home = home
    this.#tell(home)
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearInterval(this.#timer)
  }
}
