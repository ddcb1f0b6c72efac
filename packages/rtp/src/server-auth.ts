// The server's side of Digest authentication: one nonce per connection, whose count may only rise, so that an
// answer that somebody overheard is worth nothing.
import {
  type Credentials,
  type DigestAlgorithm,
  digestResponse,
  freshNonce,
  readAuth,
  sameText,
} from './digest.ts'

const REALM = 'portico camera'
/** The order matters: some clients take the last one they can read, and all can read MD5. */
const OFFERED: readonly DigestAlgorithm[] = ['SHA-256', 'MD5']

export class ServerAuth {
  readonly #credentials: Credentials
  readonly #nonce = freshNonce()
  #count = 0

  constructor(credentials: Credentials) {
    this.#credentials = credentials
  }

  /** Values of the WWW-Authenticate headers. */
  challenges(): string[] {
    return OFFERED.map(
      (algorithm) => `Digest realm="${REALM}", qop="auth", algorithm=${algorithm}, nonce="${this.#nonce}"`,
    )
  }

  /** `url` is the one of the request line: an answer made for another request does not count. */
  accepts(header: string | undefined, method: string, url: string): boolean {
    if (header === undefined) return false
    const { scheme, fields } = readAuth(header)
    const named = (fields.get('algorithm') ?? 'MD5').toUpperCase()
    const algorithm = OFFERED.find((offered) => offered === named)
    if (scheme !== 'digest' || !algorithm) return false
    if (fields.get('nonce') !== this.#nonce || fields.get('uri') !== url) return false
    const auth = this.#readCount(fields)
    if (auth === 'bad') return false
    const expected = digestResponse({
      algorithm,
      username: this.#credentials.username,
      password: this.#credentials.password,
      realm: REALM,
      nonce: this.#nonce,
      method,
      uri: url,
      auth,
    })
    const knownName = sameText(fields.get('username') ?? '', this.#credentials.username)
    if (!sameText(fields.get('response') ?? '', expected) || !knownName) return false
    if (auth) this.#count = auth.count
    return true
  }

  /** Null where the client left `qop` out, as old ones do. */
  #readCount(fields: ReadonlyMap<string, string>): { count: number; cnonce: string } | null | 'bad' {
    if (!fields.has('qop')) return null
    const text = fields.get('nc') ?? ''
    const count = Number.parseInt(text, 16)
    const cnonce = fields.get('cnonce')
    if (fields.get('qop') !== 'auth' || !/^[0-9a-f]{8}$/i.test(text) || cnonce === undefined) return 'bad'
    return count > this.#count ? { count, cnonce } : 'bad'
  }
}
