// What HomeKit Secure Video records: fragmented MP4 of the camera's own H.264 and a track of AAC-LC. Where the camera gives
// no AAC the track is silent.
import { box, fullBox, u16, u32, u64, u8 } from './mp4-box.ts'
import type { Fragment, PictureTrack, Sample } from './mp4-read.ts'

export interface RecordedSound {
  /** Samples a second. */
  readonly rate: number
  readonly channels: number
  /** AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1). */
  readonly configuration: Uint8Array
}

/** Samples in one frame of AAC-LC. */
export const AAC_FRAME = 1_024
/** One frame of AAC-LC that says nothing, one channel. */
export const SILENT_FRAME = u8(0x01, 0x18, 0x20, 0x07)

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000]

/** One channel of AAC-LC at a rate of ISO/IEC 14496-3 table 1.18. */
export function silence(rate: number): RecordedSound {
  const index = RATES.indexOf(rate)
  if (index < 0) throw new RangeError(`AAC has no ${rate} samples a second`)
  // Object type 2 in five bits, rate in four, channels in four.
  return { rate, channels: 1, configuration: u16((2 << 11) | (index << 7) | (1 << 3)) }
}

const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
const PICTURES = 1
const SOUNDS = 2
const text = (characters: string): Uint8Array => Buffer.from(characters, 'latin1')

/** `ftyp` and `moov` of both tracks. */
export function recordingInit(picture: PictureTrack, sound: RecordedSound): Uint8Array {
  const header = fullBox(
    'mvhd',
    0,
    u32(0, 0, 1000, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    MATRIX,
    new Uint8Array(24),
    u32(3),
  )
  const extension = box(
    'mvex',
    fullBox('trex', 0, u32(PICTURES, 1, 0, 0, 0)),
    fullBox('trex', 0, u32(SOUNDS, 1, 0, 0, 0x02000000)),
  )
  const moov = box('moov', header, pictureTrack(picture), soundTrack(sound), extension)
  return Buffer.concat([box('ftyp', text('iso6'), u32(0), text('iso6avc1mp41')), moov])
}

interface Shape {
  readonly id: number
  readonly timescale: number
  readonly volume: number
  readonly size: Uint8Array
  readonly handler: 'vide' | 'soun'
  readonly header: Uint8Array
  readonly entry: Uint8Array
}

function trackBox({ id, timescale, volume, size, handler, header, entry }: Shape): Uint8Array {
  return box(
    'trak',
    fullBox('tkhd', 3, u32(0, 0, id, 0, 0), u32(0, 0), u16(0, 0, volume, 0), MATRIX, size),
    box(
      'mdia',
      fullBox('mdhd', 0, u32(0, 0, timescale, 0), u16(0x55c4, 0)),
      fullBox('hdlr', 0, u32(0), text(handler), u32(0, 0, 0), text('camera\0')),
      box(
        'minf',
        header,
        box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))),
        box(
          'stbl',
          fullBox('stsd', 0, u32(1), entry),
          fullBox('stts', 0, u32(0)),
          fullBox('stsc', 0, u32(0)),
          fullBox('stsz', 0, u32(0, 0)),
          fullBox('stco', 0, u32(0)),
        ),
      ),
    ),
  )
}

function pictureTrack({ width, height, timescale, configuration }: PictureTrack): Uint8Array {
  const entry = box(
    'avc1',
    u8(0, 0, 0, 0, 0, 0),
    u16(1, 0, 0),
    u32(0, 0, 0),
    u16(width, height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    new Uint8Array(32),
    u16(0x18, 0xffff),
    box('avcC', configuration),
  )
  const size = u32(width * 0x10000, height * 0x10000)
  const header = fullBox('vmhd', 1, u16(0, 0, 0, 0))
  return trackBox({ id: PICTURES, timescale, volume: 0, size, handler: 'vide', header, entry })
}

function soundTrack({ rate, channels, configuration }: RecordedSound): Uint8Array {
  const descriptor = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const body = Buffer.concat(parts)
    return Buffer.concat([u8(tag, 0x80, 0x80, 0x80, body.length), body])
  }
  const decoder = descriptor(4, u8(0x40, 0x15, 0, 0, 0), u32(0, 0), descriptor(5, configuration))
  const stream = fullBox('esds', 0, descriptor(3, u16(SOUNDS), u8(0), decoder, descriptor(6, u8(2))))
  const head = [
    u8(0, 0, 0, 0, 0, 0),
    u16(1),
    u32(0, 0),
    u16(channels, 16),
    u32(0),
    u32((rate * 0x10000) % 2 ** 32),
  ]
  return trackBox({
    id: SOUNDS,
    timescale: rate,
    volume: 0x100,
    size: u32(0, 0),
    handler: 'soun',
    header: fullBox('smhd', 0, u16(0, 0)),
    entry: box('mp4a', ...head, stream),
  })
}

const KEY_FLAGS = 0x02000000
const OTHER_FLAGS = 0x01010000
/** Data offsets count from the `moof`. */
const BASE_IS_MOOF = 0x020000

export interface RecordedFragment {
  /** Counts from 1. */
  readonly sequence: number
  readonly pictures: Fragment
  readonly sounds: Fragment
}

/** One `moof` with a run of each track, and one `mdat` with both. A track without samples is left out. */
export function recordingFragment({ sequence, pictures, sounds }: RecordedFragment): Uint8Array {
  const pictureBytes = sum(pictures.samples)
  const moof = (offset: number): Uint8Array =>
    box(
      'moof',
      fullBox('mfhd', 0, u32(sequence)),
      run(PICTURES, pictures, offset),
      ...(sounds.samples.length > 0 ? [run(SOUNDS, sounds, offset + pictureBytes)] : []),
    )
  const data = [...pictures.samples, ...sounds.samples].map(({ bytes }) => bytes)
  return Buffer.concat([moof(moof(0).length + 8), box('mdat', ...data)])
}

const sum = (samples: readonly Sample[]): number => samples.reduce((all, { bytes }) => all + bytes.length, 0)

function run(id: number, { decodeTime, samples }: Fragment, offset: number): Uint8Array {
  const rows = samples.map(({ duration, bytes, key }) =>
    u32(duration, bytes.length, key ? KEY_FLAGS : OTHER_FLAGS),
  )
  return box(
    'traf',
    fullBox('tfhd', BASE_IS_MOOF, u32(id)),
    fullBox('tfdt', 0x01000000, u64(decodeTime)),
    fullBox('trun', 0x000701, u32(samples.length, offset), ...rows),
  )
}
