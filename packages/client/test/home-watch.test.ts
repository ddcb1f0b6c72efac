// Goal: a face knows the newest of the home and never tells what is old: each change, each cut and each silence is told, one
// question at a time, and a no is not hammered. Method: a small real hub over HTTP and socket.io, and a clock of the test.
import { milliseconds } from '@portico/core'
import type { FaceHome } from '@portico/protocol'
import { TestClock } from '@portico/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FaceClient } from '../src/face-client.ts'
import { HomeWatch, type HomeWatchListener } from '../src/home-watch.ts'
import { FaceHub, homeWith } from './support/face-hub.ts'

/** A line is opened again after a second or two, by the clock of the machine. */
const REOPENED = { timeout: 15_000 }

let hub: FaceHub
let clock: TestClock
let watch: HomeWatch
/** Parcels of each home that was told, null where nothing was known; and what else was told. */
let told: (number | string | null)[]

const listener: HomeWatchListener = {
  onHome: (home: FaceHome | null) => void told.push(home === null ? null : home.parcelsToday),
  onEvent: ({ seq }) => void told.push(`event ${seq}`),
  onRing: ({ door }) => void told.push(`ring ${door}`),
  onPicture: ({ door }, jpeg) => void told.push(`picture ${door} ${jpeg.length}`),
  onFault: ({ code }) => void told.push(`fault ${code}`),
  onRefused: ({ code }) => void told.push(`refused ${code}`),
}

function follow(url = hub.url): HomeWatch {
  watch = new HomeWatch({ client: new FaceClient(url, 'ptf_one'), clock, listener })
  return watch
}

/** It is in, and both of its first looks, at the start and when it was in, are answered. */
async function settled(): Promise<void> {
  await expect.poll(() => [hub.lines, told]).toEqual([1, [0, 0]])
  told.length = 0
  hub.asked = 0
}

beforeEach(async () => {
  told = []
  clock = new TestClock()
  hub = await FaceHub.start()
})
afterEach(async () => {
  watch[Symbol.dispose]()
  await hub[Symbol.asyncDispose]()
})

test('looks at the start, after an event and an alarm, and hands on what is heard besides', async () => {
  follow()
  await settled()
  hub.home = homeWith(1)
  hub.happen(1)
  await expect.poll(() => told).toEqual(['event 1', 1])
  hub.home = homeWith(2)
  hub.live.emit('alarm', { id: 'a1' })
  await expect.poll(() => told.at(-1)).toBe(2)
  hub.live.emit('ring', { door: 'front' })
  hub.live.emit('picture', { door: 'front' }, Buffer.from([1, 2, 3]))
  await expect.poll(() => told.slice(-2)).toEqual(['ring front', 'picture front 3'])
  expect(watch.home).toEqual(homeWith(2))
})

test('a proof that decays without a word is seen within five seconds', async () => {
  follow()
  await settled()
  hub.home = homeWith(1)
  await clock.advance(milliseconds(4_999))
  expect(hub.asked).toBe(0)
  await clock.advance(milliseconds(1))
  await expect.poll(() => told).toEqual([1])
})

test('asks once at a time, and once more for all that happened meanwhile', async () => {
  follow()
  await settled()
  hub.isSlow = true
  for (let seq = 1; seq <= 100; seq += 1) hub.happen(seq)
  await expect.poll(() => [told.length, hub.asked]).toEqual([100, 1])
  hub.home = homeWith(1)
  hub.answerAll()
  await expect.poll(() => hub.asked).toBe(2)
  hub.answerAll()
  await expect.poll(() => told.slice(100)).toEqual([0, 1])
  expect(hub.asked).toBe(2)
})

test('knows nothing from the moment that the line is cut, whatever was asked before, until it is back', async () => {
  follow()
  await settled()
  hub.isSlow = true
  watch.look()
  await expect.poll(() => hub.asked).toBe(1)
  hub.cut()
  await expect.poll(() => told).toEqual([null])
  expect(watch.home).toBeNull()
  hub.answerAll()
  hub.isSlow = false
  hub.home = homeWith(1)
  await expect.poll(() => [told, hub.lines], REOPENED).toEqual([[null, 1], 1])
})

test('a hub that says nothing any more is unknown after twelve seconds, and known at its next word', async () => {
  follow()
  await settled()
  hub.isSlow = true
  await clock.advance(milliseconds(11_999))
  expect([told, watch.home]).toEqual([[], homeWith(0)])
  await clock.advance(milliseconds(2))
  expect([told, watch.home]).toEqual([[null], null])
  await expect.poll(() => hub.asked).toBe(1)
  hub.isSlow = false
  hub.answerAll()
  await expect.poll(() => told.at(-1)).toBe(0)
})

test('whoever was away for long knows nothing, be his timers late or not', async () => {
  follow()
  await settled()
  clock.jump({ mono: milliseconds(12_001) })
  expect([told, watch.home]).toEqual([[], null])
})

test('one look that fails is bad luck, and one of a row is told', async () => {
  follow()
  await settled()
  hub.no = { status: 500, code: 'HUB_HTTP_FAULT' }
  for (const count of [1, 2]) {
    watch.look()
    await expect.poll(() => hub.asked).toBe(count)
  }
  await expect.poll(() => [told, watch.home]).toEqual([['fault HUB_HTTP_FAULT'], homeWith(0)])
  hub.no = null
  watch.look()
  await expect.poll(() => told).toEqual(['fault HUB_HTTP_FAULT', 0])
})

test('a no is told and not hammered; who is let in again knows again', async () => {
  hub.shut = 'HUB_HTTP_SIGN_IN'
  hub.no = { status: 401, code: 'HUB_HTTP_SIGN_IN' }
  follow()
  const refusals = (): number => told.filter((each) => each === 'refused HUB_HTTP_SIGN_IN').length
  await expect.poll(() => [refusals(), hub.asked]).toEqual([1, 1])
  expect(told[0]).toBeNull()
  for (const [count, wait] of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
    watch.look()
    await clock.advance(milliseconds(wait - 1))
    expect(refusals()).toBe(count + 1)
    await clock.advance(milliseconds(1))
    await expect.poll(refusals).toBe(count + 2)
  }
  expect(hub.asked).toBe(1)
  expect(told.filter((each) => each === null)).toHaveLength(1)
  hub.shut = null
  hub.no = null
  await clock.advance(milliseconds(30_000))
  await expect.poll(() => told.at(-1)).toBe(0)
})

test('a face that is taken out while it watches knows nothing from its next look on', async () => {
  follow()
  await settled()
  hub.no = { status: 401, code: 'HUB_HTTP_SIGN_IN' }
  watch.look()
  await expect.poll(() => told).toEqual([null, 'refused HUB_HTTP_SIGN_IN'])
  await expect.poll(() => hub.lines).toBe(0)
})

test('a hub that is not there yet is told as unknown once, and is found when it comes', async () => {
  const { port, url } = hub
  await hub[Symbol.asyncDispose]()
  follow(url)
  await expect.poll(() => told).toEqual(['fault CLIENT_UNREACHABLE', null])
  await clock.advance(milliseconds(5_000))
  hub = await FaceHub.start(port)
  await expect.poll(() => [told.at(-1), hub.lines], REOPENED).toEqual([0, 1])
  expect(told.filter((each) => each === null)).toHaveLength(1)
})

test('disposed, it says nothing and asks nothing, also where something was under way', async () => {
  follow()
  await settled()
  hub.isSlow = true
  watch.look()
  await expect.poll(() => hub.asked).toBe(1)
  watch[Symbol.dispose]()
  await expect.poll(() => hub.lines).toBe(0)
  hub.answerAll()
  await clock.advance(milliseconds(60_000))
  expect([told, hub.asked, clock.nextWake()]).toEqual([[], 1, null])
})

test('locks by the line that is open, else by a request; what it is answered is the hub’s word', async () => {
  follow()
  await settled()
  await watch.lock('front')
  hub.lockAnswer = { code: 'RIGHT_MISSING', message: 'no' }
  await expect(watch.lock('front')).rejects.toMatchObject({ code: 'RIGHT_MISSING' })
  expect(hub.locks).toEqual(['line front', 'line front'])
  hub.cut()
  await expect.poll(() => told).toEqual([null])
  await watch.lock('back')
  expect(hub.locks.slice(2)).toEqual(['request back'])
})

test('an order that the line is cut under fails, and is given to nobody again', async () => {
  follow()
  await settled()
  hub.lockAnswer = null
  const order = watch.lock('front').catch((error: unknown) => error)
  await expect.poll(() => hub.locks).toEqual(['line front'])
  hub.cut()
  expect(await order).toMatchObject({ code: 'CLIENT_UNREACHABLE' })
  await expect.poll(() => hub.lines, REOPENED).toBe(1)
  expect(hub.locks).toEqual(['line front'])
})
