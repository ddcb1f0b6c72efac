// What the hub's lines bring, read: the one track of an initialisation segment and the samples of a fragment (ISO/IEC
// 14496-12 8.8, 14496-15 5.3.3.1, 14496-1 7.2.6.5). Damaged bytes give null, never an error and never a byte from outside.
import { type FoundBox, findBox, readBoxes, viewOf } from './mp4-box.ts'

export interface PictureTrack {
  readonly kind: 'picture'
  /** Ticks a second. */
  readonly timescale: number
  readonly width: number
  readonly height: number
  readonly sps: readonly Uint8Array[]
  readonly pps: readonly Uint8Array[]
  /** Body of the `avcC` box. */
  readonly configuration: Uint8Array
}

export interface SoundTrack {
  readonly kind: 'sound'
  readonly codec: 'aac' | 'opus' | 'flac'
  /** Samples a second, which are the ticks too. */
  readonly timescale: number
  readonly channels: number
  /** AudioSpecificConfig of AAC; empty for the others. */
  readonly configuration: Uint8Array
}

export interface Sample {
  readonly bytes: Uint8Array
  readonly key: boolean
  /** Ticks. */
  readonly duration: number
}

export interface Fragment {
  /** Ticks from the start of the track. */
  readonly decodeTime: number
  readonly samples: readonly Sample[]
}

const SAMPLES_MAX = 4_096
const SETS_MAX = 8
/** Of a visual and of an audio sample entry, before the boxes in it (ISO/IEC 14496-12 12.1.3, 12.2.3). */
const PICTURE_ENTRY = 78
const SOUND_ENTRY = 28
const DURATION = 0x100
const SIZE = 0x200
const FLAGS = 0x400
/** Data offset, which is read, and one set of flags for the first sample, which is not. */
const OFFSET = 0x1
const NOT_SYNC = 0x10000

/** Null: no track that is known here, for instance H.265. */
export function readTrack(init: Uint8Array): PictureTrack | SoundTrack | null {
  const media = findBox(init, 'moov', 'trak', 'mdia')
  const header = media && findBox(media, 'mdhd')
  const table = media && findBox(media, 'minf', 'stbl', 'stsd')
  if (!header || header.length < 16 || header[0] !== 0 || !table || table.length < 8) return null
  const timescale = viewOf(header).getUint32(12)
  const [entry] = readBoxes(table.subarray(8))
  if (!entry || timescale === 0) return null
  return entry.type === 'avc1' ? pictureTrack(entry, timescale) : soundTrack(entry, timescale)
}

function pictureTrack({ body }: FoundBox, timescale: number): PictureTrack | null {
  if (body.length < PICTURE_ENTRY) return null
  const configuration = findBox(body.subarray(PICTURE_ENTRY), 'avcC')
  const sets = configuration && parameterSets(configuration)
  if (!sets) return null
  const view = viewOf(body)
  const [width, height] = [view.getUint16(24), view.getUint16(26)]
  return { kind: 'picture', timescale, width, height, ...sets, configuration }
}

/** Null unless lengths have four bytes and there is one set of each kind at least. */
function parameterSets(configuration: Uint8Array): Pick<PictureTrack, 'sps' | 'pps'> | null {
  if (configuration.length < 7 || ((configuration[4] ?? 0) & 3) !== 3) return null
  let at = 5
  const row = (mask: number): Uint8Array[] | null => {
    const count = (configuration[at] ?? 0) & mask
    at += 1
    const sets: Uint8Array[] = []
    for (let i = 0; i < count; i += 1) {
      const length = ((configuration[at] ?? 0) << 8) | (configuration[at + 1] ?? 0)
      if (length === 0 || at + 2 + length > configuration.length) return null
      sets.push(configuration.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
    return sets.length > 0 && sets.length <= SETS_MAX ? sets : null
  }
  const sps = row(0x1f)
  const pps = sps && row(0xff)
  return sps && pps ? { sps, pps } : null
}

const soundCodecs: Readonly<Record<string, SoundTrack['codec']>> = { mp4a: 'aac', Opus: 'opus', fLaC: 'flac' }

function soundTrack({ type, body }: FoundBox, timescale: number): SoundTrack | null {
  const codec = soundCodecs[type]
  if (!codec || body.length < SOUND_ENTRY) return null
  const channels = viewOf(body).getUint16(16)
  if (channels < 1 || channels > 2) return null
  const configuration = codec === 'aac' ? audioConfiguration(body.subarray(SOUND_ENTRY)) : new Uint8Array(0)
  return configuration && { kind: 'sound', codec, timescale, channels, configuration }
}

/** Length of a descriptor's head: its tag, then a length in one to four bytes of seven bits. */
function descriptorHead(bytes: Uint8Array): number {
  let head = 1
  while (head < 4 && ((bytes[head] ?? 0) & 0x80) !== 0) head += 1
  return head + 1
}

/** The DecoderSpecificInfo inside ES_Descriptor and DecoderConfigDescriptor. */
function audioConfiguration(boxes: Uint8Array): Uint8Array | null {
  let bytes = findBox(boxes, 'esds')?.subarray(4)
  for (const [tag, skip] of [
    [3, 3],
    [4, 13],
  ] as const) {
    if (bytes?.[0] !== tag) return null
    bytes = bytes.subarray(descriptorHead(bytes) + skip)
  }
  if (bytes?.[0] !== 5) return null
  const head = descriptorHead(bytes)
  const length = bytes[head - 1] ?? 0
  return length >= 2 && head + length <= bytes.length ? bytes.subarray(head, head + length) : null
}

/** `moof` and `mdat` of one track, with sizes told for each sample, as the hub writes them. */
export function readFragment(bytes: Uint8Array): Fragment | null {
  const boxes = readBoxes(bytes)
  const moof = boxes.find(({ type }) => type === 'moof')
  const track = moof && findBox(moof.body, 'traf')
  const time = track && findBox(track, 'tfdt')
  const run = track && findBox(track, 'trun')
  if (!moof || !time || !run || time.length < 12 || time[0] !== 1 || run.length < 12) return null
  const start = moof.whole.byteOffset - bytes.byteOffset
  const samples = readRun(run, bytes.subarray(start))
  const clock = viewOf(time)
  const decodeTime = clock.getUint32(4) * 2 ** 32 + clock.getUint32(8)
  return samples && Number.isSafeInteger(decodeTime) ? { decodeTime, samples } : null
}

function readRun(run: Uint8Array, fromMoof: Uint8Array): Sample[] | null {
  const view = viewOf(run)
  const flags = view.getUint32(0) & 0xffffff
  const count = view.getUint32(4)
  const hasFlags = (flags & FLAGS) !== 0
  if ((flags & ~FLAGS) !== (DURATION | SIZE | OFFSET)) return null
  const row = hasFlags ? 12 : 8
  if (count === 0 || count > SAMPLES_MAX || run.length < 12 + row * count) return null
  let at = view.getInt32(8)
  if (at < 0) return null
  const samples: Sample[] = []
  for (let i = 0; i < count; i += 1) {
    const [duration, size] = [view.getUint32(12 + row * i), view.getUint32(16 + row * i)]
    if (size === 0 || at + size > fromMoof.length) return null
    const key = !hasFlags || (view.getUint32(20 + row * i) & NOT_SYNC) === 0
    samples.push({ bytes: fromMoof.subarray(at, at + size), key, duration })
    at += size
  }
  return samples
}
