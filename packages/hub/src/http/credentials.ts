// What a request shows of who asks: a bearer token, else the cookie of a login; from the page of a display the cookie of
// the display and nothing else.
import type { IncomingHttpHeaders } from 'node:http'
import { fastifyCookie } from '@fastify/cookie'
import { FACE_TOKEN_PREFIX } from '../faces/fresh-face.ts'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'

export interface Credential {
  readonly kind: 'cookie' | 'token' | 'display'
  readonly secret: string
}

/** Names of the cookies: of a person's login, and of a display. */
export interface Cookies {
  readonly login: string
  readonly display: string
}

/** Longer ones are none of ours. */
const SECRET_MAX = 128

/** What a display's page says of itself, as a header; a socket says it in its handshake or its address. */
export const FACE_HEADER = 'x-portico-face'
export const DISPLAY_FACE = 'display'

/** With HTTPS the name itself forbids a neighbour under the same domain to plant one, and the clear to carry it. */
export function cookieNames(isHttps: boolean): Cookies {
  const prefix = isHttps ? '__Host-' : ''
  return { login: `${prefix}portico`, display: `${prefix}portico-display` }
}

/** How every cookie of ours is set. */
export const cookieOptions = (
  name: string,
): {
  readonly httpOnly: true
  readonly sameSite: 'strict'
  readonly path: '/'
  readonly secure: boolean
} => ({
  httpOnly: true,
  sameSite: 'strict',
  path: '/',
  secure: name.startsWith('__Host-'),
})

function cookieOf({ cookie }: IncomingHttpHeaders, name: string): string | null {
  if (cookie === undefined) return null
  const secret = fastifyCookie.parse(cookie)[name]
  return secret === undefined || secret === '' ? null : secret
}

/** A browser brought one of ours along, whether it counts or not. */
export const hasCookie = (headers: IncomingHttpHeaders, { login, display }: Cookies): boolean =>
  cookieOf(headers, login) !== null || cookieOf(headers, display) !== null

/** Null: no face is named. */
export const faceIn = ({ headers, query }: Faced): unknown =>
  headers[FACE_HEADER] ?? (headers.upgrade === undefined ? null : (query.face ?? null))

interface Faced {
  readonly headers: IncomingHttpHeaders
  readonly query: { readonly face?: unknown }
}

/**
 * A bearer token counts alone: a page of somebody else cannot make a browser send one. An authorisation that is not a
 * bearer token, and one without a token, is a credential that nobody has. Whoever comes as a display is one, whoever
 * else is signed in in the same browser; a face that nobody knows is a credential that nobody has.
 */
export function credentialOf(
  headers: IncomingHttpHeaders,
  cookies: Cookies,
  face: unknown = headers[FACE_HEADER] ?? null,
): Credential | null {
  if (face !== null) {
    const secret = face === DISPLAY_FACE ? cookieOf(headers, cookies.display) : ''
    return secret === null ? null : { kind: 'display', secret }
  }
  const { authorization } = headers
  if (authorization !== undefined) {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1] ?? ''
    return { kind: 'token', secret: token }
  }
  const secret = cookieOf(headers, cookies.login)
  return secret === null ? null : { kind: 'cookie', secret }
}

/** Null when the credential is no good, or none was shown. */
export async function identityOf(
  { people, tokens, displays, faceBook }: Pick<Hub, 'people' | 'tokens' | 'displays' | 'faceBook'>,
  credential: Credential | null,
): Promise<Identity | null> {
  if (!credential || credential.secret === '' || credential.secret.length > SECRET_MAX) return null
  switch (credential.kind) {
    case 'token':
      return credential.secret.startsWith(FACE_TOKEN_PREFIX)
        ? faceBook.identify(credential.secret)
        : tokens.identify(credential.secret)
    case 'display':
      return displays.identify(credential.secret)
    case 'cookie':
      return await people.identify(credential.secret)
  }
}
