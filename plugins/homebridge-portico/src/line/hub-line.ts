// The line to the hub, from the token on, with the newest word on the home. What is older than a bound is not told: a door
// that nobody hears of is unknown.
import { type ClientError, FaceClient, HomeWatch } from '@portico/client'
import type { FaceHome, LiveEvent, RingMessage } from '@portico/protocol'
import type { DoorOrders } from '../door/door-orders.ts'
import { type Found, type TokenOrder, findToken } from './find-token.ts'

export interface Follower {
  /** The newest home; null: the hub is out of reach and nothing is known. Each time something may have changed. */
  onHome?(home: FaceHome | null): void
  /** Somebody rings at a door. */
  onRing?(ring: RingMessage): void
  /** Something happened: type, door and session, without particulars. `home` follows. */
  onEvent?(event: LiveEvent): void
}

export interface LineOrder extends TokenOrder {
  readonly log: Pick<Console, 'info' | 'warn' | 'error'>
}

/** First and longest wait before the token is looked for again, ms. */
const AGAIN_MS = 1_000
const AGAIN_WITHIN_MS = 30_000

export class HubLine implements Disposable {
  readonly #order: LineOrder
  readonly #followers = new Set<Follower>()
  #client: FaceClient | null = null
  #watch: HomeWatch | null = null
  #wait: NodeJS.Timeout | null = null
  #waitMs = AGAIN_MS
  #told = ''
  #isOver = false
  #refused: string | null = null

  /** Does nothing before `begin`. */
  constructor(order: LineOrder) {
    this.#order = order
  }

  /** Null before the hub has let this face in, and after it let it out. */
  get client(): FaceClient | null {
    return this.#client
  }

  /** Null as `client` is. */
  get orders(): DoorOrders | null {
    const client = this.#client
    const watch = this.#watch
    if (!client || !watch) return null
    return { lock: (door) => watch.lock(door), open: (door, pin) => client.open(door, pin) }
  }

  /** Null: nothing is known at this moment. */
  get home(): FaceHome | null {
    return this.#watch?.home ?? null
  }

  /** Returns what ends it. A follower that comes late is told at once. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    if (this.home !== null) follower.onHome?.(this.home)
    return () => void this.#followers.delete(follower)
  }

  /** Does not throw: it says in the log what is missing and tries again where that helps. */
  async begin(): Promise<void> {
    const found = await findToken(this.#order).catch((error: unknown): Found => ({
      found: 'later',
      words: String(error),
    }))
    if (this.#isOver) return
    if (found.found !== 'token') {
      this.#say('warn', found.words)
      return found.found === 'later' ? this.#later() : undefined
    }
    if (found.token === this.#refused) return this.#later()
    this.#open(found.token)
  }

  #open(token: string): void {
    const client = new FaceClient(this.#order.config.url, token)
    this.#client = client
    this.#watch = new HomeWatch({
      client,
      listener: {
        onHome: (home) => this.#take(home),
        onRing: (ring) => this.#each((follower) => follower.onRing?.(ring)),
        onEvent: (event) => this.#each((follower) => follower.onEvent?.(event)),
        onRefused: (error) => this.#refuse(token, error),
      },
    })
  }

  #take(home: FaceHome | null): void {
    const { url } = this.#order.config
    if (home === null) this.#say('warn', `the hub at ${url} is gone: everything is unknown until it is back`)
    else {
      this.#waitMs = AGAIN_MS
      this.#say('info', `the hub at ${url} is there`)
    }
    this.#each((follower) => follower.onHome?.(home))
  }

  /** The hub lets this face in no longer, or not with this token; or not now. */
  #refuse(token: string, { code }: ClientError): void {
    if (code !== 'HUB_HTTP_SIGN_IN')
      return this.#say('warn', `the hub does not let us in now (${code}): it is tried again`)
    this.#refused = token
    this.#close()
    if (this.#order.tokenFile !== null) return this.#later()
    this.#say('error', `the hub does not let us in (${code}): take a new code on the owner page`)
  }

  #close(): void {
    this.#watch?.[Symbol.dispose]()
    this.#watch = null
    this.#client = null
    this.#each((follower) => follower.onHome?.(null))
  }

  #later(): void {
    this.#wait = setTimeout(() => void this.begin(), this.#waitMs)
    this.#waitMs = Math.min(this.#waitMs * 2, AGAIN_WITHIN_MS)
  }

  /** The same words once. */
  #say(level: 'info' | 'warn' | 'error', words: string): void {
    if (this.#told === words) return
    this.#told = words
    this.#order.log[level](words)
  }

  #each(tell: (follower: Follower) => void): void {
    for (const follower of this.#followers)
      try {
        tell(follower)
      } catch (error) {
        this.#order.log.error(`a follower failed: ${String(error)}`)
      }
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    if (this.#wait) clearTimeout(this.#wait)
    this.#close()
    this.#followers.clear()
  }
}
