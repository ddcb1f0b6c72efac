// Goal: the thread of the viewers is there as soon as somebody is expected, stays while he looks, and is let go when nobody
// did for a while, without a word of failure. Method: the real thread, a clock that goes on when it is told to.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { instant, milliseconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { expect, it } from 'vitest'
import { PictureRing } from '../src/feed/picture-ring.ts'
import { REST_AFTER_MS, ViewerDesk } from '../src/live/viewer-desk.ts'
import { pictureStream, quiet, take } from './bench.ts'

const offer = readFileSync(join(import.meta.dirname, 'fixtures/chromium-offer.sdp'), 'utf8').replaceAll(
  /\r?\n/g,
  '\r\n',
)
const source = {
  rtsp: 'rtsp://127.0.0.1/none',
  username: null,
  password: null,
  liveness: { method: 'none' },
} as const
const order = { viewer: 'a', camera: 'porch', offer, addresses: ['127.0.0.1'], stun: null }

/** Threads of this process that can be heard. */
const threads = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'MessagePort').length

/** How many there are when those of other files have ended that were told to. */
async function untilSteady(): Promise<number> {
  let last = -1
  const isSteady = (): boolean => {
    const now = threads()
    const same = now === last
    last = now
    return same
  }
  await expect.poll(isSteady, { timeout: 20_000, interval: 250 }).toBe(true)
  return last
}

it('is let go when nobody looked or was expected for a while, and comes again', async () => {
  const clock = new TestClock()
  const ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e8 })
  const told: string[] = []
  await using desk = new ViewerDesk({
    clock,
    log: { ...quiet, warn: (_details, message) => void told.push(message) },
    shown: () => ({ source, feed: { ring, follow: () => () => undefined } }),
    onGone: (_viewer, why) => void told.push(why),
  })
  const before = await untilSteady()
  desk.warm()
  expect(threads()).toBe(before + 1)
  // There is no picture yet: but whoever asked waited for the thread.
  await expect(desk.open(order)).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE' })
  await clock.advance(milliseconds(REST_AFTER_MS - 1))
  expect(threads()).toBe(before + 1)

  for (const picture of take(5, pictureStream()))
    ring.push({ ...picture, captured: instant(clock.mono() - 100) })
  expect(await desk.open(order)).toMatch(/^v=0/)
  await clock.advance(milliseconds(3 * REST_AFTER_MS))
  expect(threads()).toBe(before + 1)

  desk.close('a')
  await clock.advance(milliseconds(REST_AFTER_MS))
  await expect.poll(threads, { timeout: 20_000 }).toBe(before)
  expect(told).toEqual([])
  desk.warm()
  expect(threads()).toBe(before + 1)
})
