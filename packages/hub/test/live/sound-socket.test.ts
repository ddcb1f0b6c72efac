// `/ws/listen/<camera>`: what a camera hears, who may hear it, and that it is over when nobody listens.
import { CameraHead } from '@portico/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLOSE_NO_SOUND, LISTENERS_MAX } from '../../src/live/sound-socket.ts'
import { misfits } from '../support/fitting.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

let hub: TestHub
let headers: Record<string, string>
beforeAll(async () => {
  hub = await TestHub.open()
  headers = await hub.token('camera')
})
afterAll(() => hub[Symbol.asyncDispose]())

const url = (camera = 'porch'): string => `${hub.houseUrl}/ws/listen/${camera}`

const shown = ({ frames }: PlainSocket): unknown[] =>
  frames.map((frame) => (Buffer.isBuffer(frame) ? frame.subarray(8).toString() : frame))
const fully = (one: PlainSocket, count: number): Promise<true> =>
  until(`${count} frames, not ${one.frames.length}`, () => one.frames.length >= count)
const asked = (what: string): Promise<true> => until(what, () => hub.ears.asked.at(-1) === what)

const head = { camera: 'porch', view: 'outside', codec: 'flac' }

test('whoever listens hears from the beginning, later comers from the next piece, and the last one ends it', async () => {
  {
    using first = await PlainSocket.open(url(), headers)
    await asked('listen porch')
    hub.ears.hear(hub.listening, 'porch', { bytes: 'init', codec: 'flac' })
    hub.ears.hear(hub.listening, 'porch', { bytes: 'one' })
    await fully(first, 3)
    expect(shown(first)).toEqual([head, 'init', 'one'])
    expect(misfits(CameraHead, first.frames[0])).toEqual([])
    using second = await PlainSocket.open(url(), headers)
    await fully(second, 2)
    hub.ears.hear(hub.listening, 'porch', { bytes: 'two' })
    await Promise.all([fully(first, 4), fully(second, 3)])
    expect(shown(second)).toEqual([head, 'init', 'two'])
    expect(hub.ears.asked).toEqual(['listen porch'])
  }
  await asked('unlisten porch')
})

test('T22: a look that is a listening stands in the audit as what it is', async () => {
  const lines = hub.lines.filter(
    ({ type, data }) => type === 'Audit' && JSON.stringify(data).includes('"sound"'),
  )
  expect(lines.length).toBeGreaterThanOrEqual(1)
})

describe('is closed', () => {
  test('where there is no sound, or none may be heard: 4405', async () => {
    hub.ears.failing.set('porch', 'HUB_CAMERA_NO_SOUND')
    using one = await PlainSocket.open(url(), headers)
    expect(await one.ended).toEqual({ code: CLOSE_NO_SOUND, reason: 'HUB_CAMERA_NO_SOUND' })
    hub.ears.failing.clear()
  })
  test('for a camera inside while no visit is on: 4403', async () => {
    hub.ears.failing.set('hall', 'HUB_CAMERA_PRIVATE')
    using one = await PlainSocket.open(url('hall'), headers)
    expect(await one.ended).toEqual({ code: 4403, reason: 'HUB_CAMERA_PRIVATE' })
    hub.ears.failing.clear()
  })
  test('when nothing comes for ten seconds: 4410', async () => {
    using one = await PlainSocket.open(url(), headers)
    await asked('listen porch')
    await hub.pass(11)
    expect(await one.ended).toEqual({ code: 4410, reason: 'no sound' })
    await asked('unlisten porch')
  })
  test('for whoever says something', async () => {
    using one = await PlainSocket.open(url(), headers)
    one.send('hello')
    expect((await one.ended).code).toBe(1003)
  })
})

describe('is refused', () => {
  test('to whoever has no right to cameras, and for cameras that are none', async () => {
    expect(await PlainSocket.refused(url())).toMatchObject({ status: 401 })
    const other = await hub.token('read')
    expect(await PlainSocket.refused(url(), other)).toMatchObject({ status: 403 })
    expect(await PlainSocket.refused(url('attic'), headers)).toMatchObject({ status: 404 })
  })
  test('when enough are listening', async () => {
    const open: PlainSocket[] = []
    for (let n = 0; n < LISTENERS_MAX; n++) open.push(await PlainSocket.open(url(), headers))
    expect(await PlainSocket.refused(url(), headers)).toMatchObject({ status: 503 })
    for (const one of open) one[Symbol.dispose]()
  })
})
