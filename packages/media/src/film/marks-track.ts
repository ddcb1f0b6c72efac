// The marks of a film as a timed text track of its own in the same file: what bolt, door and bell did, and when. Text
// of 3GPP (`tx3g`, 3GPP TS 26.245) is what players show as subtitles and tools turn into a list.
import { TIMESCALE } from './fragmented-mp4.ts'
import { box, concat, findBox, fullBox, readBoxes, text, u16, u32, u64, u8 } from './mp4-box.ts'

/** Pictures are track 1, sound would be 2. */
export const MARKS_TRACK = 3
/** How long a mark is shown, ticks: as long as the longest fragment. */
export const MARK_TICKS = TIMESCALE / 4
/** Bytes of one text; what is longer is no list of marks of ours. */
const TEXT_BYTES_MAX = 8 * 1024

const UNITY = concat([u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)])
const NO_ROOM = u16(0, 0, 0, 0)
const WHITE = u32(0xffffffff)

/** 26.245 §5.16: below, in the middle, in white on nothing. */
function sampleEntry(): Uint8Array {
  const justified = u8(1, 0xff)
  const style = concat([u16(0, 0, 1), u8(0, 18), WHITE])
  const fonts = box('ftab', u16(1, 1), u8(5), text('Serif'))
  return box('tx3g', u8(0, 0, 0, 0, 0, 0), u16(1), u32(0), justified, u32(0), NO_ROOM, style, fonts)
}

function track(): Uint8Array {
  return box(
    'trak',
    fullBox('tkhd', 3, u32(0, 0, MARKS_TRACK, 0, 0), u32(0, 0), u16(0, 0, 0, 0), UNITY, u32(0, 0)),
    box(
      'mdia',
      fullBox('mdhd', 0, u32(0, 0, TIMESCALE, 0), u16(0x55c4, 0)),
      fullBox('hdlr', 0, u32(0), text('text'), u32(0, 0, 0), text('marks\0')),
      box(
        'minf',
        fullBox('nmhd', 0),
        box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))),
        box(
          'stbl',
          fullBox('stsd', 0, u32(1), sampleEntry()),
          fullBox('stts', 0, u32(0)),
          fullBox('stsc', 0, u32(0)),
          fullBox('stsz', 0, u32(0, 0)),
          fullBox('stco', 0, u32(0)),
        ),
      ),
    ),
  )
}

/** An initialisation segment with the track of marks behind its own tracks. */
export function withMarksTrack(init: Uint8Array): Uint8Array {
  const extension = fullBox('trex', 0, u32(MARKS_TRACK, 1, 0, 0, 0))
  const rebuilt = readBoxes(init).map(({ type, body }) => {
    if (type !== 'moov') return box(type, body)
    const inner = readBoxes(body).map((each) =>
      each.type === 'mvex' ? concat([track(), box('mvex', each.body, extension)]) : box(each.type, each.body),
    )
    return box('moov', ...inner)
  })
  return concat(rebuilt)
}

export interface MarksFragment {
  /** Of the file's fragments. */
  readonly sequence: number
  /** Ticks from the start of the film. */
  readonly decodeTime: number
  /** One mark a line. */
  readonly lines: readonly string[]
}

/** A fragment of the track of marks alone. */
export function marksFragment({ sequence, decodeTime, lines }: MarksFragment): Uint8Array {
  const words = text(lines.join('\n')).subarray(0, TEXT_BYTES_MAX)
  const sample = concat([u16(words.length), words])
  const moofOf = (dataOffset: number): Uint8Array =>
    box(
      'moof',
      fullBox('mfhd', 0, u32(sequence)),
      box(
        'traf',
        fullBox('tfhd', BASE_IS_MOOF, u32(MARKS_TRACK)),
        fullBox('tfdt', 0x01000000, u64(decodeTime)),
        fullBox('trun', RUN_FLAGS, u32(1, dataOffset, MARK_TICKS, sample.length)),
      ),
    )
  const moofBytes = moofOf(0).length
  return concat([moofOf(moofBytes + 8), box('mdat', sample)])
}

/** Data offsets count from the `moof`. */
const BASE_IS_MOOF = 0x020000
/** Data offset, and duration and size of each sample. */
const RUN_FLAGS = 0x000301

/** The lines of a fragment of marks, by its `moof` and `mdat`; null where it is none, or not whole. */
export function readMarks(moof: Uint8Array, mdat: Uint8Array): readonly string[] | null {
  const head = findBox(moof, 'moof', 'traf', 'tfhd')
  const run = findBox(moof, 'moof', 'traf', 'trun')
  if (!head || head.length < 8 || viewOf(head).getUint32(4) !== MARKS_TRACK) return null
  const sample = mdat.subarray(8)
  if (run?.length !== 20 || sample.length < 2 || viewOf(run).getUint32(16) !== sample.length) return null
  const words = sample.subarray(2)
  // A disk that kept the size of a file and not its bytes leaves zeros; no mark holds one.
  if (viewOf(sample).getUint16(0) !== words.length || words.includes(0)) return null
  return new TextDecoder().decode(words).split('\n')
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
