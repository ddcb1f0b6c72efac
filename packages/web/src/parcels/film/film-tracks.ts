// Parts a piece of film into its pictures and its sound: a player that waits for sound that is not there would hold the
// pictures, so each is played by itself. How each is coded is said as players want to hear it (RFC 6381).
import { boxesIn, inside, part, viewOf } from '../../live/mp4-boxes.ts'

export interface FilmTracks {
  /** All but the sound. */
  readonly pictures: Uint8Array<ArrayBuffer>
  /** Null: this piece has none. */
  readonly sound: { readonly codec: string; readonly bytes: Uint8Array<ArrayBuffer> } | null
}

/** As the hub numbers them. */
const SOUND_TRACK = 2
/** Bytes before the boxes in `stsd`, and in a sample entry of pictures and of sound. */
const ENTRIES_AT = 8
const PICTURE_HEAD = 78
const SOUND_HEAD = 28
const BOX_HEAD = 8

interface Placed {
  readonly type: string
  readonly body: DataView
  /** Head and all. */
  readonly bytes: Uint8Array
}

function placed(bytes: Uint8Array): readonly Placed[] {
  let at = 0
  return [...boxesIn(viewOf(bytes))].map(({ type, body }) => {
    const from = at
    at += BOX_HEAD + body.byteLength
    return { type, body, bytes: bytes.subarray(from, at) }
  })
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const one of parts) {
    whole.set(one, at)
    at += one.length
  }
  return whole
}

/** Sample entries of a track, by their kind. */
const entriesOf = (trak: DataView): DataView | null => {
  const table = inside(trak, 'mdia', 'minf', 'stbl', 'stsd')
  return table && table.byteLength > ENTRIES_AT ? part(table, ENTRIES_AT) : null
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** `avc1.64001f`, `hvc1.1.6.L93.B0`; null: this is no track of pictures of the hub. */
export function pictureCodec(trak: DataView): string | null {
  const entries = entriesOf(trak)
  const [avc, hevc] = [entries && inside(entries, 'avc1'), entries && inside(entries, 'hvc1')]
  const settings = (entry: DataView | null, type: string): DataView | null =>
    entry && entry.byteLength > PICTURE_HEAD ? inside(part(entry, PICTURE_HEAD), type) : null
  const [avcC, hvcC] = [settings(avc, 'avcC'), settings(hevc, 'hvcC')]
  if (avcC && avcC.byteLength >= 4) return `avc1.${[1, 2, 3].map((at) => hex(avcC.getUint8(at))).join('')}`
  return hvcC && hvcC.byteLength >= 13 ? `hvc1.${hevcName(hvcC)}` : null
}

/** ISO/IEC 14496-15 annex E: profile, compatibility (bits the other way round), tier and level, constraints. */
function hevcName(settings: DataView): string {
  const first = settings.getUint8(1)
  const flags = settings.getUint32(2)
  const turned = Array.from({ length: 32 }, (_, bit) => ((flags >>> bit) & 1) * 2 ** (31 - bit))
  const constraints = Array.from({ length: 6 }, (_, at) => settings.getUint8(6 + at))
  while (constraints.at(-1) === 0) constraints.pop()
  return [
    `${['', 'A', 'B', 'C'][first >> 6] ?? ''}${first & 0x1f}`,
    turned.reduce((sum, bit) => sum + bit, 0).toString(16),
    `${(first & 0x20) === 0 ? 'L' : 'H'}${settings.getUint8(12)}`,
    ...constraints.map((byte) => byte.toString(16)),
  ].join('.')
}

function soundCodec(trak: DataView): string | null {
  const entries = entriesOf(trak)
  if (!entries) return null
  if (inside(entries, 'Opus')) return 'opus'
  if (inside(entries, 'fLaC')) return 'flac'
  const aac = inside(entries, 'mp4a')
  if (!aac || aac.byteLength <= SOUND_HEAD) return null
  // The decoder's settings are the last descriptor but one; the first five bits are the kind (ISO/IEC 14496-3 1.6.2.1).
  const stream = inside(part(aac, SOUND_HEAD), 'esds')
  const bytes = stream && new Uint8Array(stream.buffer, stream.byteOffset, stream.byteLength)
  const at = bytes ? bytes.findIndex((byte, i) => byte === 5 && bytes[i + 1] === 0x80) : -1
  const kind = (bytes?.[at + 5] ?? 0x10) >> 3
  return at < 0 ? null : `mp4a.40.${kind === 31 ? 2 : kind}`
}

const numberOf = (body: DataView, at: number): number => (body.byteLength >= at + 4 ? body.getUint32(at) : 0)

/** `tkhd` of version 0 (ISO/IEC 14496-12 8.3.2). */
const trackOf = (trak: DataView): number => {
  const head = inside(trak, 'tkhd')
  return head ? numberOf(head, 12) : 0
}

/** A `moov` that knows the sound alone, or all but the sound. */
function movieOf({ bytes }: Placed, wantsSound: boolean): Uint8Array {
  const isWanted = (track: number): boolean => (track === SOUND_TRACK) === wantsSound
  const inner = placed(bytes.subarray(BOX_HEAD)).flatMap((box): Uint8Array[] => {
    if (box.type === 'trak') return isWanted(trackOf(box.body)) ? [box.bytes] : []
    if (box.type !== 'mvex') return [box.bytes]
    const kept = placed(box.bytes.subarray(BOX_HEAD)).filter(
      ({ type, body }) => type !== 'trex' || isWanted(numberOf(body, 4)),
    )
    return [
      boxed(
        'mvex',
        kept.map((one) => one.bytes),
      ),
    ]
  })
  return boxed('moov', inner)
}

function boxed(type: string, parts: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(BOX_HEAD)
  const size = parts.reduce((sum, { length }) => sum + length, BOX_HEAD)
  new DataView(head.buffer).setUint32(0, size)
  head.set(
    Array.from(type, (letter) => letter.charCodeAt(0)),
    4,
  )
  return joined([head, ...parts])
}

/** What is not whole at its end counts for nothing. */
export function splitTracks(film: Uint8Array<ArrayBuffer>): FilmTracks {
  const boxes = placed(film)
  const movie = boxes.find(({ type }) => type === 'moov')
  const trak =
    movie &&
    [...boxesIn(movie.body)].find(({ type, body }) => type === 'trak' && trackOf(body) === SOUND_TRACK)
  const codec = trak ? soundCodec(trak.body) : null
  if (!movie || !trak) return { pictures: film, sound: null }
  const file = boxes.filter(({ type }) => type === 'ftyp').map(({ bytes }) => bytes)
  const pictures = [...file, movieOf(movie, false)]
  const sound = [...file, movieOf(movie, true)]
  let isSound = false
  for (const { type, body, bytes } of boxes) {
    if (type === 'ftyp' || type === 'moov') continue
    if (type === 'prft') isSound = false
    if (type === 'moof') {
      const head = inside(body, 'traf', 'tfhd')
      isSound = head !== null && numberOf(head, 4) === SOUND_TRACK
    }
    if (isSound) sound.push(bytes)
    else pictures.push(bytes)
  }
  return { pictures: joined(pictures), sound: codec === null ? null : { codec, bytes: joined(sound) } }
}
