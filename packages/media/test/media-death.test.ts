// Goal: whatever dies, the hub knows within its time, film stays whole, and the engine comes back by itself. Method: a
// real process, killed, stopped and starved; its folder looked at afterwards.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { milliseconds, sessionId } from '@portico/core'
import { codeOf } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../src/feed/picture.ts'
import { readSealed } from './bench.ts'
import { ProcessBench, clock, hall, isRunning, orderOf } from './process-bench.ts'
import { readFilm } from './read-film.ts'
import { TestCamera, lastsAtLeast } from './test-camera.ts'

/** A camera that is being filmed, durably. */
async function filming(name: string): Promise<AsyncDisposable & { bench: ProcessBench; pid: number }> {
  const camera = await TestCamera.start({ signed: true })
  const bench = await ProcessBench.start()
  bench.media.setCamera('hall', { view: 'inside', source: camera.source })
  await bench.isLive('hall')
  await bench.media.startFilm(orderOf(name, [hall]))
  await bench.frames.find(() => bench.frames.items.length >= 3)
  const end = async (): Promise<void> => {
    await bench[Symbol.asyncDispose]()
    await camera[Symbol.asyncDispose]()
  }
  return { bench, pid: bench.pid(), [Symbol.asyncDispose]: end }
}

describe('the media process killed in the middle of a film', () => {
  it('is lost at once, starts again, films on, and the film plays to shortly before its death', async () => {
    await using scene = await filming('s_kill')
    const { bench, pid } = scene
    const asked = bench.media.still('hall').catch((error: unknown) => error)
    const killed = clock.mono()
    process.kill(pid, 'SIGKILL')
    // By its death, and not by its silence two seconds later.
    expect(await bench.lost.find(() => true)).toContain('SIGKILL')
    await asked
    const reported = bench.frames.items.length
    const durable = bench.frames.items.at(-1)?.sha256
    // Nobody asks for the film again.
    const [torn] = await Promise.all([
      bench.segments.find(() => true),
      bench.frames.find((report) => report.captured > killed, reported),
    ])
    using film = await readFilm(await readSealed(join(bench.folder, torn.file)))
    // Whatever was told as durable is there.
    expect(film.packets.map(({ data }) => sha256(data))).toContain(durable)
    expect(film.packets).toHaveLength(torn.frames)
    expect(film.duration).toBeGreaterThan(lastsAtLeast(torn.frames))
    const pieces = await bench.media.stopFilm(sessionId('s_kill'))
    expect(pieces.map(({ segment }) => segment)).toEqual([1, 2])
    expect(pieces[0]).toEqual(torn)
    bench.pid()
  })

  it('does not forget a film that was ended while it was dead', async () => {
    await using scene = await filming('s_end')
    const { bench, pid } = scene
    process.kill(pid, 'SIGKILL')
    await bench.lost.find(() => true)
    const pieces = await bench.media.stopFilm(sessionId('s_end'))
    expect(pieces.map(({ segment }) => segment)).toEqual([1])
    await expect(bench.media.still('hall')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
    bench.pid()
  })
})

describe('the media process that hangs', () => {
  it('is lost after two seconds without an answer, killed, and started again after the back-off', async () => {
    const time = new TestClock()
    await using bench = await ProcessBench.start({ clock: time })
    await bench.storage.find(() => true)
    const pid = bench.pid()
    process.kill(pid, 'SIGSTOP')
    await time.advance(milliseconds(1_999))
    expect(bench.lost.items).toEqual([])
    await time.advance(milliseconds(1))
    expect(bench.lost.items).toHaveLength(1)
    expect(bench.media.pid).toBeNull()
    // What is asked meanwhile waits for the next one.
    const waiting = bench.media.still('hall').catch(codeOf)
    await time.advance(milliseconds(100))
    expect(await waiting).toBe('HUB_CAMERA_UNKNOWN')
    expect(bench.pid()).not.toBe(pid)
  })
})

describe('a media process that cannot start', () => {
  it('is tried again after 100, 500 and then each 2,000 ms, and nobody waits for it without end', async () => {
    const time = new TestClock()
    const missing = join(import.meta.dirname, 'no-such-script.ts')
    const paths = { main: missing, worker: missing }
    await using bench = await ProcessBench.start({ clock: time, paths })
    for (const [deaths, wait] of [100, 500, 2_000, 2_000].entries()) {
      await bench.lost.find(() => bench.lost.items.length > deaths)
      await time.advance(milliseconds(wait - 1))
      expect([bench.media.pid, bench.lost.items.length]).toEqual([null, deaths + 1])
      // It starts, and how soon it is gone again is the machine's affair: the next turn waits for its death.
      await time.advance(milliseconds(1))
    }
    await bench.lost.find(() => bench.lost.items.length > 4)
    const waiting = bench.media.still('hall').catch(codeOf)
    await time.advance(milliseconds(2_000))
    expect(await waiting).toBe('HUB_MEDIA_DOWN')
  })
})

describe('the end of the engine', () => {
  it('leaves no process, a whole film, and a piece that the next start tells', async () => {
    await using scene = await filming('s_close')
    const { bench, pid } = scene
    const reported = bench.frames.items.at(-1)?.sha256
    await bench.media[Symbol.asyncDispose]()
    await bench.media[Symbol.asyncDispose]()
    expect(isRunning(pid)).toBe(false)
    expect(bench.lost.items).toEqual([])
    await expect(bench.media.still('hall')).rejects.toMatchObject({ code: 'HUB_MEDIA_DOWN' })
    expect(bench.segments.items).toEqual([])
    await bench.begin()
    const told = await bench.segments.find(() => true)
    expect(told).toMatchObject({ session: 's_close', camera: 'hall', segment: 1 })
    using film = await readFilm(await readSealed(join(bench.folder, told.file)))
    expect(film.packets.map(({ data }) => sha256(data))).toContain(reported)
    bench.pid()
  })
})

describe('the disk', () => {
  it('is bad from the start when it has less than its reserve', async () => {
    await using bench = await ProcessBench.start({ storageReserveBytes: Number.MAX_SAFE_INTEGER })
    expect(await bench.storage.find(() => true)).toBe(false)
    bench.pid()
  })

  it('that fails is told at once, proves nothing, and film goes on when it is good again', async () => {
    await using camera = await TestCamera.start({})
    await using bench = await ProcessBench.start()
    bench.pid()
    bench.media.setCamera('hall', { view: 'inside', source: camera.source })
    await bench.isLive('hall')
    await bench.storage.find((ok) => ok)
    await mkdir(bench.folder, { recursive: true })
    await writeFile(join(bench.folder, 's_disk'), 'in the way')
    await bench.media.startFilm(orderOf('s_disk', [hall]))
    await bench.storage.find((ok) => !ok)
    expect(bench.frames.items).toEqual([])
    await rm(join(bench.folder, 's_disk'))
    await bench.frames.find(() => true)
    expect(await bench.media.stopFilm(sessionId('s_disk'))).toHaveLength(1)
  })
})
