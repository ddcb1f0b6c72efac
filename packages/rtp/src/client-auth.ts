// The client's side of authentication: answers challenges, one nonce at most once, and never gives the password
// away in Basic to whoever stands at the address of a camera that has asked for Digest before.
import {
  type Credentials,
  type DigestAlgorithm,
  digestResponse,
  freshNonce,
  nonceCount,
  quote,
  readAuth,
} from './digest.ts'

interface Digest {
  readonly type: 'digest'
  readonly algorithm: DigestAlgorithm
  /** The word as the server wrote it; null when it wrote none. */
  readonly algorithmText: string | null
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | null
  readonly qop: boolean
}

type Scheme = Digest | { readonly type: 'basic' }

/** Nonces remembered as tried. */
const TRIED_MAX = 64

export class ClientAuth {
  readonly #credentials: Credentials | null
  readonly #tried = new Set<string>()
  #scheme: Scheme | null = null
  #count = 0
  #digestSeen = false

  constructor(credentials: Credentials | null) {
    this.#credentials = credentials
  }

  /**
   * Takes the challenges of a 401. True: there is a new answer, try once more. False: the credentials were refused
   * or there is nothing to answer with.
   */
  challenge(headers: readonly string[]): boolean {
    if (!this.#credentials) return false
    const digests = headers.map(readDigest).filter((digest) => digest !== null)
    const best = digests.find((digest) => digest.algorithm === 'SHA-256') ?? digests[0]
    if (best) {
      this.#digestSeen = true
      if (this.#tried.has(best.nonce) || this.#tried.size >= TRIED_MAX) return false
      this.#tried.add(best.nonce)
      this.#scheme = best
      this.#count = 0
      return true
    }
    const basic = headers.some((header) => readAuth(header).scheme === 'basic')
    if (!basic || this.#digestSeen || this.#scheme?.type === 'basic') return false
    this.#scheme = { type: 'basic' }
    return true
  }

  /** The answer was taken: a nonce that is over later may be answered like a first one. */
  accepted(): void {
    this.#tried.clear()
  }

  /** A new connection: what was tried on the last one may be tried again. */
  reconnected(): void {
    this.#tried.clear()
    this.#scheme = null
  }

  /** Value of the Authorization header; null before the first challenge. */
  header(method: string, uri: string): string | null {
    const credentials = this.#credentials
    const scheme = this.#scheme
    if (!scheme || !credentials) return null
    const { username, password } = credentials
    if (scheme.type === 'basic')
      return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
    const { algorithm, realm, nonce } = scheme
    this.#count += 1
    const auth = scheme.qop ? { count: this.#count, cnonce: freshNonce() } : null
    const response = digestResponse({ algorithm, username, password, realm, nonce, method, uri, auth })
    const fields = [
      `username=${quote(username)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      `uri=${quote(uri)}`,
      `response="${response}"`,
    ]
    if (scheme.algorithmText !== null) fields.push(`algorithm=${scheme.algorithmText}`)
    if (scheme.opaque !== null) fields.push(`opaque=${quote(scheme.opaque)}`)
    if (auth) fields.push('qop=auth', `nc=${nonceCount(auth.count)}`, `cnonce="${auth.cnonce}"`)
    return `Digest ${fields.join(', ')}`
  }
}

function readDigest(header: string): Digest | null {
  const { scheme, fields } = readAuth(header)
  const algorithmText = fields.get('algorithm') ?? null
  const named = (algorithmText ?? 'MD5').toUpperCase()
  const nonce = fields.get('nonce')
  if (scheme !== 'digest' || nonce === undefined || (named !== 'MD5' && named !== 'SHA-256')) return null
  const qop = fields.get('qop')
  const offered = qop === undefined ? [] : qop.split(',').map((word) => word.trim().toLowerCase())
  if (qop !== undefined && !offered.includes('auth')) return null
  return {
    type: 'digest',
    algorithm: named,
    algorithmText,
    realm: fields.get('realm') ?? '',
    nonce,
    opaque: fields.get('opaque') ?? null,
    qop: offered.includes('auth'),
  }
}
