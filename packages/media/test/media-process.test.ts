// Goal: the engine as the hub holds it: film, proof of life, photo, live view and privacy with real cameras, through a
// real process. Method: cameras over real RTSP that behave as told; every wait is for the event itself.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { instant, sessionId } from '@portico/core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concat } from '../src/film/mp4-box.ts'
import { filmKey, readSealed } from './bench.ts'
import { ProcessBench, clock, hall, nonce, orderOf, porch } from './process-bench.ts'
import { readFilm } from './read-film.ts'
import { PRE_ROLL_MS } from '../src/feed/feed.ts'
import { type Behaviour, TestCamera, lastsAtLeast } from './test-camera.ts'

/** By so much a measured clock may be wrong, ms: half of the slowest round trip that counts. */
const CLOCK_ERROR_MS = 125

let bench: ProcessBench
let hallCamera: TestCamera
const cameras: TestCamera[] = []

async function camera(
  id: string,
  view: 'inside' | 'outside',
  options: Parameters<typeof TestCamera.start>[0],
): Promise<TestCamera> {
  const started = await TestCamera.start(options)
  cameras.push(started)
  bench.media.setCamera(id, { view, source: started.source })
  return started
}

beforeAll(async () => {
  bench = await ProcessBench.start()
  hallCamera = await camera('hall', 'inside', { signed: true })
  await camera('porch', 'outside', { tellsTime: false })
  await Promise.all([bench.isLive('hall'), bench.isLive('porch'), bench.decodes('porch')])
}, 60_000)

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await Promise.all(cameras.map((one) => one[Symbol.asyncDispose]()))
})

describe('an indoor camera', () => {
  it('T22: shows nothing outside of a visit, in no way', async () => {
    const now = clock.mono()
    const photo = { session: sessionId('s_none'), cameras: ['hall'], from: instant(now - 1_000), to: now }
    await expect(bench.media.still('hall')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
    await expect(bench.media.watch('hall')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
    await expect(bench.media.takePhoto(photo)).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
  })

  it('shows and films a visit from its order on, gives the photo a moment longer, and then nothing any more', async () => {
    const before = clock.mono()
    await bench.media.startFilm(orderOf('s_visit', [hall]))
    await bench.media.watch('hall')
    await bench.live.find((piece) => piece.camera === 'hall' && piece.type === 'fragment')
    const seen = await bench.frames.next((report) => report.camera === 'hall' && report.captured > before)
    expect((await bench.media.still('hall')).captured).toBeGreaterThanOrEqual(seen.captured)
    await bench.media.stopFilm(sessionId('s_visit'))
    const ended = clock.mono()
    // The camera goes on looking; what it sees now is nobody's business.
    await bench.media.watch('porch')
    await bench.live.next((piece) => piece.camera === 'porch' && piece.captured > ended + 300)
    await bench.media.unwatch('porch')
    const to = instant(ended + 60_000)
    const photo = { session: sessionId('s_visit'), cameras: ['hall'], from: ended, to }
    expect((await bench.media.takePhoto(photo)).captured).toBeLessThanOrEqual(ended)
    await expect(bench.media.still('hall')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
    const shown = bench.live.items.length
    // Its answer comes behind every piece that was sent before.
    await bench.media.unwatch('porch')
    expect(bench.live.items.slice(shown).filter((piece) => piece.camera === 'hall')).toEqual([])
  })
})

describe('pictures at rest', () => {
  it('T19: lie sealed, under a key that came by the pipe alone', async () => {
    const from = bench.frames.items.length
    await bench.media.startFilm(orderOf('s_sealed', [hall]))
    await bench.frames.find((report) => report.camera === 'hall' && report.durable, from)
    const now = clock.mono()
    const photo = await bench.media.takePhoto({
      session: sessionId('s_sealed'),
      cameras: ['hall'],
      from: instant(now - 1_000),
      to: now,
    })
    const [segment] = await bench.media.stopFilm(sessionId('s_sealed'))
    for (const file of [photo.file, segment?.file ?? '']) {
      const path = join(bench.folder, file)
      const [plain, lying] = [await readSealed(path), await readFile(path)]
      expect(lying.length).toBeGreaterThan(plain.length)
      for (let at = 0; at + 32 <= plain.length; at += 997)
        expect(lying.includes(plain.subarray(at, at + 32)), `${file}, byte ${at}`).toBe(false)
    }
    if (process.platform !== 'linux') return
    const of = await Promise.all(
      ['cmdline', 'environ'].map((name) => readFile(join('/proc', String(bench.pid()), name))),
    )
    expect(String(of[1])).toContain('MALLOC_ARENA_MAX=2\0')
    const key = filmKey.export()
    for (const bytes of of)
      for (const spelling of [key, key.toString('hex'), key.toString('base64')])
        expect(bytes.includes(spelling)).toBe(false)
  })
})

describe('a film', () => {
  it('is reported as it becomes durable, changing, of now, and of graded time', async () => {
    const from = bench.frames.items.length
    const ordered = clock.mono()
    await bench.media.startFilm(orderOf('s_report', [hall, porch]))
    const begun = clock.mono()
    const inside = await Promise.all(
      [0, 1, 2].map((i) =>
        bench.frames.find((r) => r.camera === 'hall' && r.captured > ordered + i * 300, from),
      ),
    )
    const outside = await bench.frames.find(
      (report) => report.camera === 'porch' && report.captured > ordered,
      from,
    )
    expect(inside.map(({ changed, durable, grade }) => [changed, durable, grade])).toEqual(
      Array.from({ length: 3 }, () => [true, true, 'absolute']),
    )
    expect(outside).toMatchObject({ changed: true, durable: true, grade: 'relative' })
    for (const { captured, sha256 } of inside)
      expect(Math.abs(captured - (hallCamera.takenAt(sha256) ?? 0))).toBeLessThanOrEqual(CLOCK_ERROR_MS)
    const segments = await bench.media.stopFilm(sessionId('s_report'))
    expect(segments.map(({ camera: id, segment, file }) => [id, segment, file])).toEqual([
      ['hall', 1, 's_report/hall-1.mp4.sealed'],
      ['porch', 1, 's_report/porch-1.mp4.sealed'],
    ])
    for (const segment of segments) {
      const content = await readSealed(join(bench.folder, segment.file))
      expect(createHash('sha256').update(content).digest('hex')).toBe(segment.sha256)
      using film = await readFilm(content)
      expect(film.packets).toHaveLength(segment.frames)
      // Its last picture is shown for a while, too.
      expect(film.duration).toBeGreaterThan(lastsAtLeast(segment.frames))
      expect(bench.segments.items).toContainEqual(segment)
    }
    // Out of doors the film begins with all that the camera remembers.
    const connected = await bench.feeds.find((report) => report.camera === 'porch' && report.state === 'live')
    expect(segments[1]?.from).toBeLessThanOrEqual(Math.max(connected.captured ?? 0, begun - PRE_ROLL_MS))
    expect(await bench.media.stopFilm(sessionId('s_report'))).toEqual(segments)
  })

  it('begins with the group that runs at its order where either side calls the camera an indoor one', async () => {
    const both = [hall.id, porch.id]
    // An indoor camera may be looked at during a visit alone: how far it had come is seen in the one before.
    await bench.media.startFilm(orderOf('s_before', [hall]))
    const from = bench.live.items.length
    const newestOf = (id: string, count = 1): number | null => {
      const keys = bench.live.items.slice(from).filter((one) => one.type === 'fragment' && one.key)
      const own = keys.filter((one) => one.camera === id)
      return own.length < count ? null : (own.at(-1)?.captured ?? null)
    }
    await Promise.all(both.map((id) => bench.media.watch(id)))
    await bench.live.find(() => both.every((id) => newestOf(id, 4) !== null))
    await Promise.all(both.map((id) => bench.media.unwatch(id)))
    await bench.media.stopFilm(sessionId('s_before'))
    await bench.media.startFilm(orderOf('s_strict', [hall, { ...porch, view: 'inside' }]))
    await Promise.all(both.map((id) => bench.frames.next(({ camera: of }) => of === id)))
    const segments = await bench.media.stopFilm(sessionId('s_strict'))
    expect(segments.map(({ camera: id }) => id)).toEqual(both)
    for (const segment of segments)
      expect(segment.from).toBeGreaterThanOrEqual(newestOf(segment.camera) ?? Infinity)
  })

  it('proves that the witness lives, anew for each try, and never for another camera', async () => {
    const from = bench.liveness.items.length
    const order = orderOf('s_proof', [hall, porch])
    await bench.media.startFilm(order)
    expect(await bench.liveness.find(() => true, from)).toEqual({
      op: order.op,
      camera: 'hall',
      method: 'signed',
      nonce,
    })
    const repeated = bench.frames.items.length
    await bench.media.startFilm(order)
    await bench.frames.find(() => bench.frames.items.length > repeated + 4)
    const again = orderOf('s_proof', [hall, porch], 1)
    await bench.media.startFilm(again)
    const second = await bench.liveness.find((report) => report.op === again.op, from)
    expect(second.nonce).toBe(again.nonce)
    await bench.media.stopFilm(order.session)
    expect(bench.liveness.items.slice(from)).toHaveLength(2)
  })

  it('without a number to prove itself by is filmed all the same, and proves nothing', async () => {
    const from = bench.liveness.items.length
    const order = { ...orderOf('s_on', [hall]), nonce: '' }
    await bench.media.startFilm(order)
    const began = bench.frames.items.length
    await bench.frames.find(() => bench.frames.items.length > began + 4)
    expect(await bench.media.stopFilm(order.session)).toHaveLength(1)
    expect(bench.liveness.items.slice(from)).toEqual([])
  })

  it('that begins again while it ends is another piece, and both are told', async () => {
    const order = orderOf('s_again', [porch])
    await bench.media.startFilm(order)
    await bench.frames.next((report) => report.camera === 'porch')
    const ending = Promise.all([bench.media.stopFilm(order.session), bench.media.stopFilm(order.session)])
    await bench.media.startFilm(order)
    const [first, same] = await ending
    await bench.frames.next((report) => report.camera === 'porch')
    const pieces = await bench.media.stopFilm(order.session)
    expect(first).toHaveLength(1)
    expect(same).toEqual(first)
    expect(pieces.map(({ segment }) => segment)).toEqual([1, 2])
    for (const { file, sha256 } of pieces)
      expect(
        createHash('sha256')
          .update(await readSealed(join(bench.folder, file)))
          .digest('hex'),
      ).toBe(sha256)
  })

  it('is refused when the order cannot be right, and changes nothing', async () => {
    const unknown = { ...hall, id: 'cellar' }
    await expect(bench.media.startFilm(orderOf('s_bad', [hall, unknown]))).rejects.toMatchObject({
      code: 'HUB_CAMERA_UNKNOWN',
    })
    await expect(bench.media.startFilm(orderOf('../s', [hall]))).rejects.toMatchObject({
      code: 'HUB_CAMERA_ORDER',
    })
    await expect(bench.media.startFilm(orderOf('s_bad', []))).rejects.toMatchObject({
      code: 'HUB_CAMERA_ORDER',
    })
    const noNonce = { ...orderOf('s_bad', [hall]), nonce: 'soon' }
    await expect(bench.media.startFilm(noNonce)).rejects.toMatchObject({ code: 'HUB_CAMERA_ORDER' })
    await expect(bench.media.still('hall')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
    expect(await bench.media.stopFilm(sessionId('s_bad'))).toEqual([])
  })
})

describe('stills and photos', () => {
  it('show now', async () => {
    await bench.media.watch('porch')
    const seen = await bench.live.next((piece) => piece.camera === 'porch' && piece.type === 'fragment')
    const still = await bench.media.still('porch')
    await bench.media.unwatch('porch')
    expect(still.captured).toBeGreaterThanOrEqual(seen.captured)
    expect(await sharp(still.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 96, height: 64 })
    expect(still).toMatchObject({
      camera: 'porch',
      width: 96,
      height: 64,
      sha256: createHash('sha256').update(still.jpeg).digest('hex'),
    })
  })

  it('of a moment that is gone are refused for good, of one that is to come for now', async () => {
    const now = clock.mono()
    const early = bench.media.still('porch', { at: instant(now - 600_000) })
    await expect(early).rejects.toMatchObject({ code: 'HUB_CAMERA_MOMENT_GONE', retryable: false })
    const late = bench.media.still('porch', { at: instant(now + 600_000) })
    await expect(late).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE', retryable: true })
  })

  it('are of the span asked for, from the first camera that has it, and on the disk', async () => {
    await bench.media.startFilm(orderOf('s_photo', [hall, porch]))
    const { captured: from } = await bench.frames.next(({ camera: id }) => id === 'hall')
    const { captured: to } = await bench.frames.next((r) => r.camera === 'hall' && r.captured > from + 500)
    const photo = await bench.media.takePhoto({
      session: sessionId('s_photo'),
      cameras: ['hall', 'porch'],
      from,
      to,
    })
    expect(photo.camera).toBe('hall')
    expect(photo.captured >= from && photo.captured <= to).toBe(true)
    expect(photo.file).toBe(`s_photo/photo-${photo.sha256.slice(0, 12)}.jpg.sealed`)
    expect(new Uint8Array(await readSealed(join(bench.folder, photo.file)))).toEqual(
      new Uint8Array(photo.jpeg),
    )
    const later = {
      session: sessionId('s_photo'),
      cameras: ['porch'],
      from: instant(to + 60_000),
      to: instant(to + 61_000),
    }
    await expect(bench.media.takePhoto(later)).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE' })
    await bench.media.stopFilm(sessionId('s_photo'))
  })

  it('are refused for cameras that are unknown, gone or cannot be decoded here', async () => {
    await expect(bench.media.still('cellar')).rejects.toMatchObject({ code: 'HUB_CAMERA_UNKNOWN' })
    await camera('high', 'outside', { profile: 100 })
    await bench.isLive('high')
    await expect(bench.media.still('high')).rejects.toMatchObject({ code: 'HUB_CAMERA_UNDECODABLE' })
    const dead = await camera('dead', 'outside', {})
    await dead[Symbol.asyncDispose]()
    await expect(bench.media.still('dead')).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE' })
    bench.media.removeCamera('dead')
    await expect(bench.media.still('dead')).rejects.toMatchObject({ code: 'HUB_CAMERA_UNKNOWN' })
  })

  it('refuse a source that cannot be one without repeating its secrets', () => {
    const set = (id: string, rtsp: string, key: string): (() => void) => {
      const source = { rtsp, username: null, password: null, liveness: { method: 'signed', key } } as const
      return () => {
        bench.media.setCamera(id, { view: 'outside', source })
      }
    }
    const good = '00'.repeat(16)
    for (const wrong of [
      set('new', 'http://geheim@x/', good),
      set('new', 'rtsp://x/', 'geheim'),
      set('Geheim!', 'rtsp://x/', good),
    ]) {
      expect(wrong).toThrow(expect.objectContaining({ code: 'HUB_CAMERA_SOURCE' }))
      expect(wrong).not.toThrow(/geheim/)
    }
  })
})

describe('the live view', () => {
  it('begins with the newest group and goes on picture by picture until it is left', async () => {
    const from = bench.live.items.length
    await bench.media.watch('porch')
    await bench.live.find(() => bench.live.items.length >= from + 14, from)
    await bench.media.unwatch('porch')
    const pieces = bench.live.items.slice(from)
    expect(pieces[0]).toMatchObject({ type: 'init', codec: 'avc1.42C01F', camera: 'porch' })
    expect(pieces[1]).toMatchObject({ type: 'fragment', key: true })
    const captured = pieces.map((piece) => piece.captured)
    expect(captured).toEqual(captured.toSorted((a, b) => a - b))
    using film = await readFilm(concat(pieces.map(({ bytes }) => bytes)))
    expect(film.duration).toBeGreaterThan(0.5)
    // Its answer comes behind every piece that was sent before.
    await bench.media.unwatch('porch')
    expect(bench.live.items.length).toBe(from + pieces.length)
  })
})

describe('an odd camera', () => {
  it.concurrent('with seldom key pictures remembers a moment of the visit that lies before its newest key picture', async () => {
    await camera('slow', 'inside', { group: 30 })
    await bench.isLive('slow')
    const order = orderOf('s_slow', [{ id: 'slow', view: 'inside', witness: false }])
    await bench.media.startFilm(order)
    const ours = (one: { readonly camera: string }): boolean => one.camera === 'slow'
    const { captured: from } = await bench.frames.next(ours)
    const { captured: to } = await bench.frames.next((one) => ours(one) && one.captured > from + 200)
    await bench.media.watch('slow')
    await bench.live.next((one) => ours(one) && one.type === 'fragment' && one.key && one.captured > to)
    const photo = await bench.media.takePhoto({ session: order.session, cameras: ['slow'], from, to })
    await bench.media.stopFilm(order.session)
    expect(photo.captured >= from && photo.captured <= to).toBe(true)
  })

  it.concurrent.each<[Behaviour, string]>([
    ['silent', 'silent'],
    ['resent', 'frozen'],
    ['recoded', 'frozen'],
    ['black', 'black'],
    ['late', 'late'],
    ['forged', 'frozen'],
    ['unsigned', 'frozen'],
  ])(
    'that is %s is told as %s, changes nothing, and is live again when it behaves',
    async (behaviour, state) => {
      const id = `odd-${behaviour}`
      const signed = behaviour === 'forged' || behaviour === 'unsigned'
      const odd = await camera(id, 'outside', { signed })
      await bench.isLive(id)
      const order = orderOf(`s_${behaviour}`, [{ id, view: 'outside', witness: true }])
      await bench.media.startFilm(order)
      const ours = (report: { readonly camera: string }): boolean => report.camera === id
      await bench.frames.find((report) => ours(report) && report.changed)
      odd.behaviour = behaviour
      await bench.feeds.find((report) => ours(report) && report.state === state)
      const doubted = bench.frames.items.length
      // A silent camera gives no film, and a late one is told by its age; all others are told to change nothing.
      if (state === 'frozen' || state === 'black')
        await bench.frames.find((report) => ours(report) && !report.changed, doubted)
      odd.behaviour = 'live'
      const states = bench.feeds.items.length
      await bench.feeds.find((report) => ours(report) && report.state === 'live', states)
      await bench.frames.find(
        (report) => ours(report) && report.changed && clock.mono() - report.captured < 1_500,
        doubted,
      )
      const [segment] = await bench.media.stopFilm(order.session)
      bench.media.removeCamera(id)
      expect(segment?.frames).toBeGreaterThan(0)
    },
  )
})
