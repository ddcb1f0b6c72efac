// Goal: film plays in other people's readers, shows exactly what was filmed, and loses no whole fragment when it is
// torn anywhere. Method: mediabunny reads it back, the decoder shows its samples, and it is cut at every byte.
import { createHash } from 'node:crypto'
import { splitLengthPrefixed } from '@portico/rtp'
import { afterAll, describe, expect, it } from 'vitest'
import { sampleOf } from '../src/feed/picture.ts'
import { FragmentCutter, type TimedPicture } from '../src/film/fragment-cutter.ts'
import { fragment, initSegment, readCaptureReference } from '../src/film/fragmented-mp4.ts'
import { findWholePart } from '../src/film/mend-film.ts'
import { concat, findBox, readBoxes } from '../src/film/mp4-box.ts'
import { Decoder } from '../src/still/decoder.ts'
import { systemClock } from '../src/system-clock.ts'
import { pictureStream, take } from './bench.ts'
import { readFilm } from './read-film.ts'

const decoder = new Decoder({ clock: systemClock('test'), path: null })
afterAll(() => decoder[Symbol.asyncDispose]())

const WALL = 1_767_600_000_000
const pictures = take(12, pictureStream())
const [first] = pictures
if (!first) throw new Error('no pictures')

/** As film is written: cut, with the end flushed. */
function runs(): TimedPicture[][] {
  const cutter = new FragmentCutter()
  const cut = pictures.map((picture) => cutter.push(picture))
  return [...cut, cutter.flush()].filter((run) => run !== null)
}

function built(): Uint8Array[] {
  return runs().map((run, i) => {
    const samples = run.map(({ picture, duration }) => ({
      bytes: sampleOf(picture),
      key: picture.key,
      duration,
    }))
    const decodeTime = run[0]?.picture.mediaTime ?? 0
    return fragment({ sequence: i + 1, decodeTime, samples, wallMs: WALL + decodeTime / 90 }).bytes
  })
}

const film = concat([initSegment(first.parameters), ...built()])

const inMemory = (bytes: Uint8Array) => ({
  read: (buffer: Uint8Array, ...[, length, position]: [number, number, number]) => {
    const part = bytes.subarray(position, position + length)
    buffer.set(part)
    return Promise.resolve({ bytesRead: part.length })
  },
})

describe('a film', () => {
  it('is read by others with codec, size, times and key pictures as they were filmed', async () => {
    using reader = await readFilm(film)
    const { track, packets } = reader
    const configuration = await track.getDecoderConfig()
    expect(configuration).toMatchObject({ codec: 'avc1.42c01f', codedWidth: 96, codedHeight: 64 })
    expect(packets.map(({ timestamp }) => Math.round(timestamp * 1000))).toEqual(
      pictures.map((_, i) => i * 100),
    )
    expect(packets.map(({ type }) => type === 'key')).toEqual(pictures.map(({ key }) => key))
    expect(packets.map(({ data }) => [...data])).toEqual(pictures.map((picture) => [...sampleOf(picture)]))
    expect(await track.computeDuration()).toBeCloseTo(1.2, 3)
  })

  it('shows the samples that the camera saw', async () => {
    const nals = splitLengthPrefixed(sampleOf(first))
    const look = { camera: 'eye', code: false }
    const result = await decoder.look({ ...look, picture: { ...first, nals } })
    const direct = await decoder.look({ ...look, picture: first })
    expect(result.type).toBe('seen')
    expect(result).toEqual(direct)
  })

  it('tells in each fragment when it was taken', () => {
    const references = readBoxes(film).filter(({ type }) => type === 'prft')
    const times = references.map(({ body }) => Math.round((readCaptureReference(body) ?? 0) - WALL))
    expect(times).toEqual(runs().map((run) => (run[0]?.picture.mediaTime ?? 0) / 90))
  })

  it('points to its samples where they stand', () => {
    const samples = pictures
      .slice(0, 3)
      .map((picture) => ({ bytes: sampleOf(picture), key: picture.key, duration: 1 }))
    const { bytes, offsets } = fragment({ sequence: 1, decodeTime: 0, samples, wallMs: WALL })
    for (const [i, sample] of samples.entries()) {
      const start = offsets[i] ?? 0
      expect(bytes.subarray(start, start + sample.bytes.length)).toEqual(sample.bytes)
    }
    const run = findBox(bytes, 'moof', 'traf', 'trun')
    expect(run?.length).toBe(12 + 3 * 12)
  })

  it('survives being torn at any byte with every fragment that was whole', async () => {
    const parts = [initSegment(first.parameters), ...built()]
    const ends = parts.map((_, i) => concat(parts.slice(0, i + 1)).length)
    const frames = [0, ...runs().map((run) => run.length)]
    for (let length = 0; length < film.length; length += length < 3_000 ? 1 : 97) {
      const whole = await findWholePart(inMemory(film.subarray(0, length)))
      const kept = ends.findLastIndex((end) => end <= length)
      expect(whole.bytes).toBe(kept < 0 ? 0 : ends[kept])
      expect(whole.frames).toBe(frames.slice(0, kept + 1).reduce((sum, count) => sum + count, 0))
      expect(whole.sha256).toBe(createHash('sha256').update(film.subarray(0, whole.bytes)).digest('hex'))
    }
  })

  it('ends before zeros that a disk left in place of a fragment', async () => {
    const parts = [initSegment(first.parameters), ...built()]
    const good = concat(parts.slice(0, 4))
    const next = parts[4] ?? new Uint8Array(0)
    expect(next.length).toBeGreaterThan(9_000)
    // At its end, where lengths stand; and inside of its key picture, where none do.
    for (const [from, to] of [
      [next.length - 1_000, next.length],
      [4_000, 4_600],
    ]) {
      const hollow = next.slice().fill(0, from, to)
      const whole = await findWholePart(inMemory(concat([good, hollow])))
      expect(whole.bytes).toBe(good.length)
    }
    expect((await findWholePart(inMemory(concat([good, next])))).bytes).toBe(good.length + next.length)
  })

  it('tells from and to of what is left', async () => {
    const whole = await findWholePart(inMemory(film))
    expect(whole.frames).toBe(12)
    expect(whole.fromWallMs).toBeCloseTo(WALL, 1)
    expect(whole.toWallMs).toBeCloseTo(WALL + 1_100, 1)
  })
})

describe('cutting', () => {
  it('makes fragments of at most a quarter of a second that begin anew at key pictures and lose nothing', () => {
    const cut = runs()
    expect(cut.flat().map(({ picture }) => picture)).toEqual(pictures)
    for (const run of cut) {
      expect(run.reduce((sum, { duration }) => sum + duration, 0)).toBeLessThanOrEqual(250 * 90)
      expect(run.slice(1).some(({ picture }) => picture.key)).toBe(false)
    }
  })

  it('does not make a fragment of each picture when all are key pictures', () => {
    const cutter = new FragmentCutter()
    const keys = take(30, pictureStream({ group: 1 })).map((picture, i) => ({
      ...picture,
      mediaTime: i * 6_000,
    }))
    const lengths = keys.map((picture) => cutter.push(picture)?.length ?? 0).filter((length) => length > 0)
    expect(new Set(lengths)).toEqual(new Set([2]))
  })

  it('never puts pictures of different parameters into one fragment', () => {
    const cutter = new FragmentCutter()
    const other = take(1, pictureStream()).map((picture) => ({ ...picture, mediaTime: 900 }))
    expect(cutter.push(first)).toBeNull()
    expect(other.map((picture) => cutter.push(picture))).toEqual([[{ picture: first, duration: 900 }]])
  })

  it('gives a last picture the length of the one before', () => {
    const cutter = new FragmentCutter()
    for (const picture of pictures.slice(0, 2)) cutter.push(picture)
    expect(cutter.flush()?.map(({ duration }) => duration)).toEqual([9_000, 9_000])
    expect(cutter.flush()).toBeNull()
  })
})
