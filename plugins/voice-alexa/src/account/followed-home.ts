// The home as one account sees it: as it was before, for what is news of it, and waited for until it is as somebody asked.
import { type FaceClient, HomeWatch } from '@portico/client'
import { type BridgeHost, type Clock, instant } from '@portico/plugin-api'
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

export class FollowedHome implements Disposable {
  readonly #parts: FollowedHomeParts
  readonly #waiting = new Set<(home: FaceHome) => void>()
  readonly #watch: HomeWatch
  #newest: FaceHome | null = null
  #isOver = false

  constructor(parts: FollowedHomeParts) {
    this.#parts = parts
    const { client, clock, log, onRing, onEnded } = parts
    this.#watch = new HomeWatch({
      client,
      clock,
      listener: {
        onHome: (home) => {
          if (home === null) log.info('nothing is known of the home')
          else this.#take(home)
        },
        onRing: ({ door, wall }) => onRing(door, wall),
        onFault: ({ code }) => log.debug({ code }, 'the home was not read'),
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
      this.#watch.look()
    })
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
    this.#watch[Symbol.dispose]()
  }
}
