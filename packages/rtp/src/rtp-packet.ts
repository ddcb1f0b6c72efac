// RTP packets (RFC 3550 section 5.1) and the counters in them that wrap around.

export interface RtpPacket {
  readonly marker: boolean
  readonly payloadType: number
  /** 16 bit. */
  readonly sequence: number
  /** 32 bit. */
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Uint8Array
}

/** Reads one packet; null when it is none. The payload is a view. */
export function parseRtp(bytes: Uint8Array): RtpPacket | null {
  if (bytes.length < 12) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = view.getUint8(0)
  const second = view.getUint8(1)
  if (first >> 6 !== 2) return null
  let start = 12 + 4 * (first & 0x0f)
  if ((first & 0x10) !== 0) {
    if (bytes.length < start + 4) return null
    start += 4 + 4 * view.getUint16(start + 2)
  }
  const padding = (first & 0x20) === 0 ? 0 : view.getUint8(bytes.length - 1)
  if (start + padding > bytes.length || ((first & 0x20) !== 0 && padding === 0)) return null
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, bytes.length - padding),
  }
}

export function buildRtp(packet: RtpPacket): Uint8Array {
  const bytes = new Uint8Array(12 + packet.payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 0x80)
  view.setUint8(1, (packet.marker ? 0x80 : 0) | packet.payloadType)
  view.setUint16(2, packet.sequence)
  view.setUint32(4, packet.timestamp)
  view.setUint32(8, packet.ssrc)
  bytes.set(packet.payload, 12)
  return bytes
}

/** RTP time as it is sent: 32 bit. */
export function wrapTime(rtpTime: number): number {
  const size = 2 ** 32
  return ((Math.round(rtpTime) % size) + size) % size
}

/** Steps of a wrapping counter from `from` to `to`, by the shorter way round. */
export function wrappingSteps(from: number, to: number, bits: 16 | 32): number {
  const size = 2 ** bits
  const steps = (((to - from) % size) + size) % size
  return steps >= size / 2 ? steps - size : steps
}

/** Follows a wrapping counter as a number that does not wrap; it starts at the first value it is given. */
export class Unwrapper {
  readonly #bits: 16 | 32
  #last: number | null = null

  constructor(bits: 16 | 32) {
    this.#bits = bits
  }

  /** Newest unwrapped value; null before the first. */
  get last(): number | null {
    return this.#last
  }

  /** What `value` means beside the newest value; changes nothing. */
  place(value: number): number {
    if (this.#last === null) return value
    return this.#last + wrappingSteps(this.#last, value, this.#bits)
  }

  next(value: number): number {
    this.#last = this.place(value)
    return this.#last
  }

  reset(): void {
    this.#last = null
  }
}
