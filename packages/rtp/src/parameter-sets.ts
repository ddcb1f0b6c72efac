// The parameter sets a stream was made with, in band or from its description, and what players ask of them.
import { BitReader } from './bit-reader.ts'
import { NAL_PPS, NAL_SPS, nalType, unescapeNal } from './nal.ts'

/** Never changed in place: a new object means that the stream changed. */
export interface ParameterSets {
  readonly sps: Uint8Array
  /** At least one. */
  readonly pps: readonly Uint8Array[]
}

/** Picture parameter sets kept at most; cameras send one or two. */
const PPS_MAX = 8

/** RFC 6381 section 3.3, for instance `avc1.42C01F`. */
export function codecString(sps: Uint8Array): string {
  const hex = [sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0].map((byte) => byte.toString(16).padStart(2, '0'))
  return `avc1.${hex.join('').toUpperCase()}`
}

/** The body of an `avcC` box (ISO/IEC 14496-15 5.3.3.1), lengths of four bytes. */
export function avcDecoderConfiguration({ sps, pps }: ParameterSets): Uint8Array {
  const bytes: number[] = [1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]
  const add = (nal: Uint8Array): void => {
    bytes.push(nal.length >> 8, nal.length & 0xff, ...nal)
  }
  add(sps)
  bytes.push(pps.length)
  for (const nal of pps) add(nal)
  return Uint8Array.from(bytes)
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

function pictureSetId(nal: Uint8Array): number | null {
  try {
    return new BitReader(unescapeNal(nal.subarray(1, 8))).unsigned()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Keeps the newest parameter sets of one stream. */
export class ParameterSetKeeper {
  #sps: Uint8Array | null = null
  readonly #pps = new Map<number, Uint8Array>()
  #current: ParameterSets | null = null

  /** Null until one of each was seen. */
  get current(): ParameterSets | null {
    return this.#current
  }

  /** Takes a SPS or PPS; other NALs, cut ones and repetitions change nothing. */
  take(nal: Uint8Array): void {
    const type = nalType(nal)
    if (type === NAL_SPS && nal.length >= 4) {
      if (this.#sps && same(this.#sps, nal)) return
      this.#sps = new Uint8Array(nal)
      this.#pps.clear()
      this.#current = null
    } else if (type === NAL_PPS) {
      const id = pictureSetId(nal)
      if (id === null) return
      const known = this.#pps.get(id)
      if ((known && same(known, nal)) || (!known && this.#pps.size >= PPS_MAX)) return
      this.#pps.set(id, new Uint8Array(nal))
    } else return
    if (this.#sps && this.#pps.size > 0) this.#current = { sps: this.#sps, pps: [...this.#pps.values()] }
  }
}
