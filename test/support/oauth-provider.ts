// An OAuth provider on this machine (RFC 6749 section 6, RFC 7662): gives an access token for a refresh token, and tells a
// mail server whose token one is.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export class OAuthProvider implements AsyncDisposable {
  readonly #server: Server
  readonly #user: string
  #refreshToken: string
  /** Access tokens that are good. */
  readonly #good = new Set<string>()
  /** Questions of the mail server. */
  asked = 0
  /** Gives tokens that no mail server finds good. */
  isLying = false

  private constructor(user: string, refreshToken: string) {
    this.#user = user
    this.#refreshToken = refreshToken
    this.#server = createServer((request, response) => {
      let text = ''
      request.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk))
      request.on('end', () => {
        const form = new URLSearchParams(text)
        const [status, body] = request.url === '/token' ? this.#give(form) : this.#tell(form)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
    })
  }

  static async start(user: string, refreshToken: string): Promise<OAuthProvider> {
    const provider = new OAuthProvider(user, refreshToken)
    provider.#server.listen(0, '127.0.0.1')
    await once(provider.#server, 'listening')
    return provider
  }

  get #url(): string {
    // cast: it listens on an address
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  get tokenUrl(): string {
    return `${this.#url}/token`
  }
  get introspectUrl(): string {
    return `${this.#url}/introspect`
  }
  /** The one that is good now: each is replaced when it is used. */
  get refreshToken(): string {
    return this.#refreshToken
  }

  #give(form: URLSearchParams): readonly [number, object] {
    if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== this.#refreshToken)
      return [400, { error: 'invalid_grant' }]
    const token = randomBytes(16).toString('hex')
    if (!this.isLying) this.#good.add(token)
    this.#refreshToken = randomBytes(16).toString('hex')
    return [
      200,
      { access_token: token, token_type: 'Bearer', expires_in: 3_600, refresh_token: this.#refreshToken },
    ]
  }

  #tell(form: URLSearchParams): readonly [number, object] {
    this.asked += 1
    const isGood = this.#good.has(form.get('token') ?? '')
    return [200, isGood ? { active: true, username: this.#user } : { active: false }]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
