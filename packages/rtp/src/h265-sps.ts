// What a sequence parameter set of H.265 says of profile and picture size (ITU-T H.265 7.3.2.2, 7.3.3, annex A).
import { BitReader } from './bit-reader.ts'
import { unescapeNal } from './nal.ts'
import { H265_SPS, h265NalType } from './video-codec.ts'

export interface H265Profile {
  /** The twelve bytes from `general_profile_space` to `general_level_idc`, as `hvcC` wants them. */
  readonly general: readonly number[]
  /** Profile, compatibility, tier, level and constraints as ISO/IEC 14496-15 annex E writes them: `1.6.L93.B0`. */
  readonly name: string
  /** `chroma_format_idc` */
  readonly chroma: number
  readonly lumaBits: number
  readonly chromaBits: number
  /** Temporal layers, 1–7, and whether they are nested. */
  readonly layers: number
  readonly nested: boolean
  /** Size as shown, after cropping. */
  readonly width: number
  readonly height: number
}

/** Largest side of a picture that is read: 8K cameras and garbage end here. */
const SIDE_MAX = 8192
const GENERAL_BYTES = 12

/** Reads a SPS NAL; null when it is none, cut short or beyond what any camera sends. */
export function readH265Profile(nal: Uint8Array): H265Profile | null {
  if (h265NalType(nal) !== H265_SPS || nal.length < 16) return null
  try {
    const profile = readSps(unescapeNal(nal))
    const fits = (side: number): boolean => side >= 1 && side <= SIDE_MAX
    const known = profile.chroma <= 3 && profile.lumaBits <= 15 && profile.chromaBits <= 15
    return fits(profile.width) && fits(profile.height) && known ? profile : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readSps(raw: Uint8Array): H265Profile {
  const head = raw[2] ?? 0
  const subLayers = (head >> 1) & 7
  const general = [...raw.subarray(3, 3 + GENERAL_BYTES)]
  const reader = new BitReader(raw.subarray(3 + GENERAL_BYTES))
  skipSubLayers(reader, subLayers)
  reader.unsigned() // sps_seq_parameter_set_id
  const chroma = reader.unsigned()
  if (chroma === 3) reader.bit() // separate_colour_plane_flag
  const [codedWidth, codedHeight] = [reader.unsigned(), reader.unsigned()]
  const window = (): number[] => [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
  const [left = 0, right = 0, top = 0, bottom = 0] = reader.bit() === 1 ? window() : []
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1
  const unitY = chroma === 1 ? 2 : 1
  return {
    general,
    name: nameOf(general),
    chroma,
    lumaBits: reader.unsigned() + 8,
    chromaBits: reader.unsigned() + 8,
    layers: subLayers + 1,
    nested: (head & 1) === 1,
    width: codedWidth - unitX * (left + right),
    height: codedHeight - unitY * (top + bottom),
  }
}

function skipSubLayers(reader: BitReader, count: number): void {
  const present = Array.from({ length: count }, () => [reader.bit(), reader.bit()] as const)
  if (count > 0) reader.bits(2 * (8 - count))
  for (const [profile, level] of present) {
    if (profile === 1) for (let i = 0; i < 11; i += 1) reader.bits(8)
    if (level === 1) reader.bits(8)
  }
}

function nameOf(general: readonly number[]): string {
  const [first = 0] = general
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? ''
  // The 32 compatibility flags stand in reverse order, so that the number is small.
  const flags = general.slice(1, 5).reduce((value, byte) => value * 256 + byte, 0)
  let compatibility = 0
  for (let i = 0; i < 32; i += 1) if (Math.floor(flags / 2 ** i) % 2 === 1) compatibility += 2 ** (31 - i)
  const constraints = general.slice(5, 11)
  while (constraints.at(-1) === 0) constraints.pop()
  return [
    `${space}${first & 0x1f}`,
    compatibility.toString(16).toUpperCase(),
    `${(first & 0x20) === 0 ? 'L' : 'H'}${general[11] ?? 0}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.')
}
