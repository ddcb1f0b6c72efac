// The line between a display and the hub: live, cut or refused. It comes with the display's face, so that only the
// display's own cookie counts, whoever else is signed in in this browser.
import { type ClientError, type LiveListener, LiveConnection } from '@portico/client'
import { type ReadonlySignal, signal } from '@preact/signals'
import type { LineState } from '../live/home-line.ts'
import { hubNow, noteHubTime } from '../live/hub-clock.ts'

export interface DisplayListener extends Omit<LiveListener, 'onLost' | 'onRefused'> {
  /** This display is in no longer. */
  onRefused(): void
}

/** A hub that is full lets in later. */
const AGAIN_AFTER_MS = 5_000
const isForGood = ({ code }: ClientError): boolean =>
  code === 'HUB_HTTP_SIGN_IN' || code === 'HUB_HTTP_FORBIDDEN'

export class DisplayLine implements Disposable {
  readonly #state = signal<LineState>('connecting')
  /** Unix ms of the cut; null while it holds or never held. */
  readonly #lostAt = signal<number | null>(null)
  readonly #listener: DisplayListener
  #connection: LiveConnection
  #again: ReturnType<typeof setTimeout> | undefined

  constructor(listener: DisplayListener) {
    this.#listener = listener
    this.#connection = this.#connect(null)
    // The browser knows of a pulled cable before any time limit does.
    addEventListener('offline', this.#cut)
  }

  get state(): ReadonlySignal<LineState> {
    return this.#state
  }
  get lostAt(): ReadonlySignal<number | null> {
    return this.#lostAt
  }

  /** Rings like the bell of the door. @throws ClientError */
  bell(): Promise<void> {
    return this.#connection.bell()
  }

  [Symbol.dispose](): void {
    removeEventListener('offline', this.#cut)
    clearTimeout(this.#again)
    this.#connection[Symbol.dispose]()
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
      face: 'display',
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
      this.#listener.onRefused()
      return
    }
    this.#cut()
    this.#again = setTimeout(() => {
      this.#connection = this.#connect(seq)
    }, AGAIN_AFTER_MS)
  }
}
