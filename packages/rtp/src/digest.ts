// HTTP Digest access authentication as RTSP uses it (RFC 7616, RFC 2617): the arithmetic both sides share.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export type DigestAlgorithm = 'MD5' | 'SHA-256'

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface DigestInput extends Credentials {
  readonly algorithm: DigestAlgorithm
  readonly realm: string
  readonly nonce: string
  readonly method: string
  readonly uri: string
  /** Null for the old form without `qop` (RFC 2617 section 3.2.2.1). */
  readonly auth: { readonly count: number; readonly cnonce: string } | null
}

const hashName: Readonly<Record<DigestAlgorithm, string>> = { MD5: 'md5', 'SHA-256': 'sha256' }

/** `nc` is eight hex digits. */
export const nonceCount = (count: number): string => count.toString(16).padStart(8, '0')

export const freshNonce = (): string => randomBytes(16).toString('hex')

export function digestResponse(input: DigestInput): string {
  const hash = (text: string): string =>
    createHash(hashName[input.algorithm]).update(text, 'utf8').digest('hex')
  const secret = hash(`${input.username}:${input.realm}:${input.password}`)
  const request = hash(`${input.method}:${input.uri}`)
  const middle = input.auth
    ? `${input.nonce}:${nonceCount(input.auth.count)}:${input.auth.cnonce}:auth`
    : input.nonce
  return hash(`${secret}:${middle}:${request}`)
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The scheme and parameters of a challenge or an answer: `Digest realm="…", nonce="…"`. */
export interface AuthFields {
  /** Lower case. */
  readonly scheme: string
  /** By lower-case name, without quotes. */
  readonly fields: ReadonlyMap<string, string>
}

export function readAuth(header: string): AuthFields {
  const scheme = /^\s*([A-Za-z]+)/.exec(header)?.[1] ?? ''
  const fields = new Map<string, string>()
  for (const found of header
    .slice(header.indexOf(scheme) + scheme.length)
    .matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))/g)) {
    const value = found[2]?.replaceAll(/\\(.)/g, '$1') ?? found[3] ?? ''
    fields.set((found[1] ?? '').toLowerCase(), value)
  }
  return { scheme: scheme.toLowerCase(), fields }
}

/** A quoted string (RFC 9110 section 5.6.4); line breaks cannot be told and are left out. */
export const quote = (text: string): string =>
  `"${text.replaceAll(/[\r\n]/g, '').replaceAll(/["\\]/g, '\\$&')}"`
