// Goal: what is masked is seen nowhere, from the moment on in which it is drawn: no live view, no viewer, no film; and the
// camera is looked at and filmed as before when the mask is off, over one and the same connection. Method: the engine in
// its own process, a camera over real RTSP.
import { sessionId } from '@portico/core'
import { PLAIN_VIEW, type ViewSetup } from '@portico/ports'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProcessBench, orderOf, porch } from './process-bench.ts'
import { HEIGHT, TestCamera, WIDTH } from './test-camera.ts'

const masked: ViewSetup = {
  ...PLAIN_VIEW,
  masks: [
    [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.75, 0.75],
      [0.25, 0.75],
    ],
  ],
}
const refused = { code: 'HUB_CAMERA_MASKED' }
const viewer = { viewer: 'v', camera: 'porch', offer: 'v=0\r\n', addresses: ['127.0.0.1'], stun: null }

let bench: ProcessBench
let camera: TestCamera

beforeAll(async () => {
  bench = await ProcessBench.start()
  camera = await TestCamera.start({ tellsTime: false })
  bench.media.setCamera('porch', { view: 'outside', source: camera.source })
  await bench.isLive('porch')
  await bench.decodes('porch')
}, 60_000)

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

/** The brightest point of a part of a still, and of what lies around it. */
async function brightest(): Promise<{ readonly inside: number; readonly around: number }> {
  const { jpeg } = await bench.media.still('porch')
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true })
  let [inside, around] = [0, 0]
  data.forEach((luma, at) => {
    const [x, y] = [(at % info.width) / WIDTH, Math.floor(at / info.width) / HEIGHT]
    const isInside = x > 0.3 && x < 0.7 && y > 0.3 && y < 0.7
    if (isInside) inside = Math.max(inside, luma)
    else if (x < 0.15 || x > 0.85) around = Math.max(around, luma)
  })
  return { inside, around }
}

describe('a camera with a mask', () => {
  it('ends whoever looks and films, and refuses the next one; the still alone is left, black where nobody may look', async () => {
    await bench.media.watch('porch')
    await bench.live.find((piece) => piece.type === 'fragment')
    await bench.media.startFilm(orderOf('s_before', [porch]))
    await bench.frames.next((report) => report.durable)
    expect((await brightest()).inside).toBeGreaterThan(60)
    bench.media.setView('porch', masked)
    // The answer comes behind the mask: what is said from here on is of a masked camera.
    const { inside, around } = await brightest()
    expect(inside).toBeLessThan(8)
    expect(around).toBeGreaterThan(60)
    const shown = bench.live.items.length
    await expect(bench.media.watch('porch')).rejects.toMatchObject(refused)
    await expect(bench.media.openViewer(viewer)).rejects.toMatchObject(refused)
    const witness = orderOf('s_witness', [{ ...porch, witness: true }])
    await expect(bench.media.startFilm(witness)).rejects.toMatchObject(refused)
    await bench.media.stopFilm(sessionId('s_witness'))
    const [segment] = await bench.media.stopFilm(sessionId('s_before'))
    expect(segment?.camera).toBe('porch')
    await bench.media.startFilm(orderOf('s_beside', [porch]))
    await bench.feeds.next((report) => report.camera === 'porch')
    expect(await bench.media.stopFilm(sessionId('s_beside'))).toEqual([])
    expect(bench.live.items.slice(shown)).toEqual([])
  })

  it('is masked by a process that was started again, too', async () => {
    const lost = bench.lost.next()
    process.kill(bench.pid(), 'SIGKILL')
    await lost
    await bench.feeds.next((report) => report.state === 'live')
    await bench.decodes('porch')
    expect((await brightest()).inside).toBeLessThan(8)
    await expect(bench.media.watch('porch')).rejects.toMatchObject(refused)
  })

  it('is live and filmed as before once the mask is off, and was never connected anew', async () => {
    const from = bench.feeds.items.length
    bench.media.setView('porch', PLAIN_VIEW)
    await bench.media.watch('porch')
    await bench.live.next((piece) => piece.type === 'fragment')
    await bench.media.startFilm(orderOf('s_after', [porch]))
    await bench.frames.next((report) => report.durable)
    expect(await bench.media.stopFilm(sessionId('s_after'))).toHaveLength(1)
    expect((await brightest()).inside).toBeGreaterThan(60)
    await bench.feeds.next((report) => report.camera === 'porch')
    const states = bench.feeds.items.slice(from).map(({ state }) => state)
    expect(states.filter((state) => state === 'connecting' || state === 'silent')).toEqual([])
  })
})
