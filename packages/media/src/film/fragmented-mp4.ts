// Fragmented MP4 (ISO/IEC 14496-12 8.8) of one H.264 or H.265 track: an initialisation segment, then fragments that are each
// playable as soon as they are there. The same bytes go to disk and to live viewers.
import {
  type ParameterSets,
  TICKS_PER_MS,
  decoderConfiguration,
  parseSps,
  readH265Profile,
} from '@portico/rtp'
import { box, concat, fullBox, text, u16, u32, u64, u8 } from './mp4-box.ts'

/** Ticks per second of the track. */
export const TIMESCALE = 1000 * TICKS_PER_MS

export interface Sample {
  readonly bytes: Uint8Array
  readonly key: boolean
  /** Ticks. */
  readonly duration: number
}

export interface Fragment {
  /** Counts from 1 in a file. */
  readonly sequence: number
  /** Ticks from the start of the track to the first sample. */
  readonly decodeTime: number
  readonly samples: readonly Sample[]
  /** When the first sample was taken, Unix ms; null: not told (live view). */
  readonly wallMs: number | null
}

const UNITY = concat([u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)])

/** `ftyp` and `moov`. A size that cannot be read is written as 0, which players correct by the pictures. */
export function initSegment(parameters: ParameterSets): Uint8Array {
  const { width, height } = sizeOf(parameters)
  const header = fullBox(
    'mvhd',
    0,
    u32(0, 0, 1000, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    UNITY,
    new Uint8Array(24),
    u32(2),
  )
  const extension = box('mvex', fullBox('trex', 0, u32(1, 1, 0, 0, 0)))
  const file = box('ftyp', text('iso6'), u32(0), text('iso6mp41'))
  return concat([file, box('moov', header, track({ width, height, parameters }), extension)])
}

/** As shown; 0 × 0 where it cannot be read. */
export function sizeOf({ codec, sps }: ParameterSets): { readonly width: number; readonly height: number } {
  const { width = 0, height = 0 } = (codec === 'h265' ? readH265Profile(sps) : parseSps(sps)) ?? {}
  return { width, height }
}

interface TrackShape {
  readonly width: number
  readonly height: number
  readonly parameters: ParameterSets
}

function track(shape: TrackShape): Uint8Array {
  const { width, height } = shape
  const size = u32(width * 0x10000, height * 0x10000)
  const header = fullBox('tkhd', 3, u32(0, 0, 1, 0, 0), u32(0, 0), u16(0, 0, 0, 0), UNITY, size)
  const media = box(
    'mdia',
    fullBox('mdhd', 0, u32(0, 0, TIMESCALE, 0), u16(0x55c4, 0)),
    fullBox('hdlr', 0, u32(0), text('vide'), u32(0, 0, 0), text('camera\0')),
    box(
      'minf',
      fullBox('vmhd', 1, u16(0, 0, 0, 0)),
      box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))),
      box(
        'stbl',
        fullBox('stsd', 0, u32(1), sampleEntry(shape)),
        fullBox('stts', 0, u32(0)),
        fullBox('stsc', 0, u32(0)),
        fullBox('stsz', 0, u32(0, 0)),
        fullBox('stco', 0, u32(0)),
      ),
    ),
  )
  return box('trak', header, media)
}

/** ISO/IEC 14496-15 5.4.2.1, 8.4.1.1. */
function sampleEntry({ width, height, parameters }: TrackShape): Uint8Array {
  const isH265 = parameters.codec === 'h265'
  return box(
    isH265 ? 'hvc1' : 'avc1',
    u8(0, 0, 0, 0, 0, 0),
    u16(1, 0, 0),
    u32(0, 0, 0),
    u16(width, height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    new Uint8Array(32),
    u16(0x18, 0xffff),
    box(isH265 ? 'hvcC' : 'avcC', decoderConfiguration(parameters)),
  )
}

/** Sample flags (8.8.3.1): depends on nothing; or depends on others and is no sync sample. */
const KEY_FLAGS = 0x02000000
const OTHER_FLAGS = 0x01010000
/** Data offset, and duration, size and flags of each sample. */
const RUN_FLAGS = 0x000701
/** Data offsets count from the `moof`. */
const BASE_IS_MOOF = 0x020000
/** The time in `prft` is that of capture (8.16.5). */
const CAPTURED = 8

export interface BuiltFragment {
  readonly bytes: Uint8Array
  /** Where each sample's bytes begin in `bytes`. */
  readonly offsets: readonly number[]
}

export function fragment({ sequence, decodeTime, samples, wallMs }: Fragment): BuiltFragment {
  const rows = samples.map(({ duration, bytes, key }) =>
    u32(duration, bytes.length, key ? KEY_FLAGS : OTHER_FLAGS),
  )
  const moofOf = (dataOffset: number): Uint8Array =>
    box(
      'moof',
      fullBox('mfhd', 0, u32(sequence)),
      box(
        'traf',
        fullBox('tfhd', BASE_IS_MOOF, u32(1)),
        fullBox('tfdt', 0x01000000, u64(decodeTime)),
        fullBox('trun', RUN_FLAGS, u32(samples.length, dataOffset), ...rows),
      ),
    )
  const moofBytes = moofOf(0).length
  const reference = wallMs === null ? new Uint8Array(0) : captureReference(wallMs, decodeTime)
  const data = box('mdat', ...samples.map(({ bytes }) => bytes))
  const offsets: number[] = []
  let at = reference.length + moofBytes + 8
  for (const { bytes } of samples) {
    offsets.push(at)
    at += bytes.length
  }
  return { bytes: concat([reference, moofOf(moofBytes + 8), data]), offsets }
}

/** Seconds from 1900 to 1970. */
const NTP_UNIX_S = 2_208_988_800

/** `prft`: ties the fragment to the clock on the wall, so that film tells when it was taken. */
function captureReference(wallMs: number, decodeTime: number): Uint8Array {
  const seconds = Math.floor(wallMs / 1000)
  const part = Math.floor(((wallMs - seconds * 1000) / 1000) * 2 ** 32)
  return fullBox(
    'prft',
    0x01000000 | CAPTURED,
    u32(1),
    u32((seconds + NTP_UNIX_S) % 2 ** 32, part),
    u64(decodeTime),
  )
}

/** The Unix ms of a `prft` box's body. */
export function readCaptureReference(body: Uint8Array): number | null {
  if (body.length < 24) return null
  const view = new DataView(body.buffer, body.byteOffset)
  const seconds = view.getUint32(8)
  const era = seconds < NTP_UNIX_S ? 2 ** 32 : 0
  return (seconds + era - NTP_UNIX_S) * 1000 + (view.getUint32(12) / 2 ** 32) * 1000
}
