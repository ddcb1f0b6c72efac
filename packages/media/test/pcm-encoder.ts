// A Baseline H.264 encoder of a hundred lines, for pictures whose every sample a test knows: macroblocks are stored
// as they are (I_PCM, ITU-T H.264 7.3.5) or skipped. What any decoder shows is exactly what was put in.
import { Buffer } from 'node:buffer'

export interface Yuv {
  readonly width: number
  readonly height: number
  /** Whole picture, one byte each. */
  readonly luma: Uint8Array
}

class BitWriter {
  readonly #bytes: number[] = []
  #byte = 0
  #count = 0

  bits(value: number, count: number): this {
    for (let i = count - 1; i >= 0; i -= 1) {
      this.#byte = (this.#byte << 1) | ((value >> i) & 1)
      this.#count += 1
      if (this.#count === 8) {
        this.#bytes.push(this.#byte)
        this.#byte = 0
        this.#count = 0
      }
    }
    return this
  }

  /** ue(v) */
  number(value: number): this {
    const length = 32 - Math.clz32(value + 1)
    return this.bits(0, length - 1).bits(value + 1, length)
  }

  align(): this {
    while (this.#count !== 0) this.bits(0, 1)
    return this
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  /** rbsp_trailing_bits, emulation prevention, NAL head. */
  nal(head: number): Uint8Array {
    this.bits(1, 1).align()
    const out = [head]
    let zeros = 0
    for (const byte of this.#bytes) {
      if (zeros >= 2 && byte <= 3) {
        out.push(3)
        zeros = 0
      }
      out.push(byte)
      zeros = byte === 0 ? zeros + 1 : 0
    }
    return Uint8Array.from(out)
  }
}

export class PcmEncoder {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  readonly #columns: number
  readonly #rows: number
  #frameNumber = 0
  #idr = 0

  /** Sides are multiples of 16; `crop` cuts lines off at the bottom (even). */
  constructor(width: number, height: number, { crop = 0, profile = 66 } = {}) {
    this.#columns = width / 16
    this.#rows = height / 16
    const sps = new BitWriter().bits(profile, 8).bits(0xc0, 8).bits(31, 8).number(0)
    if (profile === 100) sps.number(1).number(0).number(0).bits(0, 2)
    sps.number(0).number(2).number(1).bits(0, 1)
    sps
      .number(this.#columns - 1)
      .number(this.#rows - 1)
      .bits(0b11, 2)
    if (crop === 0) sps.bits(0, 1)
    else
      sps
        .bits(1, 1)
        .number(0)
        .number(0)
        .number(0)
        .number(crop / 2)
    this.sps = sps.bits(0, 1).nal(0x67)
    // Deblocking can be switched off in the slices, so that samples stay as they are.
    this.pps = new BitWriter()
      .number(0)
      .number(0)
      .bits(0, 2)
      .number(0)
      .number(0)
      .number(0)
      .bits(0, 3)
      .number(0)
      .number(0)
      .number(0)
      .bits(0b100, 3)
      .nal(0x68)
  }

  key(picture: Yuv): Uint8Array {
    this.#frameNumber = 0
    this.#idr = 1 - this.#idr
    const slice = new BitWriter().number(0).number(7).number(0).bits(0, 4).number(this.#idr)
    slice.bits(0, 2).number(0).number(1)
    for (let block = 0; block < this.#columns * this.#rows; block += 1) {
      slice.number(25).align()
      this.#store(slice, picture, block)
    }
    return slice.nal(0x65)
  }

  /** Only the blocks named are stored anew; the others stay as they were. */
  next(picture: Yuv, blocks: readonly number[]): Uint8Array {
    this.#frameNumber = (this.#frameNumber + 1) % 16
    const slice = new BitWriter().number(0).number(5).number(0).bits(this.#frameNumber, 4)
    slice.bits(0, 3).number(0).number(1)
    let done = 0
    for (const block of blocks.toSorted((a, b) => a - b)) {
      slice
        .number(block - done)
        .number(30)
        .align()
      this.#store(slice, picture, block)
      done = block + 1
    }
    const rest = this.#columns * this.#rows - done
    if (rest > 0) slice.number(rest)
    return slice.nal(0x41)
  }

  #store(slice: BitWriter, { width, luma }: Yuv, block: number): void {
    const x = (block % this.#columns) * 16
    const y = Math.floor(block / this.#columns) * 16
    for (let row = 0; row < 16; row += 1) {
      const start = (y + row) * width + x
      slice.raw(luma.subarray(start, start + 16))
    }
    slice.raw(Buffer.alloc(128, 128))
  }
}
