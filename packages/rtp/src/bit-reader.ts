// Reads bits and Exp-Golomb numbers of a NAL (ITU-T H.264 9.1). Every read past the end throws a RangeError.

export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0

  /** `bytes` without emulation prevention. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) throw new RangeError(`no bit ${this.#at} in ${this.#bytes.length} bytes`)
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return bit
  }

  /** At most 32 bits as an unsigned number. */
  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i += 1) value = value * 2 + this.bit()
    return value
  }

  /** ue(v): at most 32 leading zeros. */
  unsigned(): number {
    let zeros = 0
    while (this.bit() === 0) {
      zeros += 1
      if (zeros > 32) throw new RangeError('an Exp-Golomb number of more than 32 leading zeros')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** se(v) */
  signed(): number {
    const code = this.unsigned()
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2
  }
}
