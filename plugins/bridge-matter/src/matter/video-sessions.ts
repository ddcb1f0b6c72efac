// Who looks through the camera of a door now: few at a time, each known by a number, and none of them longer than the hub
// sends to it.
import { type Clock, pause } from '@portico/plugin-api'
import type { LiveView } from '../video-acts.ts'

/** At one door. The hub takes fewer where people of the house look. */
export const SESSIONS_MAX = 4
/** How often the hub is asked whether it still sends, ms. */
const LOOK_EVERY_MS = 5_000
/** Numbers are of 16 bits (Application Clusters 1.5, 11.4.5). */
const ID_MAX = 0xff_ff

export interface Looking {
  /** Index of its fabric. */
  readonly fabric: number
  /** Its node in that fabric. */
  readonly node: bigint
  /** The endpoint at which it hears of its picture. */
  readonly endpoint: number
  /** It named its stream as revision 1 of the cluster has it. */
  readonly isOld: boolean
}

export interface VideoSession extends Looking {
  readonly id: number
  readonly view: LiveView
  /** Tells the controller that it is over. */
  readonly tellEnd: () => Promise<void>
}

export interface SessionsHost {
  readonly clock: Clock
  /** The table is another. One after another; no command waits for it. */
  readonly onChange: (sessions: readonly VideoSession[]) => Promise<void>
  readonly onError: (error: unknown) => void
}

export class VideoSessions implements AsyncDisposable {
  readonly #host: SessionsHost
  readonly #sessions = new Map<number, VideoSession>()
  readonly #ended = new AbortController()
  #opening = 0
  #last = 0
  #turn: Promise<void> = Promise.resolve()
  #watching: Promise<void> | null = null

  constructor(host: SessionsHost) {
    this.#host = host
  }

  get all(): readonly VideoSession[] {
    return [...this.#sessions.values()]
  }

  /** A place for one more; null: all are taken. To be given back when it was used or is not. */
  place(): Disposable | null {
    if (this.#ended.signal.aborted || this.#sessions.size + this.#opening >= SESSIONS_MAX) return null
    this.#opening += 1
    return { [Symbol.dispose]: () => void (this.#opening -= 1) }
  }

  /** Another fabric's is none. */
  find(fabric: number, id: number): VideoSession | null {
    const session = this.#sessions.get(id)
    return session?.fabric === fabric ? session : null
  }

  add(session: Omit<VideoSession, 'id'>): VideoSession {
    const added = { ...session, id: this.#nextId() }
    this.#sessions.set(added.id, added)
    this.#watching ??= this.#watch()
    this.#tell()
    return added
  }

  /** Harmless when it is over. */
  async end({ id, view }: VideoSession): Promise<void> {
    if (!this.#sessions.delete(id)) return
    this.#tell()
    await view.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await this.#watching
    const left = this.all
    this.#sessions.clear()
    await Promise.all(left.map(({ view }) => view.close()))
    await this.#turn
  }

  #nextId(): number {
    do this.#last = this.#last >= ID_MAX ? 1 : this.#last + 1
    while (this.#sessions.has(this.#last))
    return this.#last
  }

  #tell(): void {
    this.#turn = this.#turn
      .then(() => this.#host.onChange(this.all))
      .catch((error: unknown) => this.#host.onError(error))
  }

  /** While somebody looks. */
  async #watch(): Promise<void> {
    const { signal } = this.#ended
    while (this.#sessions.size > 0) {
      await pause({ clock: this.#host.clock, signal }, LOOK_EVERY_MS)
      if (signal.aborted) return
      await Promise.all(this.all.map((session) => this.#look(session)))
    }
    this.#watching = null
  }

  async #look(session: VideoSession): Promise<void> {
    try {
      if (await session.view.isOn()) return
      await this.end(session)
      await session.tellEnd()
    } catch (error) {
      // It is gone, be it told or not.
      this.#host.onError(error)
    }
  }
}
