// The home as a face follows it: looked at whenever something may have changed and every few seconds besides, since a proof
// decays without a word. What is not known at this moment is told as not known.
import type { FaceHome, LiveEvent, PictureHead, RingMessage } from '@portico/protocol'
import { ClientError } from './errors.ts'
import type { FaceClient } from './face-client.ts'
import { LiveConnection } from './live-connection.ts'

/** Time, in ms that only grow. */
export interface WatchClock {
  mono(): number
  /** Calls once, at `at` or later, and not before it has returned. */
  wake(at: number, call: () => void): { cancel(): void }
}

export interface HomeWatchListener {
  /**
   * At each look. Null: nothing is known from now on: the line is cut, the hub does not let this face in, or it has not shown
   * the home for 12 s; told once, and at the start too when the hub is not reached.
   */
  onHome(home: FaceHome | null): void
  onRing?(ring: RingMessage): void
  onPicture?(head: PictureHead, jpeg: Uint8Array): void
  /** Before the look that it leads to. */
  onEvent?(event: LiveEvent): void
  /** A look failed, the first of a row; the next may succeed. */
  onFault?(error: ClientError): void
  /** The hub does not let this face in, or no longer. Asked again after 2 s, then after twice as long each time, up to 30 s. */
  onRefused?(error: ClientError): void
}

export interface HomeWatchOrder {
  readonly client: Pick<FaceClient, 'home' | 'lock' | 'requests'>
  readonly listener: HomeWatchListener
  /** Absent: that of the machine. */
  readonly clock?: WatchClock
}

/** Between two looks when nothing happens, ms. */
const LOOK_EVERY_MS = 5_000
/** A home that was told longer ago than this is unknown, ms. */
const HOME_AGE_MAX_MS = 12_000
/** First and longest wait after a no, ms. */
const AGAIN_MS = 2_000
const AGAIN_WITHIN_MS = 30_000

const machineClock: WatchClock = {
  mono: () => performance.now(),
  wake: (at, call) => {
    const timer = setTimeout(call, at - performance.now())
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Follows from the moment that it is made until it is disposed; nothing is told before the constructor has returned. */
export class HomeWatch implements Disposable {
  readonly #client: Pick<FaceClient, 'home' | 'lock' | 'requests'>
  readonly #listener: HomeWatchListener
  readonly #clock: WatchClock
  #live: LiveConnection | null = null
  /** As it was told last; undefined: nothing was told yet. */
  #home: FaceHome | null | undefined = undefined
  #heard = 0
  /** The next look, or after a no the next try. */
  #next: { cancel(): void } | null = null
  /** When what is known is too old. */
  #late: { cancel(): void } | null = null
  #againMs = AGAIN_MS
  #isAsking = false
  #isStale = false
  #isFailing = false
  #isRefused = false
  #isOver = false
  /** Counts the cuts: an answer from before the newest one is not believed. */
  #cut = 0

  constructor({ client, listener, clock = machineClock }: HomeWatchOrder) {
    this.#client = client
    this.#listener = listener
    this.#clock = clock
    this.#open()
    this.look()
  }

  /** Null: nothing is known, or not since long. */
  get home(): FaceHome | null {
    return this.#clock.mono() - this.#heard <= HOME_AGE_MAX_MS ? (this.#home ?? null) : null
  }

  /** One look at a time; what comes meanwhile leads to one more. */
  look(): void {
    this.#isStale = true
    if (!this.#isAsking) void this.#ask()
  }

  /**
   * By the line where it is open, which is sooner at the door than a request. An order that the line was cut under is not given
   * again by itself. @throws ClientError with the refusal's code
   */
  async lock(door: string): Promise<void> {
    if (this.#live?.isOpen) await this.#live.lock({ door })
    else await this.#client.lock(door)
  }

  #open(): void {
    const listener = this.#listener
    const { url, credential } = this.#client.requests
    this.#isRefused = false
    this.#live = LiveConnection.keep({
      url,
      credential,
      // After a no it goes on where it was.
      after: this.#live?.seq ?? null,
      listener: {
        onReady: () => this.look(),
        onEvent: (event) => {
          listener.onEvent?.(event)
          this.look()
        },
        onAlarm: () => this.look(),
        onRing: (ring) => listener.onRing?.(ring),
        onPicture: (head, jpeg) => listener.onPicture?.(head, jpeg),
        onLost: () => this.#lose(),
        onRefused: (error) => this.#refuse(error),
      },
    })
    this.#lookLater()
  }

  #lookLater(): void {
    this.#next = this.#wakeIn(LOOK_EVERY_MS, () => {
      this.#lookLater()
      this.look()
    })
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    try {
      while (this.#isStale && !this.#isRefused && !this.#isOver) {
        this.#isStale = false
        const cut = this.#cut
        // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
        const answer = await this.#client.home().catch(clientErrorIn)
        if (this.#isOver || cut !== this.#cut) continue
        if (answer instanceof ClientError) this.#fail(answer)
        else this.#believe(answer)
      }
    } finally {
      this.#isAsking = false
    }
  }

  #believe(home: FaceHome): void {
    this.#isFailing = false
    this.#againMs = AGAIN_MS
    this.#heard = this.#clock.mono()
    this.#late?.cancel()
    this.#late = this.#wakeIn(HOME_AGE_MAX_MS, () => this.#tell(null))
    this.#tell(home)
  }

  /** One look that failed is bad luck: the bound says when it is more. A no is no bad luck. */
  #fail(error: ClientError): void {
    if (error.status === 401 || error.status === 403) return this.#refuse(error)
    const isFirst = !this.#isFailing
    this.#isFailing = true
    if (isFirst) this.#listener.onFault?.(error)
    if (this.#home === undefined) this.#tell(null)
  }

  /** The line is cut: nothing is known from now on. */
  #lose(): void {
    this.#cut += 1
    this.#tell(null)
  }

  #refuse(error: ClientError): void {
    if (this.#isRefused || this.#isOver) return
    this.#isRefused = true
    this.#next?.cancel()
    this.#next = this.#wakeIn(this.#againMs, () => this.#open())
    this.#againMs = Math.min(this.#againMs * 2, AGAIN_WITHIN_MS)
    this.#live?.[Symbol.dispose]()
    this.#lose()
    // Whoever heard that nothing is known may have ended this.
    if (!this.#isOver) this.#listener.onRefused?.(error)
  }

  #tell(home: FaceHome | null): void {
    if (this.#isOver || (home === null && this.#home === null)) return
    this.#home = home
    if (home === null) this.#late?.cancel()
    this.#listener.onHome(home)
  }

  #wakeIn(ms: number, call: () => void): { cancel(): void } {
    return this.#clock.wake(this.#clock.mono() + ms, call)
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    this.#next?.cancel()
    this.#late?.cancel()
    this.#live?.[Symbol.dispose]()
  }
}

/** @throws what is none, as it came */
function clientErrorIn(error: unknown): ClientError {
  if (error instanceof ClientError) return error
  throw error
}
