// A hub as far as a face that watches asks: the home over HTTP, the live line over socket.io, both real and both as a test
// says. The whole one is met by the faces in `test/`.
import { once } from 'node:events'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { FaceHome } from '@portico/protocol'
import { type Namespace, Server as LiveServer } from 'socket.io'

export function homeWith(parcelsToday: number): FaceHome {
  return {
    ...{ face: 'f1', home: 'Home', rights: ['see'], doors: [], visits: [] },
    ...{ parcelsToday, nextWindow: null, simulated: true },
  }
}

export class FaceHub implements AsyncDisposable {
  home = homeWith(0)
  /** Keeps questions until `answerAll`. */
  isSlow = false
  /** What is said instead of the home; null: the home. */
  no: { readonly status: number; readonly code: string } | null = null
  /** Code of the no to whoever wants a live line; null: he may. */
  shut: string | null = null
  /** Questions for the home, and tries to come in, that were heard. */
  asked = 0
  tries = 0
  /** Orders to lock: by the line or as a request, and which door. */
  readonly locks: string[] = []
  /** What a lock by the line is answered; null: nothing, ever. */
  lockAnswer: object | null = { ok: true }
  readonly live: Namespace
  readonly #http: Server
  readonly #io: LiveServer
  readonly #waiting: (() => void)[] = []

  private constructor(http: Server) {
    this.#http = http
    this.#io = new LiveServer(http, { serveClient: false })
    this.live = this.#io.of('/live')
    this.live.use((_socket, next) => {
      this.tries += 1
      const { shut } = this
      if (shut === null) return next()
      next(Object.assign(new Error(shut), { data: { code: shut, message: 'no' } }))
    })
    this.live.on('connection', (socket) => {
      socket.emit('ready', { ready: true, seq: 0, gap: false, wall: 0, simulated: true })
      socket.on('lock', ({ door }: { readonly door: string }, answer: (reply: object) => void) => {
        this.locks.push(`line ${door}`)
        if (this.lockAnswer) answer(this.lockAnswer)
      })
    })
    http.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/api/v1/face/home') this.#hear(response)
      const [, door] = /^\/api\/v1\/doors\/(.+)\/lock$/.exec(request.url ?? '') ?? []
      if (door === undefined) return
      this.locks.push(`request ${door}`)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  }

  /** `port`: 0: any that is free. */
  static async start(port = 0): Promise<FaceHub> {
    const http = createServer()
    const hub = new FaceHub(http)
    http.listen(port, '127.0.0.1')
    await once(http, 'listening')
    return hub
  }

  get port(): number {
    const address = this.#http.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }
  /** Lines that are open. */
  get lines(): number {
    return this.live.sockets.size
  }

  /** With what was true when it was asked. */
  answerAll(): void {
    for (const answer of this.#waiting.splice(0)) answer()
  }

  happen(seq: number): void {
    this.live.emit('event', {
      seq,
      id: `e${seq}`,
      type: 'DoorSecured',
      door: 'front',
      session: null,
      wall: 0,
      data: {},
    })
  }

  /** Each line, without a word: they may come again. */
  cut(): void {
    for (const socket of this.live.sockets.values()) socket.conn.close()
  }

  #hear(response: ServerResponse): void {
    this.asked += 1
    const status = this.no?.status ?? 200
    const body = JSON.stringify(this.no === null ? this.home : { code: this.no.code, message: 'no' })
    const answer = (): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    if (this.isSlow) this.#waiting.push(answer)
    else answer()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.answerAll()
    await this.#io.close()
    this.#http.closeAllConnections()
  }
}
