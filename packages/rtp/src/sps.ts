// What a sequence parameter set says of profile and picture size (ITU-T H.264 7.3.2.1.1, 7.4.2.1.1).
import { BitReader } from './bit-reader.ts'
import { NAL_SPS, nalType, unescapeNal } from './nal.ts'

export interface Sps {
  /** `profile_idc`: 66 Baseline, 77 Main, 100 High. */
  readonly profile: number
  /** The byte of constraint flags as it stands behind `profile_idc`. */
  readonly constraints: number
  /** `level_idc`: 31 means level 3.1. */
  readonly level: number
  /** Size as shown, after cropping. */
  readonly width: number
  readonly height: number
  /** Size as coded, whole macroblocks: what a bare decoder hands out. */
  readonly codedWidth: number
  readonly codedHeight: number
  /** Where the shown picture begins in the coded one. */
  readonly cropLeft: number
  readonly cropTop: number
}

/** Largest side of a picture that is read: 8K cameras and garbage end here. */
const SIDE_MAX = 8192
/** Profiles whose SPS tells its chroma format (7.3.2.1.1). */
const PROFILES_WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

/** Reads a SPS NAL; null when it is none, cut short or beyond what any camera sends. */
export function parseSps(nal: Uint8Array): Sps | null {
  if (nalType(nal) !== NAL_SPS || nal.length < 4) return null
  try {
    const sps = readSps(unescapeNal(nal))
    const fits = (side: number): boolean => side >= 1 && side <= SIDE_MAX
    return fits(sps.width) && fits(sps.height) && fits(sps.codedWidth) && fits(sps.codedHeight) ? sps : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readSps(raw: Uint8Array): Sps {
  const reader = new BitReader(raw.subarray(1))
  const profile = reader.bits(8)
  const constraints = reader.bits(8)
  const level = reader.bits(8)
  reader.unsigned() // seq_parameter_set_id
  const chroma = PROFILES_WITH_CHROMA.has(profile) ? readChroma(reader) : 1
  reader.unsigned() // log2_max_frame_num_minus4
  skipPictureOrder(reader)
  reader.unsigned() // max_num_ref_frames
  reader.bit() // gaps_in_frame_num_value_allowed_flag
  const mbWidth = reader.unsigned() + 1
  const mapHeight = reader.unsigned() + 1
  const framesOnly = reader.bit()
  if (framesOnly === 0) reader.bit() // mb_adaptive_frame_field_flag
  reader.bit() // direct_8x8_inference_flag
  const [left, right, top, bottom] = reader.bit() === 1 ? readCrop(reader) : [0, 0, 0, 0]
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1
  const unitY = (chroma === 1 ? 2 : 1) * (2 - framesOnly)
  const codedWidth = mbWidth * 16
  const codedHeight = mapHeight * 16 * (2 - framesOnly)
  return {
    profile,
    constraints,
    level,
    width: codedWidth - unitX * (left + right),
    height: codedHeight - unitY * (top + bottom),
    codedWidth,
    codedHeight,
    cropLeft: unitX * left,
    cropTop: unitY * top,
  }
}

function readChroma(reader: BitReader): number {
  const chroma = reader.unsigned()
  if (chroma === 3) reader.bit() // separate_colour_plane_flag
  reader.unsigned() // bit_depth_luma_minus8
  reader.unsigned() // bit_depth_chroma_minus8
  reader.bit() // qpprime_y_zero_transform_bypass_flag
  if (reader.bit() === 1)
    for (let i = 0; i < (chroma === 3 ? 12 : 8); i += 1)
      if (reader.bit() === 1) skipScalingList(reader, i < 6 ? 16 : 64)
  return chroma
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8
  let next = 8
  for (let i = 0; i < size; i += 1) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256
    if (next !== 0) last = next
  }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.unsigned()
  if (type === 0) reader.unsigned() // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return
  reader.bit() // delta_pic_order_always_zero_flag
  reader.signed() // offset_for_non_ref_pic
  reader.signed() // offset_for_top_to_bottom_field
  const count = reader.unsigned()
  if (count > 255) throw new RangeError(`${count} frames in an order cycle`)
  for (let i = 0; i < count; i += 1) reader.signed()
}

function readCrop(reader: BitReader): [number, number, number, number] {
  return [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
}
