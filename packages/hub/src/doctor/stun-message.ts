// STUN messages (RFC 8489 sections 5, 14) as far as it takes to ask a STUN or TURN server whether it helps.
import { createHash, createHmac, randomBytes } from 'node:crypto'

export const BINDING = 0x0001
export const ALLOCATE = 0x0003
export const REFRESH = 0x0004
const SUCCESS = 0x0100
const FAILURE = 0x0110
const METHOD = 0x000f

const COOKIE = 0x2112a442
const HEAD_BYTES = 20
const INTEGRITY_BYTES = 24

/** Attributes: 0x0016 and 0x0020 hold addresses that are mixed with the cookie. */
export const attributes = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  transport: 0x0019,
  mapped: 0x0020,
} as const

export type Attribute = readonly [type: number, value: Uint8Array]

export interface StunAnswer {
  readonly method: number
  readonly succeeded: boolean
  readonly transaction: string
  readonly text: (type: number) => string | null
  /** `host:port` of an address that is mixed with the cookie. */
  readonly address: (type: number) => string | null
  /** Null on success. */
  readonly error: number | null
}

export interface StunRequest {
  readonly bytes: Buffer
  readonly transaction: string
}

/** With `key` it bears a MESSAGE-INTEGRITY. */
export function stunRequest(method: number, own: readonly Attribute[], key: Uint8Array | null): StunRequest {
  const transaction = randomBytes(12)
  const body = Buffer.concat(own.map(written))
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt16BE(method, 0)
  head.writeUInt16BE(body.length + (key ? INTEGRITY_BYTES : 0), 2)
  head.writeUInt32BE(COOKIE, 4)
  head.set(transaction, 8)
  const open = Buffer.concat([head, body])
  const mac = key && createHmac('sha1', key).update(open).digest()
  const bytes = mac ? Buffer.concat([open, written([attributes.integrity, mac])]) : open
  return { bytes, transaction: transaction.toString('hex') }
}

/** The key of a long-term credential (RFC 8489 section 9.2.2). */
export const longTermKey = (username: string, realm: string, password: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest()

function written([type, value]: Attribute): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
  padded.writeUInt16BE(type, 0)
  padded.writeUInt16BE(value.length, 2)
  padded.set(value, 4)
  return padded
}

/** How many bytes the message at the start of a stream has; null: not enough of it has come. */
export function stunLength(bytes: Buffer): number | null {
  if (bytes.length < HEAD_BYTES) return null
  const length = HEAD_BYTES + bytes.readUInt16BE(2)
  return bytes.length < length ? null : length
}

/** Null: it is no answer of a STUN server. */
export function readStunAnswer(bytes: Buffer): StunAnswer | null {
  if (stunLength(bytes) === null || bytes.readUInt32BE(4) !== COOKIE) return null
  const type = bytes.readUInt16BE(0)
  const isAnswer = (type & FAILURE) === FAILURE || (type & FAILURE) === SUCCESS
  const found = isAnswer ? attributesIn(bytes) : null
  if (!found) return null
  const error = found.get(attributes.error)
  return {
    method: type & METHOD,
    succeeded: (type & FAILURE) === SUCCESS,
    transaction: bytes.toString('hex', 8, HEAD_BYTES),
    text: (name) => found.get(name)?.toString('utf8') ?? null,
    address: (name) => addressIn(found.get(name), bytes.subarray(4, HEAD_BYTES)),
    error: error && error.length >= 4 ? ((error[2] ?? 0) & 7) * 100 + (error[3] ?? 0) : null,
  }
}

function attributesIn(bytes: Buffer): Map<number, Buffer> | null {
  const found = new Map<number, Buffer>()
  let at = HEAD_BYTES
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt16BE(at + 2)
    if (at + 4 + length > bytes.length) return null
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length))
    at += 4 + Math.ceil(length / 4) * 4
  }
  return found
}

function addressIn(value: Buffer | undefined, mask: Buffer): string | null {
  const size = value?.[1] === 1 ? 4 : value?.[1] === 2 ? 16 : 0
  if (!value || size === 0 || value.length < 4 + size) return null
  const port = value.readUInt16BE(2) ^ mask.readUInt16BE(0)
  const host = [...value.subarray(4, 4 + size)].map((byte, i) => byte ^ (mask[i] ?? 0))
  if (size === 4) return `${host.join('.')}:${port}`
  const groups = Array.from({ length: 8 }, (_, i) => ((host[2 * i] ?? 0) << 8) | (host[2 * i + 1] ?? 0))
  return `[${groups.map((group) => group.toString(16)).join(':')}]:${port}`
}
