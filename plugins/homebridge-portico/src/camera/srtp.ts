// SRTP and SRTCP with AES_CM_128_HMAC_SHA1_80 (RFC 3711), one direction of one session: keys by section 4.3 with a key
// derivation rate of 0, counter mode by 4.1.1, tags of 80 bits by 4.2.
import { type KeyObject, createCipheriv, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { viewOf } from './mp4-box.ts'

/** Bytes. */
export const MASTER_KEY = 16
export const MASTER_SALT = 14
export const TAG = 10
const RTP_HEAD = 12
const RTCP_HEAD = 8
const ENCRYPTED = 0x80000000
/** Packets behind the newest that are still taken, section 3.3.2. */
const WINDOW = 64

/** The keystream of AES in counter mode from a block of 16 bytes on, laid over `bytes`. */
export function counterMode(key: KeyObject, block: Uint8Array, bytes: Uint8Array): Buffer {
  return createCipheriv('aes-128-ctr', key, block).update(bytes)
}

/** Section 4.3.1: label 0–2 are cipher, tag and salt of SRTP, 3–5 of SRTCP. */
export function deriveKey(master: Uint8Array, salt: Uint8Array, { label, length }: Derivation): Buffer {
  const block = Buffer.alloc(16)
  block.set(salt)
  block[7] = (block[7] ?? 0) ^ label
  return counterMode(createSecretKey(master), block, Buffer.alloc(length))
}

interface Derivation {
  readonly label: number
  /** Bytes. */
  readonly length: number
}

interface SessionKeys {
  readonly cipher: KeyObject
  readonly tag: KeyObject
  readonly salt: Uint8Array
}

const keysFrom = (master: Uint8Array, salt: Uint8Array, label: number): SessionKeys => ({
  cipher: createSecretKey(deriveKey(master, salt, { label, length: 16 })),
  tag: createSecretKey(deriveKey(master, salt, { label: label + 1, length: 20 })),
  salt: deriveKey(master, salt, { label: label + 2, length: 14 }),
})

/** Section 4.1.1: salt, SSRC and packet index, each at its place. */
function counterBlock(salt: Uint8Array, ssrc: number, index: number): Buffer {
  const block = Buffer.alloc(16)
  block.set(salt)
  block.writeUInt32BE((block.readUInt32BE(4) ^ ssrc) >>> 0, 4)
  const high = Math.floor(index / 2 ** 16)
  block.writeUInt32BE((block.readUInt32BE(8) ^ high) >>> 0, 8)
  block.writeUInt16BE(block.readUInt16BE(12) ^ (index % 2 ** 16), 12)
  return block
}

function tagOf(key: KeyObject, parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sha1', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest().subarray(0, TAG)
}

const word = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** Where the payload of an RTP packet begins; null: it is none. */
function payloadStart(packet: Uint8Array): number | null {
  const first = packet[0] ?? 0
  if (packet.length < RTP_HEAD || first >> 6 !== 2) return null
  const start = RTP_HEAD + 4 * (first & 0x0f)
  if ((first & 0x10) === 0) return start <= packet.length ? start : null
  if (start + 4 > packet.length) return null
  const end = start + 4 + 4 * viewOf(packet).getUint16(start + 2)
  return end <= packet.length ? end : null
}

/** Sends: each packet is given once, in order, of one SSRC. */
export class SrtpSender {
  readonly #rtp: SessionKeys
  readonly #rtcp: SessionKeys
  #last = -1
  #cycles = 0
  #reports = 0

  constructor(master: Uint8Array, salt: Uint8Array) {
    this.#rtp = keysFrom(master, salt, 0)
    this.#rtcp = keysFrom(master, salt, 3)
  }

  rtp(packet: Uint8Array): Buffer {
    const view = viewOf(packet)
    const sequence = view.getUint16(2)
    if (sequence < this.#last) this.#cycles += 1
    this.#last = sequence
    const start = payloadStart(packet) ?? RTP_HEAD
    const { cipher, tag, salt } = this.#rtp
    const block = counterBlock(salt, view.getUint32(8), this.#cycles * 2 ** 16 + sequence)
    const head = packet.subarray(0, start)
    const body = counterMode(cipher, block, packet.subarray(start))
    return Buffer.concat([head, body, tagOf(tag, [head, body, word(this.#cycles)])])
  }

  rtcp(packet: Uint8Array): Buffer {
    this.#reports = (this.#reports + 1) % 2 ** 31
    const { cipher, tag, salt } = this.#rtcp
    const block = counterBlock(salt, viewOf(packet).getUint32(4), this.#reports)
    const head = packet.subarray(0, RTCP_HEAD)
    const body = counterMode(cipher, block, packet.subarray(RTCP_HEAD))
    const index = word(ENCRYPTED + this.#reports)
    return Buffer.concat([head, body, index, tagOf(tag, [head, body, index])])
  }
}

/** The newest index of a row and which of those before it came already (section 3.3.2). */
class ReplayWindow {
  newest = -1
  #seen = 0n

  isNew(index: number): boolean {
    if (index > this.newest) return true
    const behind = this.newest - index
    return behind < WINDOW && (this.#seen & (1n << BigInt(behind))) === 0n
  }

  note(index: number): void {
    const ahead = index - this.newest
    if (ahead > 0) {
      this.#seen = ahead >= WINDOW ? 1n : BigInt.asUintN(WINDOW, (this.#seen << BigInt(ahead)) | 1n)
      this.newest = index
    } else this.#seen |= 1n << BigInt(-ahead)
  }
}

/** Receives packets of one SSRC; what is not authentic, damaged or came before gives null. */
export class SrtpReceiver {
  readonly #rtp: SessionKeys
  readonly #rtcp: SessionKeys
  readonly #packets = new ReplayWindow()
  readonly #reports = new ReplayWindow()
  #ssrc: number | null = null

  constructor(master: Uint8Array, salt: Uint8Array) {
    this.#rtp = keysFrom(master, salt, 0)
    this.#rtcp = keysFrom(master, salt, 3)
  }

  rtp(bytes: Uint8Array): Buffer | null {
    if (bytes.length < RTP_HEAD + TAG) return null
    const packet = bytes.subarray(0, bytes.length - TAG)
    const start = payloadStart(packet)
    const view = viewOf(packet)
    const ssrc = view.getUint32(8)
    if (start === null || (this.#ssrc !== null && this.#ssrc !== ssrc)) return null
    const index = this.#indexOf(view.getUint16(2))
    if (index < 0 || !this.#packets.isNew(index)) return null
    const { cipher, tag, salt } = this.#rtp
    const expected = tagOf(tag, [packet, word(Math.floor(index / 2 ** 16))])
    if (!timingSafeEqual(expected, bytes.subarray(packet.length))) return null
    this.#ssrc = ssrc
    this.#packets.note(index)
    const body = counterMode(cipher, counterBlock(salt, ssrc, index), packet.subarray(start))
    return Buffer.concat([packet.subarray(0, start), body])
  }

  rtcp(bytes: Uint8Array): Buffer | null {
    if (bytes.length < RTCP_HEAD + 4 + TAG) return null
    const end = bytes.length - TAG
    const packet = bytes.subarray(0, end)
    const { cipher, tag, salt } = this.#rtcp
    if (!timingSafeEqual(tagOf(tag, [packet]), bytes.subarray(end))) return null
    const view = viewOf(bytes)
    const named = view.getUint32(end - 4)
    const index = named % ENCRYPTED
    if (!this.#reports.isNew(index)) return null
    this.#reports.note(index)
    const plain = packet.subarray(0, end - 4)
    if (named < ENCRYPTED) return Buffer.from(plain)
    const block = counterBlock(salt, view.getUint32(4), index)
    return Buffer.concat([
      plain.subarray(0, RTCP_HEAD),
      counterMode(cipher, block, plain.subarray(RTCP_HEAD)),
    ])
  }

  /** The index that is nearest to the newest one (section 3.3.1). */
  #indexOf(sequence: number): number {
    const { newest } = this.#packets
    if (newest < 0) return sequence
    const cycle = Math.floor(newest / 2 ** 16)
    const candidates = [cycle - 1, cycle, cycle + 1].map((each) => each * 2 ** 16 + sequence)
    return candidates.reduce((best, each) =>
      Math.abs(each - newest) < Math.abs(best - newest) ? each : best,
    )
  }
}
