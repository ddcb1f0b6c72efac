// Goal: film holds what it should from when it should, a report means that the disk has it, and a disk that fails ends
// nothing for good. Method: a feed played by hand into real files; time by hand.
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FrameReport, type Instant, instant, milliseconds, sessionId } from '@portico/core'
import type { FilmSegment } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { PictureRing } from '../src/feed/picture-ring.ts'
import { type Picture, sampleOf, sha256 } from '../src/feed/picture.ts'
import { CameraFilm } from '../src/film/camera-film.ts'
import { FilmFolder, isPlainName } from '../src/film/film-folder.ts'
import { findWholePart } from '../src/film/mend-film.ts'
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

const session = sessionId('s_1')

/** A feed without a camera. */
class PlayedFeed {
  readonly ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e8 })
  readonly #followers = new Set<(picture: Picture) => void>()
  contentTrusted = true
  filmSound = null
  doubt = null

  follow(follower: (picture: Picture) => void): () => void {
    this.#followers.add(follower)
    return () => {
      this.#followers.delete(follower)
    }
  }

  play(...pictures: readonly Picture[]): void {
    for (const picture of pictures) {
      this.ring.push(picture)
      for (const follower of this.#followers) follower(picture)
    }
  }
}

class Bench implements AsyncDisposable {
  readonly clock = new TestClock({ mono: instant(1_000) })
  readonly feed = new PlayedFeed()
  readonly reports = new EventLog<FrameReport>()
  readonly segments = new EventLog<FilmSegment>()
  readonly failures = new EventLog<unknown>()
  readonly folder: FilmFolder
  readonly #scratch: AsyncDisposable

  private constructor(path: string, scratch: AsyncDisposable) {
    this.folder = new FilmFolder(path, this.clock, filmKey)
    this.#scratch = scratch
  }

  static async open(): Promise<Bench> {
    const scratch = await scratchFolder()
    return new Bench(join(scratch.path, 'film'), scratch)
  }

  film(since: Instant, ordered: Instant): CameraFilm {
    return new CameraFilm({
      session,
      camera: 'hall',
      feed: this.feed,
      folder: this.folder,
      guard: {
        failed: (error) => {
          this.failures.add(error)
        },
      },
      clock: this.clock,
      log: quiet,
      since,
      ordered,
      onReport: (report) => {
        this.reports.add(report)
      },
      onSegment: (segment) => {
        this.segments.add(segment)
      },
    })
  }

  async wholePart(segment: number): ReturnType<typeof findWholePart> {
    const bytes = new Uint8Array(await readWritten(this.folder.pathOf(`s_1/hall-${segment}.mp4.sealed`)))
    return await findWholePart({
      read: (buffer, ...[, length, position]) => {
        const part = bytes.subarray(position, position + length)
        buffer.set(part)
        return Promise.resolve({ bytesRead: part.length })
      },
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scratch[Symbol.asyncDispose]()
  }
}

/** Every file's sync takes until `done`: what the engine believes of the disk is put to the test. */
class SlowDisk implements AsyncDisposable {
  readonly #began = Promise.withResolvers<void>()
  readonly #done = Promise.withResolvers<void>()
  readonly #files: { datasync: FileHandle['datasync'] }
  readonly #datasync: FileHandle['datasync']

  private constructor(files: { datasync: FileHandle['datasync'] }) {
    this.#files = files
    this.#datasync = files.datasync
    const { promise } = this.#done
    const [began, datasync] = [this.#began, this.#datasync]
    files.datasync = async function slow(this: FileHandle): Promise<void> {
      began.resolve()
      await promise
      await datasync.call(this)
    }
  }

  static async open(folder: FilmFolder): Promise<SlowDisk> {
    await mkdir(folder.path, { recursive: true })
    await using any = await open(folder.path, 'r')
    // cast: the prototype of all file handles of this process
    return new SlowDisk(Object.getPrototypeOf(any) as { datasync: FileHandle['datasync'] })
  }

  get syncing(): Promise<void> {
    return this.#began.promise
  }

  done(): void {
    this.#done.resolve()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#done.resolve()
    this.#files.datasync = this.#datasync
  }
}

describe('the film of a camera', () => {
  it('begins with the key picture at or before the moment asked for, and tells only what came after the order', async () => {
    await using bench = await Bench.open()
    const next = pictureStream()
    bench.feed.play(...take(20, next))
    // Key pictures were taken at 1.0, 1.5, 2.0 and 2.5 s.
    const film = bench.film(instant(2_100), instant(2_950))
    bench.feed.play(...take(4, next))
    await film.finish()
    const segment = await bench.segments.find(() => true)
    expect([segment.from, segment.to, segment.frames]).toEqual([2_000, 3_300, 14])
    expect(bench.reports.items.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(bench.reports.items.every(({ captured }) => captured >= 2_950)).toBe(true)
  })

  it('reports a picture only when the file has it, with its hash and what speaks against it', async () => {
    await using bench = await Bench.open()
    const next = pictureStream()
    const film = bench.film(instant(0), instant(0))
    const pictures = take(5, next)
    bench.feed.play(...pictures.slice(0, 3))
    const first = await bench.reports.find(() => true)
    const whole = await bench.wholePart(1)
    expect(first).toEqual({
      camera: 'hall',
      captured: instant(1_100),
      grade: 'absolute',
      changed: true,
      durable: true,
      sha256: sha256(sampleOf(pictures[1] ?? next())),
      count: 2,
    })
    expect(whole.frames).toBe(2)
    bench.feed.contentTrusted = false
    bench.feed.play(...pictures.slice(3))
    expect((await bench.reports.find(() => true, 1)).changed).toBe(false)
    bench.feed.contentTrusted = true
    bench.feed.play({ ...next(), changed: false })
    await film.finish()
    expect(bench.reports.items.at(-1)?.changed).toBe(false)
  })

  it('reports nothing while the disk still works at it', async () => {
    await using bench = await Bench.open()
    await using disk = await SlowDisk.open(bench.folder)
    const film = bench.film(instant(0), instant(0))
    bench.feed.play(...take(5, pictureStream()))
    await disk.syncing
    expect((await bench.wholePart(1)).frames).toBeGreaterThan(0)
    expect(bench.reports.items).toEqual([])
    disk.done()
    await bench.reports.find(() => true)
    await film.finish()
  })

  it('leaves the last pictures of a pause unwritten for no more than half a second', async () => {
    await using bench = await Bench.open()
    const film = bench.film(instant(0), instant(0))
    bench.feed.play(...take(1, pictureStream()))
    await bench.clock.advance(milliseconds(500))
    expect((await bench.reports.find(() => true)).count).toBe(1)
    await film.finish()
  })

  it('begins another file when the camera changes its parameters, at two minutes, and never at an odd picture', async () => {
    await using bench = await Bench.open()
    const film = bench.film(instant(0), instant(0))
    const next = pictureStream()
    bench.feed.play(...take(10, next))
    const other = take(10, pictureStream({ start: 2_000, seed: 2 })).map((picture) => ({
      ...picture,
      mediaTime: picture.mediaTime + 90_000,
    }))
    bench.feed.play(...other)
    // The same parameters again, two minutes on.
    const later = other.map((picture) => ({
      ...picture,
      captured: instant(picture.captured + 121_000),
      mediaTime: picture.mediaTime + 121_000 * 90,
    }))
    bench.feed.play(...later)
    await film.finish()
    expect(bench.segments.items.map(({ segment, frames, from }) => [segment, frames, from])).toEqual([
      [1, 10, 1_000],
      [2, 10, 2_000],
      [3, 10, 123_000],
    ])
    for (const { file, sha256: hash, bytes } of bench.segments.items) {
      const content = await readSealed(bench.folder.pathOf(file))
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, hash])
    }
    expect(await bench.folder.segments(session)).toEqual(bench.segments.items)
  })

  it('tells that the disk failed, reports nothing meanwhile, and goes on in a new file with the next key picture', async () => {
    await using bench = await Bench.open()
    const film = bench.film(instant(0), instant(0))
    const next = pictureStream()
    // Something else lies where the folder of the session should be.
    await mkdir(bench.folder.path, { recursive: true })
    await writeFile(join(bench.folder.path, 's_1'), '')
    bench.feed.play(...take(8, next))
    await bench.failures.find(() => true)
    expect(bench.reports.items).toEqual([])
    await rm(join(bench.folder.path, 's_1'))
    bench.feed.play(...take(7, next))
    await bench.reports.find(() => true)
    await film.finish()
    expect(bench.segments.items.map(({ from, frames }) => [from, frames])).toEqual([[2_000, 5]])
  })

  it('ends without a record when nobody can be told, and the next start tells', async () => {
    await using bench = await Bench.open()
    const film = bench.film(instant(0), instant(0))
    bench.feed.play(...take(7, pictureStream()))
    await film[Symbol.asyncDispose]()
    await film[Symbol.asyncDispose]()
    expect(await bench.folder.segments(session)).toEqual([])
    const mended: FilmSegment[] = []
    await bench.folder.mend((segment) => mended.push(segment))
    const content = await readSealed(bench.folder.pathOf('s_1/hall-1.mp4.sealed'))
    expect(mended).toEqual([
      {
        session,
        camera: 'hall',
        segment: 1,
        file: 's_1/hall-1.mp4.sealed',
        sha256: createHash('sha256').update(content).digest('hex'),
        bytes: content.length,
        from: expect.closeTo(1_000, 0),
        to: expect.closeTo(1_600, 0),
        frames: 7,
      },
    ])
    expect(await bench.folder.segments(session)).toEqual(mended)
  })
})

describe('films left behind', () => {
  it('are cut to their last whole fragment, closed, told once, and never written over', async () => {
    await using bench = await Bench.open()
    const film = bench.film(instant(0), instant(0))
    const next = pictureStream()
    bench.feed.play(...take(10, next))
    await film[Symbol.asyncDispose]()
    const path = bench.folder.pathOf('s_1/hall-1.mp4.sealed')
    const content = await readFile(path)
    await writeFile(path, content.subarray(0, -100))
    const mended: FilmSegment[] = []
    await bench.folder.mend((segment) => mended.push(segment))
    await bench.folder.mend((segment) => mended.push(segment))
    expect(mended.map(({ frames }) => frames)).toEqual([9])
    expect((await readSealed(path)).length).toBe(mended[0]?.bytes)
    expect(await bench.folder.nextSegment(session, 'hall')).toBe(2)
    expect(await bench.folder.nextSegment(session, 'porch')).toBe(1)
  })

  it('that hold no picture are removed, and other files are left alone', async () => {
    await using bench = await Bench.open()
    const folder = await bench.folder.sessionFolder(session)
    await writeFile(join(folder, 'hall-1.mp4.sealed'), 'ftyp')
    await writeFile(join(folder, 'photo-0123456789ab.jpg'), 'x')
    await writeFile(join(bench.folder.path, 'stray.mp4'), 'x')
    await bench.folder.mend(() => {
      throw new Error('nothing to tell')
    })
    expect(await readdir(folder)).toEqual(['photo-0123456789ab.jpg'])
  })

  it('are none where there is no folder yet', async () => {
    await using bench = await Bench.open()
    await bench.folder.mend(() => undefined)
    expect(await bench.folder.segments(session)).toEqual([])
  })

  it('are looked for in other folders too, when a session is renamed away nothing breaks', async () => {
    await using bench = await Bench.open()
    const film = bench.film(instant(0), instant(0))
    bench.feed.play(...take(7, pictureStream()))
    await film[Symbol.asyncDispose]()
    await rename(join(bench.folder.path, 's_1'), join(bench.folder.path, 's_2'))
    const mended: FilmSegment[] = []
    await bench.folder.mend((segment) => mended.push(segment))
    expect(mended.map(({ file }) => file)).toEqual(['s_2/hall-1.mp4.sealed'])
  })
})

describe('names in paths', () => {
  it('are plain words', () => {
    for (const name of ['s_0199-ab', 'hall', '_']) expect(isPlainName(name)).toBe(true)
    for (const name of ['', '..', 'a/b', '.hidden', 'a.b', '-x', 'ä', 'a'.repeat(200)])
      expect(isPlainName(name)).toBe(false)
  })
})
