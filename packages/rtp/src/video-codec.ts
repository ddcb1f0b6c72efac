// What H.264 and H.265 call differently: which NAL is a slice, which begins a picture, which can be decoded by itself.
import * as h264 from './nal.ts'

export type VideoCodec = 'h264' | 'h265'

/** `slice` and `key-slice` hold the picture itself; a key one is decodable without what came before. */
export type NalRole = 'slice' | 'key-slice' | 'parameters' | 'delimiter' | 'other'

export interface NalGrammar {
  readonly roleOf: (nal: Uint8Array) => NalRole
  /** The first slice of a picture. */
  readonly startsPicture: (nal: Uint8Array) => boolean
}

function roleOfH264(nal: Uint8Array): NalRole {
  const type = h264.nalType(nal)
  if (type === h264.NAL_IDR) return 'key-slice'
  if (h264.isSlice(type)) return 'slice'
  if (type === h264.NAL_SPS || type === h264.NAL_PPS) return 'parameters'
  return type === h264.NAL_AUD ? 'delimiter' : 'other'
}

/** ITU-T H.265 table 7-1. */
export const H265_VPS = 32
export const H265_SPS = 33
export const H265_PPS = 34
const H265_AUD = 35
/** Up to here NALs are coded slices (or reserved for them). */
const H265_SLICE_MAX = 31
/** Random access: BLA, IDR and CRA; the two reserved ones behind them too. */
const H265_KEY_MIN = 16
const H265_KEY_MAX = 23

/** `nal_unit_type` of H.265, 0–63 (ITU-T H.265 7.3.1.2). */
export const h265NalType = (nal: Uint8Array): number => ((nal[0] ?? 0) >> 1) & 0x3f

function roleOfH265(nal: Uint8Array): NalRole {
  const type = h265NalType(nal)
  if (type >= H265_KEY_MIN && type <= H265_KEY_MAX) return 'key-slice'
  if (type <= H265_SLICE_MAX) return 'slice'
  if (type === H265_VPS || type === H265_SPS || type === H265_PPS) return 'parameters'
  return type === H265_AUD ? 'delimiter' : 'other'
}

export const nalGrammar: Readonly<Record<VideoCodec, NalGrammar>> = {
  h264: { roleOf: roleOfH264, startsPicture: h264.startsPicture },
  h265: {
    roleOf: roleOfH265,
    // `first_slice_segment_in_pic_flag` is the first bit behind the header of two bytes.
    startsPicture: (nal) => h265NalType(nal) <= H265_SLICE_MAX && ((nal[2] ?? 0) & 0x80) !== 0,
  },
}

/** The NAL holds a part of the picture itself. */
export const holdsPicture = (codec: VideoCodec, nal: Uint8Array): boolean => {
  const role = nalGrammar[codec].roleOf(nal)
  return role === 'slice' || role === 'key-slice'
}
