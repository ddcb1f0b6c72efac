// UPS asks us for a token before it tells anything (OAuth 2.0 client credentials with our client secret, RFC 6749 §4.4),
// and shows that token with each message. Of a token only its hash is remembered, and how long it is good.
import { createHash } from 'node:crypto'
import type { HookRequest, HookTrust, TokenVerdict } from '@portico/plugin-api'
import { headerOf, refused, sameText, secretsIn, signedBy } from './hook-signature.ts'
import { jsonIn } from './json-fields.ts'

/** Long enough that it is not asked for with every message, short enough that a stolen one dies within the visit. */
export const TOKEN_LIFE_SECONDS = 3_600
/** Tokens that are good at a time; the oldest goes. */
const TOKENS_MAX = 32

export interface IssuedToken {
  /** SHA-256, hex. */
  readonly hash: string
  /** Unix ms. */
  readonly until: number
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const isIssued = (value: unknown): value is IssuedToken =>
  typeof value === 'object' &&
  value !== null &&
  'hash' in value &&
  typeof value.hash === 'string' &&
  'until' in value &&
  typeof value.until === 'number'

export function tokensIn(memory: string | null): readonly IssuedToken[] {
  const value = memory === null ? null : jsonIn(memory)
  return Array.isArray(value) ? value.filter(isIssued) : []
}

/** Whether we issued it, and whether it is still good. */
export function tokenState(token: string, { memory, now }: HookTrust): 'good' | 'old' | 'none' {
  const hash = hashOf(token)
  const found = tokensIn(memory).filter((issued) => sameText(issued.hash, hash))
  if (found.length === 0) return 'none'
  return found.some(({ until }) => now < until) ? 'good' : 'old'
}

/** `client id:client secret`; the secret may hold a colon. The id is whatever was entered at the vendor. */
const basicForm = /^basic ([a-z0-9+/]+={0,2})$/i

export function issueToken(request: HookRequest, trust: HookTrust, random: Uint8Array): TokenVerdict {
  const no = (why: Extract<TokenVerdict, { issued: false }>['why']): TokenVerdict => ({ issued: false, why })
  if (secretsIn(trust.secret).length === 0) return no('no-secret')
  const header = headerOf(request, 'authorization')
  if (typeof header === 'string') return no(header)
  const [, encoded = ''] = basicForm.exec(header.value) ?? []
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  if (colon < 1 || !signedBy(pair.slice(colon + 1), trust, (key) => key)) return no(refused('mismatch').why)
  const accessToken = Buffer.from(random).toString('base64url')
  const until = trust.now + TOKEN_LIFE_SECONDS * 1_000
  const live = tokensIn(trust.memory).filter((issued) => trust.now < issued.until)
  const issued = [...live, { hash: hashOf(accessToken), until }].slice(-TOKENS_MAX)
  return { issued: true, accessToken, expiresIn: TOKEN_LIFE_SECONDS, memory: JSON.stringify(issued) }
}
