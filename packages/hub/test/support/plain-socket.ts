// A client of the plain WebSockets, `/ws/events` and `/ws/live/<camera>`: what came, in order, and how it ended.
import { WebSocket } from 'ws'
import type { Asked } from './asking.ts'
import { until } from './until.ts'

export interface Refused {
  readonly status: number
  readonly body: unknown
}

export interface Ended {
  readonly code: number
  readonly reason: string
}

export class PlainSocket implements Disposable {
  /** Text frames as parsed JSON. */
  readonly told: Asked['body'][] = []
  /** Text and binary frames. */
  readonly frames: unknown[] = []
  /** Pings of the hub that were answered. */
  pings = 0
  readonly ended: Promise<Ended>
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
    const ended = Promise.withResolvers<Ended>()
    this.ended = ended.promise
    socket.on('message', (frame: Buffer, isBinary) => {
      const read: unknown = isBinary ? frame : JSON.parse(frame.toString())
      this.frames.push(read)
      if (!isBinary) this.told.push(read)
    })
    socket.on('ping', () => void (this.pings += 1))
    socket.on('close', (code, reason) => ended.resolve({ code, reason: reason.toString() }))
    // Whatever ends it is told by `ended`.
    socket.on('error', () => {})
  }

  /** Rejects when it is refused. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<PlainSocket> {
    const { socket, refused } = await attempt(url, headers)
    if (!socket) throw new Error(`refused: ${JSON.stringify(refused)}`)
    return socket
  }

  /** How an upgrade is refused; null when it is let in. */
  static async refused(url: string, headers: Record<string, string> = {}): Promise<Refused | null> {
    const { socket, refused } = await attempt(url, headers)
    socket?.[Symbol.dispose]()
    return refused
  }

  static made(socket: WebSocket): PlainSocket {
    return new PlainSocket(socket)
  }

  /** Told events without the first frame, which says where the stream stands. */
  get events(): readonly Asked['body'][] {
    return this.told.slice(1)
  }

  send(frame: string | Buffer): void {
    this.#socket.send(frame)
  }
  /** Reads no more; what is sent to it waits in the buffers of the system, then in the hub. */
  pause(): void {
    this.#socket.pause()
  }
  resume(): void {
    this.#socket.resume()
  }
  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  untilTold(count: number): Promise<true> {
    return until(`${count} text frames, not ${this.told.length}`, () => this.told.length >= count)
  }

  /** The line is cut, with no goodbye. */
  [Symbol.dispose](): void {
    this.#socket.terminate()
  }
}

interface Attempt {
  readonly socket: PlainSocket | null
  readonly refused: Refused | null
}

function attempt(url: string, headers: Record<string, string>): Promise<Attempt> {
  const raw = new WebSocket(url.replace(/^http/, 'ws'), { headers, handshakeTimeout: 5_000 })
  const socket = PlainSocket.made(raw)
  return new Promise((resolve, reject) => {
    raw.once('open', () => resolve({ socket, refused: null }))
    raw.once('error', reject)
    raw.once('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const body: unknown = text.startsWith('{') ? JSON.parse(text) : text
        resolve({ socket: null, refused: { status: response.statusCode ?? 0, body } })
      })
    })
  })
}
