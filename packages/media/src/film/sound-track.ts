// The sound of a film or a live view as a track of fragmented MP4: AAC (`mp4a`, ISO/IEC 14496-14), Opus (`Opus`,
// Encapsulation of Opus in ISOBMFF 1.0) and FLAC (`fLaC`, Encapsulation of FLAC in ISOBMFF 1.0), which G.711 becomes.
import { type SoundFormat, decodeALaw, decodeMuLaw } from '@portico/rtp'
import type { Sound } from '../feed/sound.ts'
import { flacFrame, flacStreamInfo } from './flac.ts'
import { box, concat, findBox, fullBox, readBoxes, text, u16, u32, u64, u8 } from './mp4-box.ts'

/** Pictures are track 1. */
export const SOUND_TRACK = 2

const UNITY = concat([u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)])

/** RFC 6381: `opus`, `flac`, `mp4a.40.2`. */
export function soundCodecString({ codec, config }: SoundFormat): string {
  if (codec === 'opus') return 'opus'
  // The first five bits are the audio object type (ISO/IEC 14496-3 1.6.2.1); 31 says that another follows.
  const type = (config[0] ?? 0x10) >> 3
  return codec === 'aac' ? `mp4a.40.${type === 31 ? 2 : type}` : 'flac'
}

/** What stands in the track for one frame of a camera. */
export function soundSample({ format, bytes, at }: Sound): Uint8Array {
  if (format.codec === 'aac' || format.codec === 'opus') return bytes
  const decode = format.codec === 'pcmu' ? decodeMuLaw : decodeALaw
  const mono = format.channels === 1 ? bytes : bytes.filter((_, i) => i % format.channels === 0)
  return flacFrame({ samples: Int16Array.from(mono, decode), rate: format.rate, at })
}

/** An initialisation segment of pictures with a track of sound behind. */
export function withSoundTrack(init: Uint8Array, format: SoundFormat): Uint8Array {
  const rebuilt = readBoxes(init).map(({ type, body }) => {
    if (type !== 'moov') return box(type, body)
    const inner = readBoxes(body).map((each) =>
      each.type === 'mvex'
        ? concat([track(format), box('mvex', each.body, extension())])
        : box(each.type, each.body),
    )
    return box('moov', ...inner)
  })
  return concat(rebuilt)
}

/** Sound alone, for who listens. */
export function soundInit(format: SoundFormat): Uint8Array {
  const header = fullBox(
    'mvhd',
    0,
    u32(0, 0, 1000, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    UNITY,
    new Uint8Array(24),
    u32(3),
  )
  const file = box('ftyp', text('iso6'), u32(0), text('iso6mp41'))
  return concat([file, box('moov', header, track(format), box('mvex', extension()))])
}

/** Every frame can be decoded by itself. */
const extension = (): Uint8Array => fullBox('trex', 0, u32(SOUND_TRACK, 1, 0, 0, 0x02000000))

function track(format: SoundFormat): Uint8Array {
  return box(
    'trak',
    fullBox('tkhd', 3, u32(0, 0, SOUND_TRACK, 0, 0), u32(0, 0), u16(0, 0, 0x100, 0), UNITY, u32(0, 0)),
    box(
      'mdia',
      fullBox('mdhd', 0, u32(0, 0, format.rate, 0), u16(0x55c4, 0)),
      fullBox('hdlr', 0, u32(0), text('soun'), u32(0, 0, 0), text('microphone\0')),
      box(
        'minf',
        fullBox('smhd', 0, u16(0, 0)),
        box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))),
        box(
          'stbl',
          fullBox('stsd', 0, u32(1), sampleEntry(format)),
          fullBox('stts', 0, u32(0)),
          fullBox('stsc', 0, u32(0)),
          fullBox('stsz', 0, u32(0, 0)),
          fullBox('stco', 0, u32(0)),
        ),
      ),
    ),
  )
}

function sampleEntry(format: SoundFormat): Uint8Array {
  const { codec, rate, channels } = format
  const shape = (count: number): Uint8Array =>
    concat([u8(0, 0, 0, 0, 0, 0), u16(1), u32(0, 0), u16(count, 16), u32(0), u32((rate * 0x10000) % 2 ** 32)])
  if (codec === 'aac') return box('mp4a', shape(channels), elementaryStream(format))
  if (codec === 'opus')
    return box('Opus', shape(channels), box('dOps', u8(0, channels), u16(0), u32(rate), u16(0), u8(0)))
  return box('fLaC', shape(1), fullBox('dfLa', 0, flacStreamInfo(rate)))
}

/** `esds` (ISO/IEC 14496-1 7.2.6.5): AAC, no limits told, the camera's configuration. */
function elementaryStream({ config }: SoundFormat): Uint8Array {
  const descriptor = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const body = concat(parts)
    return concat([u8(tag, 0x80, 0x80, 0x80, body.length), body])
  }
  const decoder = descriptor(4, u8(0x40, 0x15, 0, 0, 0), u32(0, 0), descriptor(5, config))
  return fullBox('esds', 0, descriptor(3, u16(SOUND_TRACK), u8(0), decoder, descriptor(6, u8(2))))
}

export interface SoundFragment {
  /** Of the file's fragments. */
  readonly sequence: number
  /** Samples from the start of the track to the first frame. */
  readonly decodeTime: number
  /** At least one; what lies between two is silence as long as it lasts. */
  readonly sounds: readonly Sound[]
}

/** A fragment of the track of sound alone. */
export function soundFragment({ sequence, decodeTime, sounds }: SoundFragment): Uint8Array {
  const samples = sounds.map(soundSample)
  const rows = samples.map((bytes, i) => {
    const sound = sounds[i]
    const next = sounds[i + 1]
    const duration = next && sound ? next.at - sound.at : (sound?.samples ?? 0)
    return u32(duration, bytes.length)
  })
  const moofOf = (dataOffset: number): Uint8Array =>
    box(
      'moof',
      fullBox('mfhd', 0, u32(sequence)),
      box(
        'traf',
        fullBox('tfhd', BASE_IS_MOOF, u32(SOUND_TRACK)),
        fullBox('tfdt', 0x01000000, u64(decodeTime)),
        fullBox('trun', RUN_FLAGS, u32(rows.length, dataOffset), ...rows),
      ),
    )
  const moofBytes = moofOf(0).length
  return concat([moofOf(moofBytes + 8), box('mdat', ...samples)])
}

/** Data offsets count from the `moof`. */
const BASE_IS_MOOF = 0x020000
/** Data offset, and duration and size of each sample. */
const RUN_FLAGS = 0x000301

/** A sector that a disk never wrote: no coded sound holds so many zeros. */
const HOLE = Buffer.alloc(512)

/** Whether `moof` and `mdat` are a whole fragment of sound. */
export function isWholeSound(moof: Uint8Array, mdat: Uint8Array): boolean {
  const head = findBox(moof, 'moof', 'traf', 'tfhd')
  const run = findBox(moof, 'moof', 'traf', 'trun')
  if (!head || head.length < 8 || viewOf(head).getUint32(4) !== SOUND_TRACK) return false
  if (!run || run.length < 12 || run.length !== 12 + 8 * viewOf(run).getUint32(4)) return false
  let bytes = 0
  for (let at = 16; at < run.length; at += 8) bytes += viewOf(run).getUint32(at)
  return bytes === mdat.length - 8 && !Buffer.from(mdat).includes(HOLE)
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
