// A screen on the wall: a plain socket.io client of `/live`, with what it was told.
import type {
  AlarmMessage,
  DoorCodeMessage,
  LiveEvent,
  LiveReady,
  PictureHead,
  RingMessage,
} from '@portico/protocol'
import { type ManagerOptions, type Socket, type SocketOptions, io } from 'socket.io-client'
import { until } from './until.ts'

export interface ScreenOrder {
  readonly headers?: Record<string, string>
  readonly auth?: Record<string, unknown>
  readonly transports?: readonly ('websocket' | 'polling')[]
  readonly namespace?: string
}

export interface Picture {
  readonly head: PictureHead
  readonly bytes: unknown
}

export class LiveScreen implements Disposable {
  readonly events: LiveEvent[] = []
  readonly pictures: Picture[] = []
  readonly alarms: AlarmMessage[] = []
  readonly rings: RingMessage[] = []
  readonly doorCodes: DoorCodeMessage[] = []
  /** Names of everything that came, in order. */
  readonly heard: string[] = []
  ready: LiveReady | null = null
  readonly socket: Socket
  readonly ended: Promise<string>

  private constructor(socket: Socket) {
    this.socket = socket
    const ended = Promise.withResolvers<string>()
    this.ended = ended.promise
    socket.on('ready', (ready: LiveReady) => void (this.ready = ready))
    socket.on('event', (event: LiveEvent) => void this.events.push(event))
    socket.on('alarm', (alarm: AlarmMessage) => void this.alarms.push(alarm))
    socket.on('ring', (ring: RingMessage) => void this.rings.push(ring))
    socket.on('door-code', (code: DoorCodeMessage) => void this.doorCodes.push(code))
    socket.on('picture', (head: PictureHead, bytes: unknown) => void this.pictures.push({ head, bytes }))
    socket.on('disconnect', (why) => ended.resolve(why))
    socket.onAny((name: string) => void this.heard.push(name))
  }

  /** Resolves with a screen that is ready, or with why it was not let in. */
  static async try(base: string, order: ScreenOrder = {}): Promise<LiveScreen | Error> {
    const { headers = {}, auth = {}, transports = ['websocket'], namespace = '/live' } = order
    const options: Partial<ManagerOptions & SocketOptions> = {
      transports: [...transports],
      extraHeaders: headers,
      auth,
      reconnection: false,
      forceNew: true,
      timeout: 5_000,
    }
    const screen = new LiveScreen(io(base + namespace, options))
    const refused = await new Promise<Error | null>((resolve) => {
      screen.socket.once('ready', () => resolve(null))
      screen.socket.once('connect_error', resolve)
    })
    if (refused === null) return screen
    screen[Symbol.dispose]()
    return refused
  }

  static async open(base: string, order: ScreenOrder = {}): Promise<LiveScreen> {
    const screen = await LiveScreen.try(base, order)
    if (screen instanceof Error) throw screen
    return screen
  }

  /** How a screen is refused: the code in `connect_error`, or what the transport said. */
  static async refused(base: string, order: ScreenOrder = {}): Promise<unknown> {
    const screen = await LiveScreen.try(base, order)
    if (screen instanceof LiveScreen) {
      screen[Symbol.dispose]()
      return null
    }
    return 'data' in screen ? screen.data : screen.message
  }

  /** What really carries it. */
  get transport(): string {
    return this.socket.io.engine.transport.name
  }

  /** A command and its answer. */
  command(name: string, message: unknown): Promise<{ readonly ok?: boolean; readonly code?: string }> {
    return this.socket.timeout(5_000).emitWithAck(name, message)
  }

  untilEvent(type: string): Promise<LiveEvent> {
    return until(`the event ${type}`, () => this.events.find((event) => event.type === type))
  }
  untilSeq(seq: number): Promise<true> {
    return until(`event ${seq}`, () => (this.events.at(-1)?.seq ?? -1) >= seq)
  }

  /** Reads no more, or again. */
  pause(): void {
    this.#raw().pause()
  }
  resume(): void {
    this.#raw().resume()
  }

  /** The line is cut. */
  [Symbol.dispose](): void {
    this.socket.disconnect()
  }

  #raw(): { pause(): void; resume(): void } {
    // cast: the WebSocket of its transport in Node, which its types keep to themselves
    return (this.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws
  }
}
