// A hub as far as one account asks: doors that do as a test says, over real HTTP. The real one is met in `test/voice`.
import { once } from 'node:events'
import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { DoorView, FaceHome } from '@portico/protocol'
import { sampleDoor } from '@portico/testing'

const camera: DoorView['cameras'][number] = {
  ...{ id: 'porch', view: 'outside', witness: true, talk: false, sound: 'off', proof: 'none', feed: 'live' },
  ageMs: 20,
}

export const frontDoor = sampleDoor({ battery: null, cameras: [camera] })

type Refusal = readonly [status: number, code: string]

export class SmallHub implements AsyncDisposable {
  doors: readonly DoorView[] = [frontDoor]
  /** `METHOD path` of everything that was asked, readings of the home left out. */
  readonly asked: string[] = []
  readonly tokens = new Set<string>()
  /** What it says no to, by `METHOD path`. */
  readonly refusals = new Map<string, Refusal>()
  /** Answers nothing any more. */
  isDumb = false
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<SmallHub> {
    const server = createServer()
    const hub = new SmallHub(server)
    server.on('request', (request: IncomingMessage, response) => {
      request.resume()
      const { status, body, headers } = hub.#answer(request)
      if (hub.isDumb) response.destroy()
      else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return hub
  }

  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }

  /** The front door is so from now on. */
  set(state: DoorView['state']): void {
    this.doors = [{ ...frontDoor, state }]
  }

  #answer({ method = '', url = '', headers: { authorization = '' } }: IncomingMessage): {
    readonly status: number
    readonly body: string
    readonly headers?: Record<string, string>
  } {
    this.tokens.add(authorization)
    const what = `${method} ${url}`
    if (what === 'GET /api/v1/face/home') return { status: 200, body: JSON.stringify(this.#home()) }
    if (!url.startsWith('/socket.io')) this.asked.push(what)
    const [status, code] = this.refusals.get(what) ?? []
    if (status !== undefined) return { status, body: JSON.stringify({ code, message: 'no' }) }
    if (what === 'POST /whep/porch')
      return { status: 201, body: 'v=0\r\nanswer', headers: { location: '/whep/porch/one' } }
    if (what === 'POST /api/v1/doors/front/open')
      return { status: 403, body: JSON.stringify({ code: 'ASSURANCE_MISSING', message: 'no' }) }
    return { status: url.startsWith('/socket.io') ? 404 : 200, body: JSON.stringify({ ok: true }) }
  }

  #home(): FaceHome {
    return {
      ...{ face: 'f1', home: 'Home', rights: ['see', 'camera', 'lock'], visits: [], parcelsToday: 0 },
      ...{ doors: [...this.doors], nextWindow: null, simulated: true },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close').catch(() => null)
  }
}
