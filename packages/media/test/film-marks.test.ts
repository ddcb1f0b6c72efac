// Goal: a film alone tells what bolt, door and bell did, at the right moment, in players that are not ours, and nothing
// that is torn is taken for whole. Method: a feed played by hand into a real file; mediabunny and ffmpeg read it.
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Instant, instant, sessionId } from '@portico/core'
import type { FilmMark, FilmSegment } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { PictureRing } from '../src/feed/picture-ring.ts'
import type { Picture } from '../src/feed/picture.ts'
import { CameraFilm } from '../src/film/camera-film.ts'
import { FilmFolder } from '../src/film/film-folder.ts'
import { MarkQueue, lineOfMark } from '../src/film/mark-queue.ts'
import { MARKS_TRACK, marksFragment, readMarks } from '../src/film/marks-track.ts'
import { findWholePart } from '../src/film/mend-film.ts'
import { findBox, readBoxes } from '../src/film/mp4-box.ts'
import {
  EventLog,
  filmKey,
  pictureStream,
  quiet,
  readSealed,
  readWritten,
  scratchFolder,
  take,
} from './bench.ts'
import { readFilm } from './read-film.ts'

const session = sessionId('s_1')

class Scene implements AsyncDisposable {
  readonly clock = new TestClock({ mono: instant(1_000) })
  readonly ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e8 })
  readonly segments = new EventLog<FilmSegment>()
  readonly folder: FilmFolder
  readonly film: CameraFilm
  readonly path: string
  readonly #scratch: AsyncDisposable
  #follower: (picture: Picture) => void = () => undefined

  private constructor(path: string, scratch: AsyncDisposable) {
    this.path = path
    this.#scratch = scratch
    this.folder = new FilmFolder(join(path, 'film'), this.clock, filmKey)
    this.film = new CameraFilm({
      session,
      camera: 'hall',
      feed: {
        ring: this.ring,
        contentTrusted: true,
        doubt: null,
        filmSound: null,
        follow: (follower) => {
          this.#follower = follower
          return () => undefined
        },
      },
      folder: this.folder,
      guard: {
        failed: (error) => {
          throw error
        },
      },
      clock: this.clock,
      log: quiet,
      since: instant(0),
      ordered: instant(0),
      onReport: null,
      onSegment: (segment) => {
        this.segments.add(segment)
      },
    })
  }

  static async open(): Promise<Scene> {
    const scratch = await scratchFolder()
    return new Scene(scratch.path, scratch)
  }

  play(pictures: readonly Picture[]): void {
    for (const picture of pictures) this.#follower(picture)
  }

  mark(at: Instant | number, kind: FilmMark['kind'], word: string): void {
    this.film.mark({ session, at: instant(at), kind, word })
  }

  /** The whole film, its seals off. */
  async finish(): Promise<Buffer> {
    await this.film.finish()
    return await readSealed(this.folder.pathOf('s_1/hall-1.mp4.sealed'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scratch[Symbol.asyncDispose]()
  }
}

interface Told {
  /** Seconds in the track. */
  readonly at: number
  readonly lines: readonly string[]
}

function marksIn(bytes: Uint8Array): Told[] {
  const boxes = readBoxes(bytes)
  return boxes.flatMap(({ type, start, size }, place) => {
    const next = boxes[place + 1]
    if (type !== 'moof' || !next) return []
    const moof = bytes.subarray(start, start + size)
    const lines = readMarks(moof, bytes.subarray(next.start, next.start + next.size))
    const time = findBox(moof, 'moof', 'traf', 'tfdt')
    if (lines === null || !time) return []
    return [{ at: new DataView(time.buffer, time.byteOffset).getUint32(8) / 90_000, lines }]
  })
}

const inMemory = (bytes: Uint8Array) => ({
  read: (buffer: Uint8Array, ...[, length, position]: [number, number, number]) => {
    const part = bytes.subarray(position, position + length)
    buffer.set(part)
    return Promise.resolve({ bytesRead: part.length })
  },
})

/** The bolt draws back 0.55 s into the film, between two pictures. */
async function marked(scene: Scene): Promise<Buffer> {
  const next = pictureStream()
  scene.mark(-60_000, 'bolt', 'locked')
  scene.play(take(6, next))
  scene.mark(1_550, 'bolt', 'unlocked')
  scene.mark(1_580, 'step', 'unlocked')
  scene.play(take(14, next))
  scene.mark(2_910, 'contact', 'open')
  return await scene.finish()
}

describe('marks', () => {
  it('stand in the film at their own time to a fragment, each with the time that it was', async () => {
    await using scene = await Scene.open()
    const told = marksIn(await marked(scene))
    const all = told.flatMap(({ at, lines }) => lines.map((line) => ({ at, line })))
    const wall = (at: number): string =>
      new Date(scene.clock.wall() - (scene.clock.mono() - at)).toISOString()
    expect(all.map(({ line }) => line)).toEqual([
      `${wall(-60_000)} bolt locked`,
      `${wall(1_550)} bolt unlocked`,
      `${wall(1_580)} step unlocked`,
      `${wall(2_910)} contact open`,
    ])
    const places = all.map(({ at }) => at)
    // The first picture was taken at 1.0 s. What was before the film stands at its beginning.
    expect(places[0]).toBe(0)
    expect(Math.abs((places[1] ?? 0) - 0.55)).toBeLessThanOrEqual(0.25)
    expect(Math.abs((places[3] ?? 0) - 1.91)).toBeLessThanOrEqual(0.25)
    expect(places.toSorted((a, b) => a - b)).toEqual(places)
  })

  it('leave pictures, hash and length of a film as they are for readers that know nothing of them', async () => {
    await using scene = await Scene.open()
    const bytes = await marked(scene)
    using film = await readFilm(bytes)
    expect(film.packets).toHaveLength(20)
    expect(film.packets.map(({ timestamp }) => Math.round(timestamp * 1000))).toEqual(
      Array.from({ length: 20 }, (_, i) => i * 100),
    )
    const whole = await findWholePart(inMemory(bytes))
    const [segment] = scene.segments.items
    expect(whole).toMatchObject({ bytes: bytes.length, frames: 20, sha256: segment?.sha256 })
  })

  it('are on the disk with the fragment that follows, not only at the end', async () => {
    await using scene = await Scene.open()
    const next = pictureStream()
    scene.play(take(6, next))
    scene.mark(1_550, 'bell', 'pressed')
    scene.play(take(6, next))
    await scene.film[Symbol.asyncDispose]()
    const bytes = await readWritten(scene.folder.pathOf('s_1/hall-1.mp4.sealed'))
    expect(marksIn(bytes).flatMap(({ lines }) => lines)).toEqual([expect.stringMatching(/Z bell pressed$/)])
  })

  it('that are torn, hollow or of another track end what is whole', async () => {
    await using scene = await Scene.open()
    const bytes = await marked(scene)
    const at = readBoxes(bytes).findIndex(
      ({ type }, place, all) => type === 'moof' && all[place - 1]?.type !== 'prft',
    )
    const [moof, mdat] = readBoxes(bytes).slice(at, at + 2)
    if (!moof || !mdat) throw new Error('no marks')
    for (let cut = moof.start; cut < mdat.start + mdat.size; cut += 7)
      expect((await findWholePart(inMemory(bytes.subarray(0, cut)))).bytes).toBe(moof.start)
    const hollow = new Uint8Array(bytes).fill(0, mdat.start + 12, mdat.start + 16)
    expect((await findWholePart(inMemory(hollow))).bytes).toBe(moof.start)
    const other = new Uint8Array(bytes)
    const head = Buffer.from(other.buffer).indexOf('tfhd', moof.start)
    other[head + 11] = MARKS_TRACK + 1
    expect((await findWholePart(inMemory(other))).bytes).toBe(moof.start)
  })

  it('are bounded: the newest are kept, words are cut, and no line breaks another', () => {
    const queue = new MarkQueue()
    for (let place = 0; place < 1_000; place += 1)
      queue.push({ session, at: instant(place), kind: 'step', word: String(place) })
    const kept = queue.take()
    expect([kept.length, kept.at(-1)?.word, queue.take().length]).toEqual([64, '999', 0])
    const line = lineOfMark(
      { session, at: instant(0), kind: 'step', word: `a\nb\u2028${'x'.repeat(500)}` },
      () => 0,
    )
    expect(line).toMatch(/^1970-01-01T00:00:00\.000Z step a b x{76}$/)
    const fragment = marksFragment({ sequence: 1, decodeTime: 0, lines: [line] })
    const [moof, mdat] = readBoxes(fragment)
    const part = (box = moof): Uint8Array =>
      fragment.subarray(box?.start, (box?.start ?? 0) + (box?.size ?? 0))
    expect(readMarks(part(), part(mdat))).toEqual([line])
  })
})

const ffmpeg = (...args: readonly string[]): string => {
  const { stdout, stderr, error } = spawnSync(args[0] ?? '', args.slice(1), { encoding: 'utf8' })
  if (error) throw error
  return `${stdout}${stderr}`
}
const missing = ['ffmpeg', 'ffprobe'].filter((name) => spawnSync(name, ['-version']).error !== undefined)
if (missing.length > 0)
  process.stderr.write(`SKIPPED: marks read by ffmpeg (${missing.join(', ')}). Debian: ffmpeg\n`)

describe.skipIf(missing.length > 0)('ffmpeg', () => {
  it('finds the marks as subtitles of the film, and makes a list of them', async () => {
    await using scene = await Scene.open()
    const path = join(scene.path, 'film.mp4')
    await writeFile(path, await marked(scene))
    const streams = ffmpeg(
      'ffprobe',
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name',
      '-of',
      'csv=p=0',
      path,
    )
    expect(streams.trim().split('\n')).toEqual(['h264', 'mov_text'])
    const times = ffmpeg(
      ...[
        'ffprobe',
        '-v',
        'error',
        '-select_streams',
        's',
        '-show_entries',
        'packet=pts_time',
        '-of',
        'csv=p=0',
        path,
      ],
    )
    const found = times.trim().split('\n').map(Number)
    expect(found[0]).toBe(0)
    expect(Math.abs((found[1] ?? 0) - 0.55)).toBeLessThanOrEqual(0.25)
    const list = ffmpeg('ffmpeg', '-v', 'error', '-i', path, '-map', '0:s', '-f', 'srt', '-')
    for (const words of ['bolt locked', 'bolt unlocked', 'step unlocked', 'contact open'])
      expect(list).toContain(words)
  })
})
