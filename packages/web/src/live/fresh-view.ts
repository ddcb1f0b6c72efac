// Keeps a view of the hub fresh: loaded anew at each event, by itself after a while, and closely while a picture of a
// camera is shown. That a camera repeats itself or is covered is told by no event, and its pictures look like now.
import { coalesce } from './coalesce.ts'
import { instant } from './hub-clock.ts'

/** Nothing happened for this long: look whether the hub still says the same, ms. */
const LOOK_AGAIN_MS = 30_000
/** While something is shown of which no event tells how it changes, ms. */
const LOOK_CLOSELY_MS = 2_000

export interface FreshViewOptions {
  readonly load: () => Promise<void>
  /** Whether asking is of use: the hub is heard. */
  readonly isHeard: () => boolean
  /** Whether it is looked at closely, besides by whoever watches. */
  readonly isClose?: () => boolean
}

export class FreshView implements Disposable {
  /** Loads it anew. */
  readonly again: () => void
  readonly #options: FreshViewOptions
  readonly #looking: ReturnType<typeof setInterval>
  #watchers = 0
  /** `instant()` at which it was asked for last. */
  #asked = -Infinity

  constructor(options: FreshViewOptions) {
    this.#options = options
    this.again = coalesce(() => {
      this.#asked = instant()
      return options.load()
    })
    this.#looking = setInterval(() => this.#look(), LOOK_CLOSELY_MS)
    document.addEventListener('visibilitychange', this.#seen)
  }

  /** Looks closely until it is disposed of. */
  watch(): Disposable {
    let isOver = false
    this.#watchers += 1
    if (instant() - this.#asked >= LOOK_CLOSELY_MS) this.again()
    return {
      [Symbol.dispose]: () => {
        if (!isOver) this.#watchers -= 1
        isOver = true
      },
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking)
    document.removeEventListener('visibilitychange', this.#seen)
  }

  /** Browsers let a hidden page sleep: what it knows is old when it is seen again. */
  readonly #seen = (): void => {
    if (!document.hidden) this.again()
  }

  #look(): void {
    const { isHeard, isClose } = this.#options
    const isLooked = !document.hidden && isHeard() && (this.#watchers > 0 || isClose?.() === true)
    if (isLooked || instant() - this.#asked >= LOOK_AGAIN_MS) this.again()
  }
}
