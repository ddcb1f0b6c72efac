// Parting a film: pictures without the sound, the sound without the pictures, each with what a player has to know.
import { describe, expect, it } from 'vitest'
import { boxesIn, inside, viewOf } from '../../src/live/mp4-boxes.ts'
import { pictureCodec, splitTracks } from '../../src/parcels/film/film-tracks.ts'

const numbers = (...values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [place, value] of values.entries()) view.setUint32(place * 4, value)
  return bytes
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]))

const box = (type: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...parts)
  return joined(
    numbers(8 + body.length),
    Uint8Array.from(type, (letter) => letter.charCodeAt(0)),
    body,
  )
}

const track = (id: number, entry: Uint8Array): Uint8Array =>
  box(
    'trak',
    box('tkhd', numbers(0, 0, 0, id, 0)),
    box('mdia', box('minf', box('stbl', box('stsd', numbers(0, 1), entry)))),
  )

const avc = box('avc1', new Uint8Array(78), box('avcC', Uint8Array.of(1, 0x64, 0x00, 0x1f, 0xff)))
const hevcSettings = Uint8Array.of(1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93, 0xf0)
const hevc = box('hvc1', new Uint8Array(78), box('hvcC', hevcSettings))
const opus = box('Opus', new Uint8Array(28))
const flac = box('fLaC', new Uint8Array(28))
const aacStream = Uint8Array.of(0, 0, 0, 0, 3, 0x80, 0x80, 0x80, 9, 0, 2, 0, 5, 0x80, 0x80, 0x80, 2, 0x14, 8)
const aac = box('mp4a', new Uint8Array(28), box('esds', aacStream))

const trex = (id: number): Uint8Array => box('trex', numbers(0, id, 1, 0, 0, 0))
const movie = (...tracks: readonly (readonly [number, Uint8Array])[]): Uint8Array =>
  box(
    'moov',
    box('mvhd', numbers(0)),
    ...tracks.map(([id, entry]) => track(id, entry)),
    box('mvex', ...tracks.map(([id]) => trex(id))),
  )
const fragment = (id: number, content: string): Uint8Array =>
  joined(
    ...(id === 1 ? [box('prft', numbers(0))] : []),
    box('moof', box('mfhd', numbers(0, 1)), box('traf', box('tfhd', numbers(0x020000, id)))),
    box(
      'mdat',
      Uint8Array.from(content, (letter) => letter.charCodeAt(0)),
    ),
  )

const words = (bytes: Uint8Array): string[] =>
  [...boxesIn(viewOf(bytes))].flatMap(({ type, body }) =>
    type === 'mdat'
      ? [String.fromCharCode(...new Uint8Array(body.buffer, body.byteOffset, body.byteLength))]
      : [],
  )
const boxNames = (bytes: Uint8Array, ...path: readonly string[]): string[] => {
  const inner = inside(viewOf(bytes), ...path)
  return inner ? [...boxesIn(inner)].map(({ type }) => type) : []
}

const file = box('ftyp', numbers(0))
const film = joined(
  file,
  movie([1, avc], [2, opus], [3, box('tx3g', new Uint8Array(8))]),
  fragment(1, 'picture 1'),
  fragment(2, 'sound 1'),
  fragment(3, 'mark'),
  fragment(1, 'picture 2'),
  fragment(2, 'sound 2'),
)

describe('a film with sound', () => {
  it('is parted, each part with its own tracks', () => {
    const { pictures, sound } = splitTracks(film)
    expect(words(pictures)).toEqual(['picture 1', 'mark', 'picture 2'])
    expect(words(sound?.bytes ?? new Uint8Array(0))).toEqual(['sound 1', 'sound 2'])
    expect(boxNames(pictures, 'moov')).toEqual(['mvhd', 'trak', 'trak', 'mvex'])
    expect(boxNames(sound?.bytes ?? film, 'moov')).toEqual(['mvhd', 'trak', 'mvex'])
    expect(boxNames(sound?.bytes ?? film, 'moov', 'mvex')).toEqual(['trex'])
  })

  it.each([
    ['opus', opus],
    ['flac', flac],
    ['mp4a.40.2', aac],
  ])('tells players of %s', (codec, entry) => {
    expect(splitTracks(joined(file, movie([1, avc], [2, entry]))).sound?.codec).toBe(codec)
  })

  it('whose sound nobody knows keeps its pictures', () => {
    const odd = joined(
      file,
      movie([1, avc], [2, box('what', numbers(0))]),
      fragment(1, 'picture'),
      fragment(2, 'x'),
    )
    const { pictures, sound } = splitTracks(odd)
    expect(sound).toBeNull()
    expect(words(pictures)).toEqual(['picture'])
  })

  it('that is cut off keeps what is whole', () => {
    const { pictures, sound } = splitTracks(film.slice(0, -3))
    expect(words(pictures)).toEqual(['picture 1', 'mark', 'picture 2'])
    expect(words(sound?.bytes ?? film)).toEqual(['sound 1'])
  })
})

it('a film without sound stays as it is, to the byte', () => {
  const silent = joined(file, movie([1, avc]), fragment(1, 'picture'))
  expect(splitTracks(silent)).toEqual({ pictures: silent, sound: null })
  expect(splitTracks(silent).pictures).toBe(silent)
})

it('pictures of H.264 and H.265 are named as players want to hear it', () => {
  const named = (entry: Uint8Array): string | null => pictureCodec(viewOf(track(1, entry).subarray(8)))
  expect(named(avc)).toBe('avc1.64001f')
  expect(named(hevc)).toBe('hvc1.1.6.L93.90')
  expect(named(opus)).toBeNull()
})
