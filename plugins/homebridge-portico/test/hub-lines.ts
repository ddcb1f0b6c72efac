// A server that speaks as the hub's live sockets do, so that a test can say what no hub would.
import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FindHub } from '../src/camera/hub-socket.ts'

export class HubLines implements AsyncDisposable {
  readonly sockets: WebSocket[] = []
  readonly asked: string[] = []
  readonly hub: FindHub
  readonly #server: WebSocketServer

  private constructor(server: WebSocketServer) {
    this.#server = server
    const address = server.address()
    if (typeof address === 'string' || address === null) throw new Error('no port')
    this.hub = () => ({
      url: `http://127.0.0.1:${address.port}`,
      headers: { authorization: 'Bearer ptf_test' },
    })
    server.on('connection', (socket, { url = '', headers }) => {
      this.sockets.push(socket)
      this.asked.push(`${url} ${headers.authorization ?? ''}`)
    })
  }

  static async start(): Promise<HubLines> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    return new HubLines(server)
  }

  get newest(): WebSocket | null {
    return this.sockets.at(-1) ?? null
  }

  /** The text frame that begins a stream. */
  begin(): void {
    this.newest?.send(JSON.stringify({ camera: 'porch', view: 'outside', codec: 'avc1.42C01F' }))
  }
  send(bytes: Uint8Array, ageMs = 0): void {
    const head = Buffer.alloc(8)
    head.writeDoubleBE(ageMs)
    this.newest?.send(Buffer.concat([head, bytes]))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.terminate()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
