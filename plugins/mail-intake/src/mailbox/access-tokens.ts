// Access tokens of a mailbox by the owner's own OAuth client (RFC 6749 section 6, RFC 7628 at the server): asked for when
// the last one is about to end. A refresh token that the provider replaces is handed on to be kept.
import { type Clock, milliseconds } from '@portico/plugin-api'
import { mailError } from '../errors.ts'
import type { OAuthClient } from './mailbox-options.ts'

const ASK_MS_MAX = 15_000
const ANSWER_CHARS_MAX = 64_000
const TOKEN_CHARS_MAX = 4_000
/** Of what is to be kept. */
const REFRESH_CHARS_MAX = 2_000
/** Asked for anew this long before the end, and never kept for longer than an hour, ms. */
const BEFORE_END_MS = 60_000
const KEPT_MS_MAX = 3_600_000

/** What the owner keeps: the refresh token, and before it, parted by a blank, the client's secret where it has one. */
export interface OAuthSecret {
  readonly clientSecret: string | null
  readonly refreshToken: string
}

export function oauthSecret(text: string): OAuthSecret {
  const [first = '', second] = text.trim().split(/\s+/)
  return second === undefined
    ? { clientSecret: null, refreshToken: first }
    : { clientSecret: first, refreshToken: second }
}

export interface AccessTokensParts {
  readonly client: OAuthClient
  readonly secret: OAuthSecret
  readonly clock: Clock
  readonly signal: AbortSignal
  /** The provider gave another refresh token: the whole secret, as it is to be kept. */
  readonly replaced: (secret: string) => void
}

export class AccessTokens {
  readonly #parts: AccessTokensParts
  #secret: OAuthSecret
  #token: { readonly value: string; readonly until: number } | null = null

  constructor(parts: AccessTokensParts) {
    this.#parts = parts
    this.#secret = parts.secret
  }

  /** What is kept was refused: the next one is asked for. */
  forget(): void {
    this.#token = null
  }

  /** @throws HubError `HUB_MAIL_TOKEN`; not worth a repetition when the provider says no. */
  async get(): Promise<string> {
    const { clock } = this.#parts
    if (this.#token && this.#token.until > clock.mono()) return this.#token.value
    const { token, refreshToken, lifeMs } = await this.#ask()
    const life = Math.max(0, Math.min(lifeMs, KEPT_MS_MAX) - BEFORE_END_MS)
    this.#token = { value: token, until: clock.mono() + milliseconds(life) }
    if (refreshToken !== null && refreshToken !== this.#secret.refreshToken) {
      this.#secret = { ...this.#secret, refreshToken }
      this.#parts.replaced([this.#secret.clientSecret ?? [], refreshToken].flat().join(' '))
    }
    return token
  }

  async #ask(): Promise<{
    readonly token: string
    readonly refreshToken: string | null
    readonly lifeMs: number
  }> {
    const { client, signal } = this.#parts
    const { clientSecret, refreshToken } = this.#secret
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client.clientId,
      refresh_token: refreshToken,
      ...(clientSecret !== null && { client_secret: clientSecret }),
    })
    const answer = await this.#post(client.tokenUrl, body, signal)
    const token = answer['access_token']
    const kind = answer['token_type']
    if (typeof token !== 'string' || token === '' || token.length > TOKEN_CHARS_MAX)
      throw mailError('HUB_MAIL_TOKEN', 'the token endpoint answered without an access token')
    if (typeof kind === 'string' && kind.toLowerCase() !== 'bearer')
      throw mailError('HUB_MAIL_TOKEN', 'the token endpoint gave a token of another kind', {
        retryable: false,
      })
    const [next, seconds] = [answer['refresh_token'], answer['expires_in']]
    return {
      token,
      refreshToken: typeof next === 'string' && next !== '' && next.length <= REFRESH_CHARS_MAX ? next : null,
      lifeMs: typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : KEPT_MS_MAX,
    }
  }

  /** Of a no only the code is told: descriptions may repeat what was sent. */
  async #post(url: string, body: URLSearchParams, signal: AbortSignal): Promise<Record<string, unknown>> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS_MAX)])
    let status = 0
    let text = ''
    try {
      const reply = await fetch(url, { method: 'POST', body, redirect: 'error', signal: limit })
      status = reply.status
      text = await bounded(reply)
    } catch (cause) {
      throw mailError('HUB_MAIL_TOKEN', 'the token endpoint does not answer', { cause })
    }
    const answer = objectIn(text)
    if (status === 200) return answer
    const code = answer['error']
    const word = typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : `status ${status}`
    throw mailError('HUB_MAIL_TOKEN', `the token endpoint says ${word}`, {
      retryable: status >= 500 || status === 429,
    })
  }
}

async function bounded(reply: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  if (!reply.body) return text
  for await (const chunk of reply.body) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > ANSWER_CHARS_MAX) throw new RangeError('the answer is too long')
  }
  return text
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    // cast: an object that is no list has named fields
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
