// Pictures that a camera signs, so that a recording cannot pass for a camera. The signature travels in the picture as
// a SEI of our own (ITU-T H.264 D.1.7, user_data_unregistered) and covers a counter, the time of capture, a nonce
// that the hub has put to the camera, and every slice of the picture.
//
// Layout behind the UUID, big endian: version u8 = 1, counter u64, capture time u64 (Unix µs), nonce 16 bytes (zeros:
// none), then HMAC-SHA256 over these and SHA-256 of the slices, cut to 16 bytes.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { NAL_SEI, escapeNal, isSlice, nalType, unescapeNal } from './nal.ts'

export interface PictureStamp {
  /** Rises with each picture. */
  readonly counter: number
  /** Camera's clock at capture, Unix ms; kept to the µs. */
  readonly capturedWallMs: number
  /** 32 hex digits; null: none was put to the camera. */
  readonly nonce: string | null
}

export type PictureSignature =
  | ({ readonly verdict: 'signed' } & PictureStamp)
  | { readonly verdict: 'unsigned' }
  | { readonly verdict: 'forged' }

const NONCE_BYTES = 16
const UUID = Buffer.from('7c9f2b1e5d084f6aa1c3706f72746963', 'hex')
const VERSION = 1
const MAC_BYTES = 16
const STAMP_BYTES = 1 + 8 + 8 + NONCE_BYTES
const BODY_BYTES = UUID.length + STAMP_BYTES + MAC_BYTES
const USER_DATA_UNREGISTERED = 5
/** Shortest key, bytes. */
const KEY_BYTES_MIN = 16

/** A camera key as settings hold it: hex of at least 16 bytes. Throws a RangeError, which never repeats it. */
export function pictureKey(hex: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex) || hex.length < 2 * KEY_BYTES_MIN)
    throw new RangeError(`a camera key is hex of at least ${KEY_BYTES_MIN} bytes`)
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

/** True for what can be put to a camera as a nonce: 32 hex digits, not all zero. */
export const isNonce = (text: string): boolean => /^(?!0{32})[0-9a-f]{32}$/i.test(text)

/** The SEI to be put before the slices of a picture. `nals`: the picture; only its slices are signed. */
export function signPicture(nals: readonly Uint8Array[], stamp: PictureStamp, key: Uint8Array): Uint8Array {
  if (stamp.nonce !== null && !isNonce(stamp.nonce)) throw new RangeError('a nonce is 32 hex digits')
  const head = Buffer.alloc(STAMP_BYTES)
  head.writeUInt8(VERSION, 0)
  head.writeBigUInt64BE(BigInt(stamp.counter), 1)
  head.writeBigUInt64BE(BigInt(Math.round(stamp.capturedWallMs * 1000)), 9)
  if (stamp.nonce !== null) head.write(stamp.nonce, 17, 'hex')
  const body = Buffer.concat([UUID, head, macOf(head, nals, key)])
  const sei = Buffer.concat([Buffer.of(NAL_SEI, USER_DATA_UNREGISTERED, body.length), body, Buffer.of(0x80)])
  return escapeNal(sei)
}

/** What a picture's signature is worth. Two signatures in one picture are a forgery. */
export function readPictureSignature(nals: readonly Uint8Array[], key: Uint8Array): PictureSignature {
  const bodies = nals.filter((nal) => nalType(nal) === NAL_SEI).flatMap(signatureBodies)
  const [body] = bodies
  if (!body) return { verdict: 'unsigned' }
  if (bodies.length > 1 || body.length !== BODY_BYTES) return { verdict: 'forged' }
  const head = body.subarray(UUID.length, UUID.length + STAMP_BYTES)
  const mac = body.subarray(UUID.length + STAMP_BYTES)
  const right = timingSafeEqual(mac, macOf(head, nals, key))
  if (!right || head.readUInt8(0) !== VERSION) return { verdict: 'forged' }
  const nonce = head.subarray(17, 17 + NONCE_BYTES)
  return {
    verdict: 'signed',
    counter: Number(head.readBigUInt64BE(1)),
    capturedWallMs: Number(head.readBigUInt64BE(9)) / 1000,
    nonce: nonce.every((byte) => byte === 0) ? null : nonce.toString('hex'),
  }
}

function macOf(head: Uint8Array, nals: readonly Uint8Array[], key: Uint8Array): Buffer {
  if (key.length < KEY_BYTES_MIN) throw new RangeError(`a camera key has at least ${KEY_BYTES_MIN} bytes`)
  const slices = createHash('sha256')
  const length = Buffer.alloc(4)
  for (const nal of nals) {
    if (!isSlice(nalType(nal))) continue
    length.writeUInt32BE(nal.length)
    slices.update(length).update(nal)
  }
  return createHmac('sha256', key).update(head).update(slices.digest()).digest().subarray(0, MAC_BYTES)
}

/** The payloads of a SEI NAL that carry our UUID (H.264 7.3.2.3.1); what cannot be read carries none. */
function signatureBodies(nal: Uint8Array): Buffer[] {
  const raw = Buffer.from(unescapeNal(nal))
  const found: Buffer[] = []
  let at = 1
  // The last byte holds the trailing bits.
  while (at < raw.length - 1) {
    const [type, afterType] = readCount(raw, at)
    const [size, start] = readCount(raw, afterType)
    if (start + size > raw.length) break
    const body = raw.subarray(start, start + size)
    if (type === USER_DATA_UNREGISTERED && body.subarray(0, UUID.length).equals(UUID)) found.push(body)
    at = start + size
  }
  return found
}

/** Numbers of SEI are sums of bytes, each 255 telling that one more follows. */
function readCount(raw: Buffer, from: number): [value: number, next: number] {
  let value = 0
  let at = from
  while (raw[at] === 0xff) {
    value += 255
    at += 1
  }
  return [value + (raw[at] ?? 0), at + 1]
}
