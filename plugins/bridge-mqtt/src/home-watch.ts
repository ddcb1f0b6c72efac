// The home as the hub shows it to this face: looked at after everything that happens, and every few seconds, because a
// proof ages without a word. While the hub is away nothing of it is known.
import type { LiveConnection, LiveListener } from '@portico/client'
import { type Clock, codeOf } from '@portico/plugin-api'
import type { FaceHome, LiveEvent, PictureHead, RingMessage } from '@portico/protocol'
import { pause } from './broker/pause.ts'

/** What the watch asks of the hub. */
export interface HomeClient {
  home(): Promise<FaceHome>
  live(listener: LiveListener): Promise<LiveConnection>
}

export interface HomeWatchParts {
  readonly client: HomeClient
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: { warn(facts: object, words: string): void }
  readonly onHome: (home: FaceHome) => void
  /** The hub is not reached. */
  readonly onLost: () => void
  readonly onEvent: (event: LiveEvent) => void
  readonly onRing: (ring: RingMessage) => void
  readonly onPicture: (head: PictureHead, jpeg: Uint8Array) => void
}

const LOOK_EVERY_MS = 5_000
const RETRY_MS = 1_000

export class HomeWatch {
  readonly #parts: HomeWatchParts
  #isLive = false
  #looking: Promise<void> | null = null
  #again = false

  constructor(parts: HomeWatchParts) {
    this.#parts = parts
  }

  /** Resolves when the bridge ends. */
  async run(): Promise<void> {
    const { signal, log } = this.#parts
    while (!signal.aborted) {
      try {
        await this.#once()
      } catch (error) {
        log.warn({ code: codeOf(error) }, 'hub not reached')
      }
      this.#lose()
      await pause(this.#parts, RETRY_MS)
    }
  }

  async #once(): Promise<void> {
    const { client, signal, onEvent, onRing, onPicture } = this.#parts
    const refused = new AbortController()
    const until = AbortSignal.any([signal, refused.signal])
    using _ = await client.live({
      onReady: () => {
        this.#isLive = true
        void this.#look()
      },
      onLost: () => this.#lose(),
      onRefused: () => refused.abort(),
      onEvent: (event) => {
        onEvent(event)
        void this.#look()
      },
      onRing,
      onPicture,
    })
    while (!until.aborted) {
      await pause({ clock: this.#parts.clock, signal: until }, LOOK_EVERY_MS)
      if (!until.aborted) void this.#look()
    }
  }

  #lose(): void {
    if (!this.#isLive) return
    this.#isLive = false
    this.#parts.onLost()
  }

  /** One look at a time; what happens meanwhile leads to one more. */
  async #look(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null
    })
    await this.#looking
  }

  async #lookOn(): Promise<void> {
    const { client, log, onHome, onLost } = this.#parts
    while (this.#again && this.#isLive) {
      this.#again = false
      try {
        const home = await client.home()
        if (this.#isLive) onHome(home)
      } catch (error) {
        log.warn({ code: codeOf(error) }, 'the hub does not show the home')
        if (this.#isLive) onLost()
      }
    }
  }
}
