// Reads a frame of FLAC (RFC 9639) as far as ours are: mono, 16 bit, verbatim or fixed. Written from the standard, to hold
// the writer against.

class Bits {
  readonly #bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(count: number): number {
    let value = 0
    for (let i = 0; i < count; i += 1, this.at += 1)
      value = value * 2 + (((this.#bytes[this.at >> 3] ?? 0) >> (7 - (this.at & 7))) & 1)
    return value
  }

  signed(count: number): number {
    const value = this.read(count)
    return value >= 2 ** (count - 1) ? value - 2 ** count : value
  }

  unary(): number {
    let zeros = 0
    while (this.read(1) === 0) zeros += 1
    return zeros
  }
}

/** Throws at what is no such frame, its check sums included. */
export function readFlac(frame: Uint8Array): { readonly at: number; readonly samples: number[] } {
  const bits = new Bits(frame)
  const head = bits.read(32)
  // Sync, blocks of any length, their length in 16 bits at the end, 8 kHz, mono, 16 bit.
  if (head !== 0xff_f9_74_08) throw new Error(`head ${head.toString(16)}`)
  const at = codedNumber(bits)
  const count = bits.read(16) + 1
  const headEnd = bits.at / 8
  if (crc(frame.subarray(0, headEnd), 8, 0x07) !== bits.read(8)) throw new Error('crc-8')
  const type = bits.read(7)
  const wasted = bits.read(1) === 1 ? bits.unary() + 1 : 0
  const width = 16 - wasted
  const samples: number[] = []
  if (type === 1) for (let i = 0; i < count; i += 1) samples.push(bits.signed(width))
  else {
    const order = type - 8
    if (order < 0 || order > 4) throw new Error(`subframe ${type}`)
    for (let i = 0; i < order; i += 1) samples.push(bits.signed(width))
    if (bits.read(6) !== 0) throw new Error('coding method and partitions')
    const parameter = bits.read(4)
    for (let i = order; i < count; i += 1) {
      const folded = bits.unary() * 2 ** parameter + bits.read(parameter)
      const residual = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
      const [one = 0, two = 0] = [samples[i - 1], samples[i - 2]]
      samples.push(residual + (order === 0 ? 0 : order === 1 ? one : 2 * one - two))
    }
  }
  const end = Math.ceil(bits.at / 8)
  bits.at = end * 8
  if (crc(frame.subarray(0, end), 16, 0x8005) !== bits.read(16) || frame.length !== end + 2)
    throw new Error('crc-16')
  return { at, samples: samples.map((sample) => sample * 2 ** wasted) }
}

function codedNumber(bits: Bits): number {
  const first = bits.read(8)
  if (first < 0x80) return first
  const length = Math.clz32(~(first << 24))
  let value = first & (0x7f >> length)
  for (let i = 1; i < length; i += 1) value = value * 64 + (bits.read(8) & 0x3f)
  return value
}

function crc(bytes: Uint8Array, width: 8 | 16, polynomial: number): number {
  let value = 0
  for (const byte of bytes)
    for (let i = 7; i >= 0; i -= 1) {
      const top = ((value >> (width - 1)) & 1) ^ ((byte >> i) & 1)
      value = (value * 2) % 2 ** width
      if (top === 1) value ^= polynomial
    }
  return value
}
