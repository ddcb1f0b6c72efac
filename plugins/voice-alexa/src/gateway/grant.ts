// The right to tell Alexa news of one account: a code that becomes tokens, and a token that is fetched anew when it has
// run out. OAuth 2 (RFC 6749 sections 4.1.3 and 6) at Login with Amazon.
import type { Clock } from '@portico/plugin-api'
import { fieldsOf, textOf } from '../message/directive.ts'
import type { SealedFile } from './sealed-file.ts'

export interface GrantParts {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly file: SealedFile
  readonly clock: Pick<Clock, 'wall'>
  /** Ends every request. */
  readonly signal: AbortSignal
}

interface Tokens {
  readonly access: string
  readonly refresh: string
  /** Unix ms. */
  readonly until: number
}

/** Amazon waits about eight seconds for what this is part of, ms. */
const ANSWER_WITHIN_MS = 4_000
const ANSWER_BYTES_MAX = 16_384
const TOKEN_MAX = 4_096
/** A token is not used in its last minute, ms. */
const MARGIN_MS = 60_000

/** The grant is no good any more: the account has to be linked anew. */
export class GrantLost extends Error {
  override readonly name = 'GrantLost'
}

export class Grant {
  readonly #parts: GrantParts
  #tokens: Tokens | null
  #fetching: Promise<Tokens> | null = null

  constructor(parts: GrantParts) {
    this.#parts = parts
    this.#tokens = readTokens(parts.file.read())
  }

  get isGiven(): boolean {
    return this.#tokens !== null
  }

  /** Rejects when Amazon does not take the code. */
  async accept(code: string): Promise<void> {
    this.#keep(await this.#fetch({ grant_type: 'authorization_code', code }, null))
  }

  /** One that is good now. Rejects with `GrantLost`, or when nothing answers. */
  async token(): Promise<string> {
    const tokens = this.#tokens
    if (tokens === null) throw new GrantLost('there is no grant')
    if (tokens.until - MARGIN_MS > this.#parts.clock.wall()) return tokens.access
    return this.renewed(tokens.access)
  }

  /** Another one in place of this one. Rejects as `token` does. */
  async renewed(stale: string): Promise<string> {
    const tokens = this.#tokens
    if (tokens === null) throw new GrantLost('there is no grant')
    if (tokens.access !== stale) return tokens.access
    // Whoever asks meanwhile gets the same one.
    this.#fetching ??= this.#fetch(
      { grant_type: 'refresh_token', refresh_token: tokens.refresh },
      tokens.refresh,
    ).finally(() => (this.#fetching = null))
    const renewed = await this.#fetching
    if (this.#tokens === null) throw new GrantLost('it was taken back meanwhile')
    this.#keep(renewed)
    return renewed.access
  }

  forget(): void {
    this.#tokens = null
    this.#parts.file.remove()
  }

  #keep(tokens: Tokens): void {
    this.#tokens = tokens
    this.#parts.file.write(JSON.stringify(tokens))
  }

  /** `refresh`: stays where the answer brings no other. */
  async #fetch(grant: Readonly<Record<string, string>>, refresh: string | null): Promise<Tokens> {
    const { url, clientId, clientSecret, clock, signal } = this.#parts
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      redirect: 'error',
    })
    const text = await answer.text()
    const fields = fieldsOf(text.length <= ANSWER_BYTES_MAX ? jsonIn(text) : null)
    if (!answer.ok) {
      const error = textOf(fields['error'], 64) ?? String(answer.status)
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
        throw new GrantLost(`Amazon does not take the grant: ${error}`)
      throw new Error(`Amazon makes no token: ${error}`)
    }
    const access = textOf(fields['access_token'], TOKEN_MAX)
    const next = textOf(fields['refresh_token'], TOKEN_MAX) ?? refresh
    const seconds = fields['expires_in']
    if (access === null || next === null || typeof seconds !== 'number' || !(seconds > 0))
      throw new Error('Amazon answers with no token')
    return { access, refresh: next, until: clock.wall() + Math.min(seconds, 86_400) * 1000 }
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function readTokens(text: string | null): Tokens | null {
  const { access, refresh, until } = fieldsOf(text === null ? null : jsonIn(text))
  return typeof access === 'string' && typeof refresh === 'string' && typeof until === 'number'
    ? { access, refresh, until }
    : null
}
