// Amazon as a skill meets it: where a grant becomes tokens, and the gateway that takes news. It hears, counts and refuses as
// it is told to, over real HTTP.
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'

export interface HeardNews {
  /** As it came. */
  readonly body: unknown
  readonly token: string
  /** ms, monotonic. */
  readonly at: number
}

/** `well`, or how it fails: without an answer that helps, or with one that says why. */
export type AmazonMood = 'well' | 'down' | 'token' | 'disabled'

const BODY_BYTES_MAX = 256 * 1024
const EXPIRES_IN_S = 3_600

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) {
    text += String(piece)
    if (text.length > BODY_BYTES_MAX) throw new Error('that is too long')
  }
  return text
}

export class SimulatedAmazon implements AsyncDisposable {
  /** What the gateway took. */
  readonly news: HeardNews[] = []
  /** Kinds of grant that were asked with. */
  readonly grants: string[] = []
  mood: AmazonMood = 'well'
  /** Tokens of before are taken no more, and no grant is renewed. */
  isRevoked = false
  /** Requests of the gateway, taken or not. */
  requests = 0
  readonly #server: Server
  #issued = 0
  #good = ''

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<SimulatedAmazon> {
    const server = createServer()
    const amazon = new SimulatedAmazon(server)
    server.on('request', (request: IncomingMessage, response) => {
      void amazon.#serve(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return amazon
  }

  get places(): { readonly gateway: string; readonly tokens: string } {
    const address = this.#server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return { gateway: `http://127.0.0.1:${port}/events`, tokens: `http://127.0.0.1:${port}/tokens` }
  }

  /** The token that it gave last runs out early. */
  expire(): void {
    this.#good = ''
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request)
    const { status, body } = request.url === '/tokens' ? this.#tokens(text) : this.#events(text, request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  #tokens(text: string): { readonly status: number; readonly body: unknown } {
    const form = new URLSearchParams(text)
    const grant = form.get('grant_type') ?? ''
    this.grants.push(grant)
    const isGood =
      grant === 'authorization_code'
        ? form.get('code') === 'good-grant'
        : form.get('refresh_token') === 'Atzr|1'
    if (!isGood || this.isRevoked || form.get('client_secret') !== 'messaging-secret')
      return { status: 400, body: { error: 'invalid_grant' } }
    this.#issued += 1
    this.#good = `Atza|${this.#issued}`
    return {
      status: 200,
      body: {
        ...{ access_token: this.#good, refresh_token: 'Atzr|1' },
        ...{ token_type: 'bearer', expires_in: EXPIRES_IN_S },
      },
    }
  }

  #events(text: string, { headers }: IncomingMessage): { readonly status: number; readonly body: unknown } {
    this.requests += 1
    const refusal = (status: number, code: string) => ({ status, body: { header: {}, payload: { code } } })
    if (this.mood === 'down') return refusal(503, 'SERVICE_UNAVAILABLE_EXCEPTION')
    if (this.mood === 'disabled') return refusal(403, 'SKILL_DISABLED_EXCEPTION')
    const token = (headers.authorization ?? '').replace('Bearer ', '')
    if (this.mood === 'token' || token !== this.#good) return refusal(401, 'INVALID_ACCESS_TOKEN_EXCEPTION')
    this.news.push({ body: JSON.parse(text), token, at: performance.now() })
    return { status: 202, body: {} }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
