// A picture inside a message, as bytes that are a picture by their first ones and no larger than a message may be.
import type { CarrierPhoto } from '@portico/plugin-api'
import { type Fields, fieldOf } from './json-fields.ts'

/** Of the picture, bytes: what fits into the largest body that is read. */
const PHOTO_BYTES_MAX = 7_500_000
const PHOTO_BYTES_MIN = 16

const base64Ends = /^[A-Za-z0-9+/]+={0,2}$/

const startsWith = (bytes: Uint8Array, head: readonly number[]): boolean =>
  head.every((byte, at) => bytes[at] === byte)

function mimeOf(bytes: Uint8Array): CarrierPhoto['mime'] | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  return startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ? 'image/png' : null
}

/** Base64 without a `data:` prefix; null when it is none, too large, or neither JPEG nor PNG. */
export function photoIn(fields: Fields, name: string): CarrierPhoto | null {
  const text = fieldOf(fields, name)
  if (typeof text !== 'string' || text.length % 4 !== 0 || text.length > (PHOTO_BYTES_MAX / 3) * 4)
    return null
  // The ends tell a wrong alphabet cheaply; that all of it is right shows in the number of bytes that come out.
  if (!base64Ends.test(text.slice(0, 64)) || !base64Ends.test(text.slice(-64))) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < PHOTO_BYTES_MIN || bytes.length !== (text.length / 4) * 3 - padding) return null
  const mime = mimeOf(bytes)
  return mime === null ? null : { mime, bytes }
}
