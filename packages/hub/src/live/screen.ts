// One screen on `/live`: its events in order from where it left off, the newest pictures, and a bound on what waits.
import type { LiveEvent } from '@portico/protocol'
import type { Socket } from 'socket.io'
import type { EventFeed } from './event-feed.ts'
import { PictureSlots, type PushedPicture } from './picture-slots.ts'

/** Events that wait for a screen that does not read; more, and it is let go and resumes. */
export const WAITING_MAX = 1_000

export interface ScreenOptions {
  readonly socket: Socket
  readonly feed: EventFeed
  readonly after: number | null
  readonly simulated: boolean
  /** Which pictures are pushed to it. */
  readonly sees: (picture: PushedPicture) => boolean
  /** What it is told of an event; null: nothing. */
  readonly tells: (event: LiveEvent) => LiveEvent | null
  /** Who looks at it, if that is a person. */
  readonly person: string | null
}

export class Screen implements Disposable {
  readonly #options: ScreenOptions
  readonly #ended = new AbortController()
  readonly #pictures: PictureSlots
  #waiting = 0
  #isListening = false
  #feeding: Disposable | null = null

  constructor(options: ScreenOptions) {
    this.#options = options
    const { socket } = options
    this.#pictures = new PictureSlots({
      isIdle: () => this.#isIdle(),
      send: (head, jpeg) => socket.emit('picture', head, jpeg),
    })
    socket.conn.on('upgrade', () => this.#drained())
  }

  /** Resolves when live has begun. */
  async begin(): Promise<void> {
    const { socket, feed, after, simulated } = this.#options
    const feeding = await feed.join({
      after,
      simulated,
      signal: this.#ended.signal,
      onReady: (ready) => socket.emit('ready', ready),
      onMissed: async (events) => {
        this.#tell(events)
        await new Promise((resolve) => setImmediate(resolve))
      },
      onLive: (events) => this.#tell(events),
    })
    if (this.#ended.signal.aborted) feeding[Symbol.dispose]()
    else this.#feeding = feeding
  }

  get person(): string | null {
    return this.#options.person
  }

  push(picture: PushedPicture): void {
    if (!this.#options.sees(picture)) return
    this.#pictures.push(picture)
    this.#listen()
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
    this.#feeding?.[Symbol.dispose]()
  }

  #isIdle(): boolean {
    return this.#options.socket.conn.transport.writable
  }

  #tell(events: readonly LiveEvent[]): void {
    const { socket, tells } = this.#options
    for (const each of events) {
      const event = tells(each)
      if (!event) continue
      if (!this.#isIdle()) this.#waiting += 1
      socket.emit('event', event)
    }
    if (this.#waiting === 0) return
    this.#listen()
    if (this.#waiting > WAITING_MAX) socket.disconnect(true)
  }

  /** Hears once when the transport has taken what it was given. */
  #listen(): void {
    if (this.#isListening || this.#isIdle()) return
    this.#isListening = true
    this.#options.socket.conn.transport.once('ready', () => this.#drained())
  }

  #drained(): void {
    this.#isListening = false
    this.#waiting = 0
    this.#pictures.drained()
    this.#listen()
  }
}
