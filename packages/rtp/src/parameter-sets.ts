// The parameter sets a stream was made with, in band or from its description, and what players ask of them.
import { BitReader } from './bit-reader.ts'
import { readH265Profile } from './h265-sps.ts'
import { NAL_PPS, NAL_SPS, nalType, unescapeNal } from './nal.ts'
import { H265_PPS, H265_SPS, H265_VPS, type VideoCodec, h265NalType } from './video-codec.ts'

/** Never changed in place: a new object means that the stream changed. */
export type ParameterSets =
  | {
      readonly codec: 'h264'
      readonly sps: Uint8Array
      /** At least one. */
      readonly pps: readonly Uint8Array[]
    }
  | {
      readonly codec: 'h265'
      readonly vps: Uint8Array
      readonly sps: Uint8Array
      readonly pps: readonly Uint8Array[]
    }

/** Picture parameter sets kept at most; cameras send one or two. */
const PPS_MAX = 8

/** All of them, in the order in which decoders want them. */
export const parameterNals = (parameters: ParameterSets): readonly Uint8Array[] =>
  parameters.codec === 'h265'
    ? [parameters.vps, parameters.sps, ...parameters.pps]
    : [parameters.sps, ...parameters.pps]

/** RFC 6381 section 3.3 and ISO/IEC 14496-15 annex E, for instance `avc1.42C01F`, `hvc1.1.6.L93.B0`. */
export function codecString({ codec, sps }: ParameterSets): string {
  if (codec === 'h265') return `hvc1.${readH265Profile(sps)?.name ?? '1.6.L93.B0'}`
  const hex = [sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0].map((byte) => byte.toString(16).padStart(2, '0'))
  return `avc1.${hex.join('').toUpperCase()}`
}

/** The body of an `avcC` or `hvcC` box (ISO/IEC 14496-15 5.3.3.1, 8.3.3.1), lengths of four bytes. */
export const decoderConfiguration = (parameters: ParameterSets): Uint8Array =>
  parameters.codec === 'h265' ? hevcConfiguration(parameters) : avcConfiguration(parameters)

function avcConfiguration({ sps, pps }: Extract<ParameterSets, { codec: 'h264' }>): Uint8Array {
  const bytes: number[] = [1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]
  const add = (nal: Uint8Array): void => {
    bytes.push(nal.length >> 8, nal.length & 0xff, ...nal)
  }
  add(sps)
  bytes.push(pps.length)
  for (const nal of pps) add(nal)
  return Uint8Array.from(bytes)
}

/** Of a SPS that cannot be read all that is left unsaid is written as Main, 4:2:0, 8 bit. */
function hevcConfiguration({ vps, sps, pps }: Extract<ParameterSets, { codec: 'h265' }>): Uint8Array {
  const profile = readH265Profile(sps)
  const bytes: number[] = [
    1,
    ...(profile?.general ?? [1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93]),
    0xf0, // min_spatial_segmentation_idc: unknown
    0,
    0xfc, // parallelismType: unknown
    0xfc | (profile?.chroma ?? 1),
    0xf8 | ((profile?.lumaBits ?? 8) - 8),
    0xf8 | ((profile?.chromaBits ?? 8) - 8),
    0, // avgFrameRate: unknown
    0,
    ((profile?.layers ?? 1) << 3) | ((profile?.nested ?? true) ? 4 : 0) | 3,
    3,
  ]
  const add = (type: number, nals: readonly Uint8Array[]): void => {
    bytes.push(0x80 | type, 0, nals.length)
    for (const nal of nals) bytes.push(nal.length >> 8, nal.length & 0xff, ...nal)
  }
  add(H265_VPS, [vps])
  add(H265_SPS, [sps])
  add(H265_PPS, pps)
  return Uint8Array.from(bytes)
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

function pictureSetId(nal: Uint8Array, head: number): number | null {
  try {
    return new BitReader(unescapeNal(nal.subarray(head, head + 7))).unsigned()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

type SetKind = 'vps' | 'sps' | 'pps' | null

const kindOf: Readonly<Record<VideoCodec, (nal: Uint8Array) => SetKind>> = {
  h264: (nal) => ({ [NAL_SPS]: 'sps', [NAL_PPS]: 'pps' } as const)[nalType(nal)] ?? null,
  h265: (nal) =>
    ({ [H265_VPS]: 'vps', [H265_SPS]: 'sps', [H265_PPS]: 'pps' } as const)[h265NalType(nal)] ?? null,
}
/** Bytes of a NAL's header. */
const HEAD: Readonly<Record<VideoCodec, number>> = { h264: 1, h265: 2 }

/** Keeps the newest parameter sets of one stream. */
export class ParameterSetKeeper {
  readonly #codec: VideoCodec
  #vps: Uint8Array | null = null
  #sps: Uint8Array | null = null
  readonly #pps = new Map<number, Uint8Array>()
  #current: ParameterSets | null = null

  constructor(codec: VideoCodec) {
    this.#codec = codec
  }

  get codec(): VideoCodec {
    return this.#codec
  }

  /** Null until one of each was seen. */
  get current(): ParameterSets | null {
    return this.#current
  }

  /** Takes a parameter set; other NALs, cut ones and repetitions change nothing. */
  take(nal: Uint8Array): void {
    if (!this.#changes(nal)) return
    const [vps, sps, pps] = [this.#vps, this.#sps, [...this.#pps.values()]]
    if (!sps || pps.length === 0) this.#current = null
    else if (this.#codec === 'h264') this.#current = { codec: 'h264', sps, pps }
    else this.#current = vps && { codec: 'h265', vps, sps, pps }
  }

  #changes(nal: Uint8Array): boolean {
    const kind = kindOf[this.#codec](nal)
    if (kind === 'pps') return this.#takePicture(nal)
    if (kind === null || nal.length < 4) return false
    const known = kind === 'vps' ? this.#vps : this.#sps
    if (known && same(known, nal)) return false
    if (kind === 'vps') this.#vps = new Uint8Array(nal)
    else {
      this.#sps = new Uint8Array(nal)
      this.#pps.clear()
    }
    return true
  }

  #takePicture(nal: Uint8Array): boolean {
    const id = pictureSetId(nal, HEAD[this.#codec])
    if (id === null) return false
    const known = this.#pps.get(id)
    if ((known && same(known, nal)) || (!known && this.#pps.size >= PPS_MAX)) return false
    this.#pps.set(id, new Uint8Array(nal))
    return true
  }
}
