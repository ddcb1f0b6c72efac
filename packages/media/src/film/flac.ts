// FLAC (RFC 9639) of one channel of 16 bit: how the sound of G.711 cameras stands in film and live view. Browsers play no
// G.711 in MP4; this keeps every sample as it came, in about the bytes that it came in, with no codec to be installed.
import { concat, u16, u32, u8 } from './mp4-box.ts'

export interface FlacBlock {
  /** 16–16,000 of them. */
  readonly samples: Int16Array
  readonly rate: number
  /** Of the first sample since the start of the stream; written modulo 2^31. */
  readonly at: number
}

/** Writes bits, most significant first, into room that is large enough. */
class BitWriter {
  readonly #bytes: Uint8Array
  #at = 0
  #open = 0
  #filled = 0

  constructor(bytesMax: number) {
    this.#bytes = new Uint8Array(bytesMax)
  }

  /** At most 16 bits. */
  bits(value: number, count: number): void {
    this.#open = (this.#open << count) | (value & ((1 << count) - 1))
    this.#filled += count
    for (; this.#filled >= 8; this.#at += 1) {
      this.#filled -= 8
      this.#bytes[this.#at] = this.#open >> this.#filled
    }
    this.#open &= (1 << this.#filled) - 1
  }

  zeros(count: number): void {
    for (let left = count; left > 0; left -= 16) this.bits(0, Math.min(16, left))
  }

  /** All that was written, filled up with zeros to a whole byte. */
  end(): Uint8Array {
    if (this.#filled > 0) this.bits(0, 8 - this.#filled)
    return this.#bytes.subarray(0, this.#at)
  }
}

/** Bits of a sample; of G.711 the lowest two are always zero. */
const SAMPLE_BITS = 16
/** Largest Rice parameter of four bits that is no escape. */
const RICE_MAX = 14
/** A residual that needs more zeros than this is coded with a larger parameter or not at all. */
const RICE_BYTES_MAX = 8

/** Fixed predictors of order 0–2 (section 9.2.5), by the samples before: enough for voices. */
const predictors: readonly ((samples: Int16Array, n: number) => number)[] = [
  () => 0,
  (samples, n) => samples[n - 1] ?? 0,
  (samples, n) => 2 * (samples[n - 1] ?? 0) - (samples[n - 2] ?? 0),
]

interface Residual {
  readonly order: number
  /** Zigzag: small numbers of either sign become small ones (section 9.2.7.2). */
  readonly folded: Uint32Array
  readonly sum: number
}

function residualOf(samples: Int16Array, order: number): Residual {
  const predict = predictors[order] ?? (() => 0)
  const folded = new Uint32Array(samples.length - order)
  let sum = 0
  for (let n = order; n < samples.length; n += 1) {
    const value = (samples[n] ?? 0) - predict(samples, n)
    const fold = value >= 0 ? 2 * value : -2 * value - 1
    folded[n - order] = fold
    sum += fold
  }
  return { order, folded, sum }
}

/** Zero bits at the end that all samples share. */
function wastedBits(samples: Int16Array): number {
  const all = samples.reduce((bits, sample) => bits | sample, 0)
  return all === 0 ? 0 : Math.min(SAMPLE_BITS - 1, 31 - Math.clz32(all & -all))
}

/** One frame, decodable by itself. */
export function flacFrame({ samples, rate, at }: FlacBlock): Uint8Array {
  const wasted = wastedBits(samples)
  const bits = SAMPLE_BITS - wasted
  const shifted = wasted === 0 ? samples : samples.map((sample) => sample >> wasted)
  const residuals = predictors.flatMap((_, order) =>
    order < samples.length ? [residualOf(shifted, order)] : [],
  )
  const [best] = residuals.toSorted((a, b) => a.sum - b.sum)
  const mean = best ? best.sum / Math.max(1, best.folded.length) : 0
  const parameter = Math.min(RICE_MAX, Math.max(0, Math.floor(Math.log2(Math.max(1, mean)))))
  const writer = new BitWriter(16 + samples.length * RICE_BYTES_MAX)
  const isCoded =
    best && best.sum / 2 ** parameter + (1 + parameter) * best.folded.length < bits * samples.length
  // Type of the subframe and how many bits are wasted (section 9.2.1).
  writer.bits(((isCoded ? 8 + best.order : 1) << 1) | (wasted > 0 ? 1 : 0), 8)
  if (wasted > 0) writer.bits(1, wasted)
  for (const sample of isCoded ? shifted.subarray(0, best.order) : shifted) writer.bits(sample, bits)
  if (isCoded) {
    // Coding with parameters of four bits, one partition.
    writer.bits(parameter, 10)
    for (const value of best.folded) {
      writer.zeros(value >> parameter)
      writer.bits((1 << parameter) | (value & ((1 << parameter) - 1)), parameter + 1)
    }
  }
  const head = frameHead(samples.length, rate, at)
  const body = concat([head, u8(crc8(head)), writer.end()])
  return concat([body, u16(crc16(body))])
}

/** Section 9.1: blocks of any length, 16 bit length at the end, rate as STREAMINFO has it, mono, 16 bit. */
function frameHead(count: number, rate: number, at: number): Uint8Array {
  const rateCode = { 8_000: 4, 16_000: 5, 48_000: 10 }[rate] ?? 0
  return concat([u8(0xff, 0xf9, 0x70 | rateCode, 0x08), codedNumber(at % 2 ** 31), u16(count - 1)])
}

/** As UTF-8 does it, up to 31 bits (section 9.1.5). */
function codedNumber(value: number): Uint8Array {
  if (value < 0x80) return u8(value)
  let length = 2
  while (length < 6 && value >= 2 ** (5 * length + 1)) length += 1
  const bytes: number[] = []
  for (let i = length - 1; i >= 0; i -= 1) bytes.push(Math.floor(value / 64 ** i) % 64)
  const [first = 0, ...rest] = bytes
  return u8(((0xff << (8 - length)) & 0xff) | first, ...rest.map((byte) => 0x80 | byte))
}

function crc8(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i += 1) crc = (crc & 0x80) === 0 ? (crc << 1) & 0xff : ((crc << 1) ^ 0x07) & 0xff
  }
  return crc
}

const CRC16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let i = 0; i < 8; i += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x8005
  return crc & 0xffff
})

function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ byte] ?? 0)
  return crc
}

/** The STREAMINFO block, the last one, as `dfLa` holds it (section 8.2); sums and lengths are unknown. */
export function flacStreamInfo(rate: number): Uint8Array {
  return concat([
    u8(0x80, 0, 0, 34),
    u16(16, 65_535),
    u8(0, 0, 0, 0, 0, 0),
    // 20 bits rate, 3 bits channels − 1, 5 bits sample size − 1, 36 bits of length.
    u32(((rate << 12) | (15 << 4)) >>> 0, 0),
    new Uint8Array(16),
  ])
}
