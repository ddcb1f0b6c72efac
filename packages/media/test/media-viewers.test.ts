// Goal: viewers by WebRTC as the hub holds them: an indoor camera has them during a visit and not a moment longer, and
// all of them are told when the process dies. Method: cameras over real RTSP, the real process and its thread.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sessionId } from '@portico/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EventLog } from './bench.ts'
import { ProcessBench, hall, orderOf } from './process-bench.ts'
import { TestCamera } from './test-camera.ts'

const offer = readFileSync(join(import.meta.dirname, 'fixtures/chromium-offer.sdp'), 'utf8').replaceAll(
  /\r?\n/g,
  '\r\n',
)

let bench: ProcessBench
let camera: TestCamera
const gone = new EventLog<readonly [string | null, string]>()

beforeAll(async () => {
  bench = await ProcessBench.start()
  camera = await TestCamera.start({ signed: true })
  bench.media.setCamera('hall', { view: 'inside', source: camera.source })
  bench.media.onViewerGone((viewer, why) => gone.add([viewer, why]))
  await bench.isLive('hall')
}, 20_000)

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'HUB_MEDIA_BUSY'

/** On a busy machine the thread of the viewers is not loaded yet: then again. */
async function open(viewer: string): Promise<string> {
  const order = { viewer, camera: 'hall', offer, addresses: ['127.0.0.1'], stun: null }
  for (;;)
    try {
      return await bench.media.openViewer(order)
    } catch (error) {
      if (!isBusy(error)) throw error
    }
}

it('T22: an indoor camera has viewers from the order of a visit to its end', async () => {
  await expect(open('before')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
  await bench.media.startFilm(orderOf('s_seen', [hall]))
  expect(await open('during')).toMatch(/^a=sendonly$/m)
  await bench.media.trickle('during', ['candidate:1 1 udp 1 127.0.0.1 9 typ host'])
  await bench.media.trickle('nobody', ['candidate:1 1 udp 1 127.0.0.1 9 typ host'])
  const ending = gone.next()
  await bench.media.stopFilm(sessionId('s_seen'))
  expect(await ending).toEqual(['during', 'the visit is over'])
  await expect(open('after')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
})

it('what is no offer, and a camera that is none, are refused with their codes', async () => {
  await bench.media.startFilm(orderOf('s_bad', [hall]))
  await open('good')
  const order = { viewer: 'v', camera: 'hall', offer: 'hello', addresses: ['127.0.0.1'], stun: null }
  await expect(bench.media.openViewer(order)).rejects.toMatchObject({ code: 'HUB_CAMERA_OFFER' })
  await expect(bench.media.openViewer({ ...order, camera: 'attic' })).rejects.toMatchObject({
    code: 'HUB_CAMERA_UNKNOWN',
  })
  await bench.media.closeViewer('v')
  await bench.media.stopFilm(sessionId('s_bad'))
})

it('all viewers are told when the process dies', async () => {
  await bench.media.startFilm(orderOf('s_dead', [hall]))
  await open('last')
  const ending = gone.next(([viewer]) => viewer === null)
  process.kill(bench.pid(), 'SIGKILL')
  expect((await ending)[0]).toBe(null)
  await bench.media.stopFilm(sessionId('s_dead'))
})
