// What a request shows of who asks: a bearer token, else the cookie of a login.
import type { IncomingHttpHeaders } from 'node:http'
import { fastifyCookie } from '@fastify/cookie'
import type { Hub, Identity } from '../hub.ts'

export interface Credential {
  readonly kind: 'cookie' | 'token'
  readonly secret: string
}

/** Longer ones are none of ours. */
const SECRET_MAX = 128

/** With HTTPS the name itself forbids a neighbour under the same domain to plant one. */
export const cookieName = (publicUrl: string | null): string =>
  publicUrl?.startsWith('https:') === true ? '__Host-portico' : 'portico'

/**
 * A bearer token counts alone: a page of somebody else cannot make a browser send one. An authorisation that is not a
 * bearer token, and one without a token, is a credential that nobody has.
 */
export function credentialOf(headers: IncomingHttpHeaders, cookie: string): Credential | null {
  const { authorization } = headers
  if (authorization !== undefined) {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1] ?? ''
    return { kind: 'token', secret: token }
  }
  if (headers.cookie === undefined) return null
  const secret = fastifyCookie.parse(headers.cookie)[cookie]
  return secret === undefined || secret === '' ? null : { kind: 'cookie', secret }
}

/** Null when the credential is no good, or none was shown. */
export async function identityOf(
  { people, tokens }: Pick<Hub, 'people' | 'tokens'>,
  credential: Credential | null,
): Promise<Identity | null> {
  if (!credential || credential.secret === '' || credential.secret.length > SECRET_MAX) return null
  return credential.kind === 'token'
    ? tokens.identify(credential.secret)
    : await people.identify(credential.secret)
}
