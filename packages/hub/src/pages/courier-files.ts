// What the courier's page is built with: one stylesheet, which goes into the document itself, and one script beside it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface CourierFiles {
  readonly style: string
  readonly script: { readonly bytes: Buffer; readonly gzip: Buffer; readonly address: string } | null
  /** What the page may load, as `Content-Security-Policy`. */
  readonly policy: string
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('base64')

function read(folder: string, name: string): Buffer | null {
  try {
    return readFileSync(join(folder, name))
  } catch {
    return null
  }
}

/** This hub alone; of inline styles the one whose hash this is, of inline code none. */
const policyFor = (style: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${sha256(style)}'`,
    "img-src 'none'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** In a checkout that was never built the page has neither looks nor script, and works. */
export function readCourierFiles(folder: string): CourierFiles {
  const style = read(folder, 'courier.css')?.toString().trim() ?? ''
  const bytes = read(folder, 'courier.js')
  // A phone keeps the script for an hour: its hash in the address keeps it from meeting the page of another version.
  const address = bytes && `/courier.js?v=${sha256(bytes).replaceAll(/\W/g, '').slice(0, 12)}`
  return {
    style,
    script: bytes && address !== null ? { bytes, gzip: gzipSync(bytes), address } : null,
    policy: policyFor(style),
  }
}
