// What checking a hook needs: a header, the secrets that are good now, and comparisons that take the same time for every
// wrong guess.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HookRequest, HookTrust, HookVerdict, WallTime } from '@portico/plugin-api'

export type Why = Extract<HookVerdict, { accepted: false }>['why']

export const refused = (why: Why): HookVerdict & { readonly accepted: false } => ({ accepted: false, why })

/** A secret that is being changed, the one after it, and no long list of old ones. */
const SECRETS_MAX = 4

/** The secrets that are good now: one a line. */
export const secretsIn = (secret: string): readonly string[] =>
  secret
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, SECRETS_MAX)

/** A header that must come exactly once. */
export function headerOf(
  { headers }: HookRequest,
  name: string,
): { readonly value: string } | 'header-missing' | 'header-twice' {
  const found = Object.hasOwn(headers, name) ? headers[name] : undefined
  const values = typeof found === 'string' ? [found] : (found ?? [])
  const [value, ...more] = values
  if (more.length > 0) return 'header-twice'
  return value === undefined || value === '' ? 'header-missing' : { value }
}

/** Texts of different lengths differ; only for those of equal length does the time matter. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Whether the header says what one of the secrets makes of the message. All of them are tried, whichever fits. */
export function signedBy(
  given: string,
  { secret }: Pick<HookTrust, 'secret'>,
  made: (key: string) => string,
): boolean {
  return secretsIn(secret)
    .map((key) => sameText(given, made(key)))
    .includes(true)
}

/** HMAC-SHA256 over the pieces one after the other. */
export function hmacOf(
  key: string | Uint8Array,
  encoding: 'hex' | 'base64' | 'base64url',
  ...pieces: readonly (string | Uint8Array)[]
): string {
  const hmac = createHmac('sha256', key)
  for (const piece of pieces) hmac.update(piece)
  return hmac.digest(encoding)
}

/** The usual window around a signed time: most senders name it, none needs more. */
const TIME_WITHIN_MS = 300_000

/** Neither old nor from the future; `at` in Unix ms. */
export const isFresh = (at: number | null, now: WallTime): boolean =>
  at !== null && Math.abs(now - at) <= TIME_WITHIN_MS

/** The one check of senders that sign the body alone: a header, made of the body with one of the secrets. */
export function verifyHeader(
  request: HookRequest,
  trust: HookTrust,
  { name, made }: { readonly name: string; readonly made: (key: string, body: Uint8Array) => string },
): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const header = headerOf(request, name)
  if (typeof header === 'string') return refused(header)
  const fits = signedBy(header.value, trust, (key) => made(key, request.body))
  return fits ? { accepted: true } : refused('mismatch')
}
