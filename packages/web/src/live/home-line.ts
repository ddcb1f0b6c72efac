// The line between a page and the hub: live, cut or refused. Whatever a page shows of the house follows it.
import { type ClientError, type FaceName, type LiveListener, LiveConnection } from '@portico/client'
import { type ReadonlySignal, signal } from '@preact/signals'
import { hubNow, noteHubTime, onClockJump } from './hub-clock.ts'

/** `refused`: the hub is there and does not let this page in. */
export type LineState = 'connecting' | 'live' | 'lost' | 'refused'

export interface LineListener extends Omit<LiveListener, 'onLost' | 'onRefused'> {
  onRefused?(error: ClientError): void
}

/** A hub that is full lets in later. */
const AGAIN_AFTER_MS = 5_000
const isForGood = ({ code }: ClientError): boolean =>
  code === 'HUB_HTTP_SIGN_IN' || code === 'HUB_HTTP_FORBIDDEN'

export class HomeLine implements Disposable {
  readonly #state = signal<LineState>('connecting')
  /** Unix ms of the cut; null while it holds or never held. */
  readonly #lostAt = signal<number | null>(null)
  readonly #listener: LineListener
  readonly #face: FaceName | null
  readonly #jumping: Disposable
  #connection: LiveConnection
  #again: ReturnType<typeof setTimeout> | undefined

  /** `face`: as what the page comes; null: as whoever is signed in. */
  constructor(listener: LineListener, face: FaceName | null = null) {
    this.#listener = listener
    this.#face = face
    this.#connection = this.#connect(null)
    // The browser knows of a pulled cable before any time limit does.
    addEventListener('offline', this.#cut)
    addEventListener('online', this.#back)
    this.#jumping = onClockJump(this.#back)
  }

  get state(): ReadonlySignal<LineState> {
    return this.#state
  }
  get lostAt(): ReadonlySignal<number | null> {
    return this.#lostAt
  }
  get connection(): LiveConnection {
    return this.#connection
  }

  [Symbol.dispose](): void {
    removeEventListener('offline', this.#cut)
    removeEventListener('online', this.#back)
    clearTimeout(this.#again)
    this.#jumping[Symbol.dispose]()
    this.#connection[Symbol.dispose]()
  }

  /** A line that outlived the cut would never say that it is there again: a new one does. */
  readonly #back = (): void => {
    if (this.#state.value !== 'refused') this.again()
  }

  /** Tries at once: somebody asks for it, or has signed in meanwhile. */
  again(): void {
    clearTimeout(this.#again)
    const { seq } = this.#connection
    this.#connection[Symbol.dispose]()
    if (this.#state.value !== 'lost') this.#state.value = 'connecting'
    this.#connection = this.#connect(seq)
  }

  readonly #cut = (): void => {
    if (this.#state.value === 'live') this.#lostAt.value = hubNow()
    if (this.#state.value !== 'refused') this.#state.value = 'lost'
  }

  #connect(after: number | null): LiveConnection {
    const listener = this.#listener
    return LiveConnection.keep({
      url: location.origin,
      credential: null,
      face: this.#face ?? undefined,
      after,
      listener: {
        ...listener,
        onReady: (ready) => {
          noteHubTime(ready.wall)
          this.#state.value = 'live'
          this.#lostAt.value = null
          listener.onReady?.(ready)
        },
        onLost: this.#cut,
        onRefused: (error) => this.#refused(error),
      },
    })
  }

  #refused(error: ClientError): void {
    const { seq } = this.#connection
    this.#connection[Symbol.dispose]()
    if (isForGood(error)) {
      this.#state.value = 'refused'
      this.#listener.onRefused?.(error)
      return
    }
    this.#cut()
    this.#again = setTimeout(() => {
      this.#connection = this.#connect(seq)
    }, AGAIN_AFTER_MS)
  }
}
