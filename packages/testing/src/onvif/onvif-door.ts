// Who may ask a simulated ONVIF device: WS-UsernameToken against the device's own clock, or HTTP Digest (RFC 7616), in
// an arithmetic of its own, so that no mistake of the client is made twice.
import { createHash, randomBytes } from 'node:crypto'

export type OnvifAuth = 'token' | 'digest-md5' | 'digest-sha256'

export interface DoorOptions {
  readonly username: string
  readonly password: string
  readonly auth: OnvifAuth
  /** What the device takes for now, Unix ms. */
  readonly now: () => number
}

export type Admission =
  | { readonly type: 'in' }
  | { readonly type: 'challenge'; readonly header: string }
  /** A SOAP fault says no. */
  | { readonly type: 'out' }

const TOKEN_AGE_MAX_MS = 30_000

export class OnvifDoor {
  readonly #options: DoorOptions
  readonly #nonces = new Set<string>()
  readonly #used = new Set<string>()

  constructor(options: DoorOptions) {
    this.#options = options
  }

  admit(request: {
    readonly method: string
    readonly header: string | null
    readonly body: string
  }): Admission {
    if (this.#options.auth === 'token')
      return this.#isTokenGood(request.body) ? { type: 'in' } : { type: 'out' }
    // Newer firmware refuses a request that brings both.
    if (request.body.includes('UsernameToken')) return this.#challenge()
    if (request.header === null || !this.#isDigestGood(request.method, request.header))
      return this.#challenge()
    return { type: 'in' }
  }

  #isTokenGood(body: string): boolean {
    const part = (name: string): string =>
      new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(body)?.[1]?.trim() ?? ''
    const [nonce, created] = [part('Nonce'), part('Created')]
    const { username, password, now } = this.#options
    const wanted = createHash('sha1')
      .update(Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(created + password)]))
      .digest('base64')
    const isNow = Math.abs(Date.parse(created) - now()) <= TOKEN_AGE_MAX_MS
    if (part('Username') !== username || part('Password') !== wanted || !isNow || this.#used.has(nonce))
      return false
    this.#used.add(nonce)
    return true
  }

  #challenge(): Admission {
    const nonce = randomBytes(12).toString('hex')
    this.#nonces.add(nonce)
    const algorithm = this.#options.auth === 'digest-sha256' ? 'SHA-256' : 'MD5'
    return {
      type: 'challenge',
      header: `Digest realm="camera", nonce="${nonce}", qop="auth", algorithm=${algorithm}`,
    }
  }

  #isDigestGood(method: string, header: string): boolean {
    const field = (name: string): string =>
      new RegExp(`\\b${name}="?([^",]*)`).exec(header)?.[1]?.trim() ?? ''
    const { username, password, auth } = this.#options
    const hash = (text: string): string =>
      createHash(auth === 'digest-sha256' ? 'sha256' : 'md5')
        .update(text)
        .digest('hex')
    const [nonce, uri] = [field('nonce'), field('uri')]
    const secret = hash(`${username}:camera:${password}`)
    const wanted = hash(
      [secret, nonce, field('nc'), field('cnonce'), 'auth', hash(`${method}:${uri}`)].join(':'),
    )
    return field('username') === username && this.#nonces.has(nonce) && field('response') === wanted
  }
}
