// A peer that speaks as the hub does to a display: the built pages, the wall's view, and socket.io on the wire (Engine.IO
// protocol 4, Socket.IO protocol 5, WebSocket alone). It says whatever a test wants to hear said, as often as it wants.
import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve } from 'node:path'
import type { AlarmMessage, DoorCodeMessage, LiveEvent, Me, PictureHead, WallView } from '@portico/protocol'
import { type WebSocket, WebSocketServer } from 'ws'

const built = resolve(import.meta.dirname, '../../packages/web/pages-built')
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

const PING_EVERY_MS = 3_000
const NAMESPACE = '/live,'

/** The smallest picture there is: one grey point. */
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
)

export interface PeerOrder {
  readonly display: NonNullable<Me['display']>
  readonly wall: WallView
}

export class DisplayPeer implements AsyncDisposable {
  wall: WallView
  /** False: nobody is let in any more. */
  isOpen = true
  /** Unix ms by the clock of this house. */
  clock = (): number => Date.now()
  /** Presses of the bell. */
  bells = 0
  /** How often the wall was looked at. */
  walls = 0
  readonly #order: PeerOrder
  readonly #server: Server
  readonly #upgrades = new WebSocketServer({ noServer: true })
  readonly #sockets = new Set<WebSocket>()
  readonly #beat: NodeJS.Timeout
  /** Number of the newest event. */
  #seq = 0
  #joined = 0

  private constructor(order: PeerOrder) {
    this.#order = order
    this.wall = order.wall
    this.#server = createServer((request, response) => this.#answer(request, response))
    this.#server.on('upgrade', (request, socket, head) => {
      if (!this.isOpen || !request.url?.startsWith('/socket.io/')) return socket.destroy()
      this.#upgrades.handleUpgrade(request, socket, head, (line) => this.#join(line))
    })
    this.#beat = setInterval(() => {
      for (const line of this.#sockets) line.send('2')
    }, PING_EVERY_MS)
  }

  static async listen(order: PeerOrder): Promise<DisplayPeer> {
    const peer = new DisplayPeer(order)
    peer.#server.listen(0, '127.0.0.1')
    await once(peer.#server, 'listening')
    return peer
  }

  get url(): string {
    // cast: it listens on an address
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  get listeners(): number {
    return this.#sockets.size
  }

  event(event: Pick<LiveEvent, 'type' | 'door'>): void {
    const whole: LiveEvent = {
      home: 'home',
      wall: Date.now(),
      session: null,
      data: {},
      ...event,
      seq: ++this.#seq,
    }
    this.#emit('event', whole)
  }
  ring(door: string): void {
    this.#emit('ring', { door, wall: Date.now() })
  }
  alarm(alarm: AlarmMessage): void {
    this.#emit('alarm', alarm)
  }
  doorCode(code: DoorCodeMessage): void {
    this.#emit('door-code', code)
  }
  picture(head: PictureHead, jpeg: Buffer): void {
    const frame = JSON.stringify(['picture', head, { _placeholder: true, num: 0 }])
    for (const line of this.#sockets) {
      line.send(`451-${NAMESPACE}${frame}`)
      line.send(jpeg)
    }
  }

  /** Every line is cut, as by a pulled cable; whoever connects again is let in. */
  cut(): void {
    for (const line of this.#sockets) line.terminate()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat)
    this.cut()
    this.#upgrades.close()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #emit(name: string, body: unknown): void {
    for (const line of this.#sockets) line.send(`42${NAMESPACE}${JSON.stringify([name, body])}`)
  }

  #join(line: WebSocket): void {
    const handshake = {
      sid: `e${this.#joined++}`,
      upgrades: [],
      pingInterval: 3_000,
      pingTimeout: 5_000,
      maxPayload: 1e6,
    }
    line.send(`0${JSON.stringify(handshake)}`)
    line.on('close', () => this.#sockets.delete(line))
    line.on('message', (bytes: Buffer) => this.#hear(line, bytes.toString()))
  }

  #hear(line: WebSocket, message: string): void {
    if (message.startsWith('40')) {
      line.send(`40${NAMESPACE}${JSON.stringify({ sid: `s${this.#joined++}` })}`)
      this.#sockets.add(line)
      const ready = { ready: true, seq: this.#seq, gap: false, wall: this.clock(), simulated: true }
      line.send(`42${NAMESPACE}${JSON.stringify(['ready', ready])}`)
      return
    }
    const [, id, name] = /^42\/live,(\d+)\["(\w+)"/.exec(message) ?? []
    if (name !== 'bell') return
    this.bells += 1
    line.send(`43${NAMESPACE}${id}${JSON.stringify([{ ok: true }])}`)
  }

  #answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    const { simulated } = this.wall
    const me: Me = {
      kind: 'display',
      id: 'w_1',
      name: 'Hall',
      scopes: null,
      assuredMs: null,
      display: this.#order.display,
      simulated,
    }
    if (!this.isOpen)
      return void response.writeHead(401).end(JSON.stringify({ code: 'HUB_HTTP_SIGN_IN', message: 'no' }))
    if (url === '/api/v1/me') return void response.end(JSON.stringify(me))
    if (url === '/api/v1/wall') {
      this.walls += 1
      return void response.end(JSON.stringify(this.wall))
    }
    const file = url === '/display' ? 'display.html' : url.slice(1)
    const type = types[extname(file)]
    if (type === undefined || !/^(?:assets\/)?[\w.-]+$/.test(file)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': type }).end(readFileSync(join(built, file)))
  }
}
