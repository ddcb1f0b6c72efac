// Reading a piece of film: its coding, and when each picture was taken; whole or cut off.
import { describe, expect, it } from 'vitest'
import { readFilm } from '../../src/parcels/film/film-file.ts'

const TICKS_PER_MS = 90

const numbers = (...values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [place, value] of values.entries()) view.setUint32(place * 4, value)
  return bytes
}

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = 8 + parts.reduce((sum, part) => sum + part.length, 0)
  return Uint8Array.from([
    ...numbers(size),
    ...Array.from(type, (letter) => letter.charCodeAt(0)),
    ...parts.flatMap((part) => [...part]),
  ])
}

const settings = box('avcC', Uint8Array.of(1, 0x64, 0x00, 0x1f, 0xff))
const head = box(
  'moov',
  box(
    'trak',
    box(
      'mdia',
      box('minf', box('stbl', box('stsd', numbers(0, 1), box('avc1', new Uint8Array(78), settings)))),
    ),
  ),
)

interface Run {
  /** Unix ms of the first picture. */
  readonly wall: number
  /** Ms in the file. */
  readonly media: number
  readonly lasts: readonly number[]
}

/** `prft`, `moof`, `mdat` as the hub writes them. */
function run({ wall, media, lasts }: Run): Uint8Array {
  const seconds = Math.floor(wall / 1000) + 2_208_988_800
  const rest = Math.round(((wall % 1000) / 1000) * 2 ** 32)
  const rows = lasts.flatMap((ms) => [ms * TICKS_PER_MS, 1, 0])
  const traf = box(
    'traf',
    box('tfdt', numbers(0x01000000, 0, media * TICKS_PER_MS)),
    box('trun', numbers(0x701, lasts.length, 0, ...rows)),
  )
  const parts = [box('prft', numbers(0x01000008, 1, seconds % 2 ** 32, rest, 0, 0)), box('moof', traf)]
  return Uint8Array.from([
    ...parts.flatMap((part) => [...part]),
    ...box('mdat', new Uint8Array(lasts.length)),
  ])
}

const WALL = Date.UTC(2026, 10, 26, 14, 31, 44, 250)
const first = run({ wall: WALL, media: 0, lasts: [100, 100, 50] })
const second = run({ wall: WALL + 3_250, media: 3_250, lasts: [100] })
const film = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from([head, ...parts].flatMap((part) => [...part]))

describe('a piece of film', () => {
  it('tells its coding, and when each picture was taken', () => {
    const read = readFilm(film(first, second))
    expect(read?.codec).toBe('avc1.64001f')
    expect(read?.begins).toBe(0)
    const from = read?.pictures[0]?.at ?? 0
    expect(from).toBeCloseTo(WALL, 0)
    expect(read?.pictures.map(({ at }) => Math.round(at - from))).toEqual([0, 100, 200, 3_250])
    expect(read?.pictures.map(({ lasts }) => lasts)).toEqual([100, 100, 50, 100])
  })

  it('a first picture whose time was known badly does not shift the others', () => {
    const late = run({ wall: WALL + 280, media: 0, lasts: [100, 100, 50] })
    const third = run({ wall: WALL + 4_000, media: 4_000, lasts: [100] })
    const times = readFilm(film(late, second, third))?.pictures.map(({ at }) => Math.round(at - WALL))
    expect(times).toEqual([0, 100, 200, 3_250, 4_000])
  })

  it('pictures whose bytes were cut off do not count', () => {
    const whole = film(first, second)
    expect(readFilm(whole.subarray(0, whole.length - 1))?.pictures).toHaveLength(3)
  })

  it('what is no film is none', () => {
    expect(readFilm(new Uint8Array(0))).toBeNull()
    expect(readFilm(new Uint8Array(500).fill(7))).toBeNull()
    expect(readFilm(film())).toBeNull()
    expect(readFilm(first)).toBeNull()
  })

  it('reads any bytes without failing', () => {
    const whole = film(first, second)
    for (let place = 0; place < whole.length; place++) {
      const broken = whole.slice()
      broken[place] = 0xff - (broken[place] ?? 0)
      expect(() => readFilm(broken)).not.toThrow()
    }
  })
})
