// The home as one account sees it, kept up with: read at the start, after each event and now and then, since what was
// proved decays without one.
import { type FaceClient, LiveConnection } from '@portico/client'
import { type BridgeHost, type Clock, type Wake, codeOf, instant } from '@portico/plugin-api'
import type { FaceHome } from '@portico/protocol'

export interface FollowedHomeParts {
  readonly client: FaceClient
  readonly clock: Clock
  readonly log: BridgeHost['log']
  /** It was read. `before`: as it was read last; null: never. */
  readonly onHome: (home: FaceHome, before: FaceHome | null) => void
  readonly onRing: (door: string, wall: number) => void
  /** The hub does not know this face any more. */
  readonly onEnded: () => void
}

/** Without any event, ms. */
const READ_EVERY_MS = 30_000

export class FollowedHome implements Disposable {
  readonly #parts: FollowedHomeParts
  readonly #waiting = new Set<(home: FaceHome) => void>()
  #live: LiveConnection | null = null
  #newest: FaceHome | null = null
  #isReading = false
  #isStale = false
  #isOver = false
  #next: Wake | null = null

  constructor(parts: FollowedHomeParts) {
    this.#parts = parts
  }

  begin(): void {
    const { client, onRing, onEnded, log } = this.#parts
    const { url, credential } = client.requests
    const read = (): void => this.#refresh()
    read()
    this.#live = LiveConnection.keep({
      url,
      credential,
      after: null,
      listener: {
        onEvent: read,
        onReady: read,
        onRing: ({ door, wall }) => onRing(door, wall),
        onLost: () => log.info('the line to the hub is cut'),
        onRefused: ({ code }) => {
          log.warn({ code }, 'the hub lets this account in no more')
          if (code === 'HUB_HTTP_SIGN_IN') onEnded()
        },
      },
    })
  }

  /** As it is now. @throws ClientError */
  async now(): Promise<FaceHome> {
    const home = await this.#parts.client.home()
    this.#take(home)
    return home
  }

  /** The first reading from now on that fits; null: none within `withinMs`. */
  until(fits: (home: FaceHome) => boolean, withinMs: number): Promise<FaceHome | null> {
    const { clock } = this.#parts
    return new Promise((resolve) => {
      const end = (home: FaceHome | null): void => {
        late.cancel()
        this.#waiting.delete(look)
        resolve(home)
      }
      const look = (home: FaceHome): void => {
        if (fits(home)) end(home)
      }
      const late = clock.wake(instant(clock.mono() + withinMs), () => end(null))
      this.#waiting.add(look)
      this.#refresh()
    })
  }

  /** One reading at a time; what happens meanwhile is read once more. */
  #refresh(): void {
    this.#isStale = true
    if (!this.#isReading) void this.#read()
  }

  async #read(): Promise<void> {
    const { clock, log } = this.#parts
    this.#isReading = true
    this.#next?.cancel()
    while (this.#isStale && !this.#isOver) {
      this.#isStale = false
      try {
        await this.now()
      } catch (error) {
        log.debug({ code: codeOf(error) }, 'the home was not read')
      }
    }
    this.#isReading = false
    if (!this.#isOver) this.#next = clock.wake(instant(clock.mono() + READ_EVERY_MS), () => this.#refresh())
  }

  #take(home: FaceHome): void {
    if (this.#isOver) return
    const before = this.#newest
    this.#newest = home
    for (const look of [...this.#waiting]) look(home)
    this.#parts.onHome(home, before)
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    this.#next?.cancel()
    this.#live?.[Symbol.dispose]()
  }
}
