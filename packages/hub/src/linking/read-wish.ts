// A request to be linked, read before anything else is done with it: an unknown client, and an address that is not on the
// list, are told to the person and to nobody else (RFC 6749 section 4.1.2.1).
import type { LinkClient, LinkWish } from './linking.ts'

const VALUE_MAX = 2_048

const optional = ['scope', 'code_challenge', 'code_challenge_method'] as const

/** Null: nobody is sent anywhere by it. */
export function readWish(
  fields: Readonly<Record<string, unknown>>,
  { id, redirects }: LinkClient,
): LinkWish | null {
  const text = (name: string): string | null => {
    const value = fields[name]
    return typeof value === 'string' && value !== '' && value.length <= VALUE_MAX ? value : null
  }
  const redirect = text('redirect_uri')
  const state = text('state')
  if (text('client_id') !== id || redirect === null || !redirects.includes(redirect)) return null
  if (text('response_type') !== 'code' || state === null) return null
  // Given twice, or empty, it is something else than was meant.
  if (optional.some((name) => fields[name] !== undefined && text(name) === null)) return null
  const method = text('code_challenge_method')
  const challenge = text('code_challenge')
  if (
    (method !== null && (method !== 'S256' || challenge === null)) ||
    (challenge !== null && method === null)
  )
    return null
  if (challenge !== null && !/^[A-Za-z0-9_-]{43}$/.test(challenge)) return null
  const scope = text('scope')
  return {
    ...{ response_type: 'code', client_id: id, redirect_uri: redirect, state },
    ...(scope !== null && { scope }),
    ...(challenge !== null && { code_challenge: challenge, code_challenge_method: 'S256' }),
  }
}
