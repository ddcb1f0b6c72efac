// FLAC (RFC 9639) as the hub writes the sound of G.711 cameras: one channel of 16 bit, verbatim or by a fixed predictor of
// order 0–2 with one Rice parameter. Any other frame gives null.

/** Samples in one frame. */
const BLOCK_MAX = 16_000
const SAMPLE_BITS = 16
const VERBATIM = 1
const FIXED = 8
const FIXED_ORDER_MAX = 2
/** Rice parameter that announces another coding. */
const ESCAPE = 15

/** Bits, most significant first. @throws RangeError behind the end */
class Bits {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes
    this.#at = 8 * from
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) throw new RangeError('the frame ends early')
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return bit
  }

  unsigned(count: number): number {
    let value = 0
    for (let i = 0; i < count; i += 1) value = 2 * value + this.bit()
    return value
  }

  signed(count: number): number {
    const value = this.unsigned(count)
    return value >= 2 ** (count - 1) ? value - 2 ** count : value
  }

  zeros(): number {
    let count = 0
    while (this.bit() === 0) count += 1
    return count
  }
}

/** The samples of one frame, linear 16 bit; null: damaged, or of another kind. */
export function decodeFlac(frame: Uint8Array): Int16Array | null {
  // Blocks of any length with 16 bit of length, one channel, 16 bit a sample.
  if (frame[0] !== 0xff || frame[1] !== 0xf9 || (frame[2] ?? 0) >> 4 !== 7 || frame[3] !== 0x08) return null
  const first = frame[4] ?? 0
  const more = first < 0x80 ? 0 : Math.clz32(~(first << 24)) - 1
  const at = 5 + more
  const count = ((frame[at] ?? 0) << 8) + (frame[at + 1] ?? 0) + 1
  if (count > BLOCK_MAX) return null
  try {
    return subframe(new Bits(frame, at + 3), count)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function subframe(bits: Bits, count: number): Int16Array | null {
  const head = bits.unsigned(8)
  const type = head >> 1
  const wasted = (head & 1) === 0 ? 0 : bits.zeros() + 1
  const width = SAMPLE_BITS - wasted
  const order = type - FIXED
  if (width < 1 || (type !== VERBATIM && (order < 0 || order > FIXED_ORDER_MAX || order > count))) return null
  const samples = new Int16Array(count)
  const kept = type === VERBATIM ? count : order
  for (let n = 0; n < kept; n += 1) samples[n] = bits.signed(width)
  if (type !== VERBATIM) {
    const coding = bits.unsigned(10)
    if (coding >= ESCAPE) return null
    predicted(samples, order, () => (bits.zeros() << coding) | bits.unsigned(coding))
  }
  return wasted === 0 ? samples : samples.map((sample) => sample << wasted)
}

function predicted(samples: Int16Array, order: number, residual: () => number): void {
  for (let n = order; n < samples.length; n += 1) {
    const folded = residual()
    const step = (folded & 1) === 0 ? folded >>> 1 : -(folded >>> 1) - 1
    const [one = 0, two = 0] = [samples[n - 1], samples[n - 2]]
    samples[n] = step + (order === 0 ? 0 : order === 1 ? one : 2 * one - two)
  }
}
