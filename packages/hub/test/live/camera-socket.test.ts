// `/ws/live/<camera>`: the live picture as fragmented MP4, who may see it, and that nobody holds up anybody.
import { CameraHead } from '@portico/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UNSENT_MAX, VIEWERS_MAX } from '../../src/live/camera-socket.ts'
import { misfits } from '../support/fitting.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { turns, until } from '../support/until.ts'

let hub: TestHub
let headers: Record<string, string>
beforeAll(async () => {
  hub = await TestHub.open()
  headers = await hub.token('camera')
})
afterAll(() => hub[Symbol.asyncDispose]())

const url = (camera = 'porch'): string => `${hub.houseUrl}/ws/live/${camera}`
const watch = (camera?: string): Promise<PlainSocket> => PlainSocket.open(url(camera), headers)

/** A text frame as it is, a binary one as its age in ms and its bytes as text. */
const read = (frame: unknown): unknown =>
  Buffer.isBuffer(frame) ? [frame.readDoubleBE(0), frame.subarray(8).toString().slice(0, 8)] : frame

const shown = ({ frames }: PlainSocket): unknown[] => frames.map(read)

const fully = (viewer: PlainSocket, count: number): Promise<true> =>
  until(`${count} frames, not ${viewer.frames.length}`, () => viewer.frames.length >= count)

/** Nobody looks any more, so the next one begins anew. */
const over = (): Promise<true> => until('the end of watching', () => hub.cameras.watched.size === 0)

const head = { camera: 'porch', view: 'outside', codec: 'avc1.42C01F' }

test('begins with the codec, the initialisation segment and a key picture, each with its age', async () => {
  {
    using viewer = await watch()
    await fully(viewer, 3)
    expect(shown(viewer)).toEqual([head, [80, 'init'], [80, 'key']])
    expect(misfits(CameraHead, viewer.frames[0])).toEqual([])
    hub.cameras.piece('porch', { bytes: Buffer.from('next') })
    await fully(viewer, 4)
    expect(shown(viewer).at(-1)).toEqual([80, 'next'])
    expect([...hub.cameras.watched]).toEqual(['porch'])
  }
  await over()
})

test('one stream for all who look; whoever comes later begins with the newest group of pictures', async () => {
  {
    using first = await watch()
    await fully(first, 3)
    for (const bytes of ['a', 'b']) hub.cameras.piece('porch', { bytes: Buffer.from(bytes) })
    hub.cameras.piece('porch', { key: true, bytes: Buffer.from('key 2') })
    hub.cameras.piece('porch', { bytes: Buffer.from('c') })
    using second = await watch()
    await fully(second, 4)
    expect(shown(second)).toEqual([head, [80, 'init'], [80, 'key 2'], [80, 'c']])
    hub.cameras.piece('porch', { bytes: Buffer.from('d') })
    await Promise.all([fully(first, 8), fully(second, 5)])
    expect(shown(first).slice(3)).toEqual(['a', 'b', 'key 2', 'c', 'd'].map((bytes) => [80, bytes]))
  }
  await over()
})

test('a stream that begins anew says so, and nothing of the old one comes after', async () => {
  {
    using viewer = await watch()
    await fully(viewer, 3)
    hub.cameras.piece('porch', { type: 'init', codec: 'avc1.640028', bytes: Buffer.from('init 2') })
    hub.cameras.piece('porch', { bytes: Buffer.from('lost') })
    hub.cameras.piece('porch', { key: true, bytes: Buffer.from('key 2') })
    await fully(viewer, 6)
    expect(shown(viewer).slice(3)).toEqual([{ ...head, codec: 'avc1.640028' }, [80, 'init 2'], [80, 'key 2']])
  }
  await over()
})

test('a viewer that does not read loses pictures up to a key picture, and nobody else does', async () => {
  {
    using slow = await watch()
    using quick = await watch()
    await Promise.all([fully(slow, 3), fully(quick, 3)])
    slow.pause()
    const pieces = 60
    const bytes = Buffer.alloc(UNSENT_MAX / 2, 'd')
    for (let n = 0; n < pieces; n++) {
      hub.cameras.piece('porch', { bytes })
      await fully(quick, 4 + n)
    }
    slow.resume()
    const late = await until('the slow one to be quiet', async () => {
      const before = slow.frames.length
      await turns(50)
      return slow.frames.length === before && before
    })
    expect(late).toBeLessThan(3 + pieces)
    // What comes now would build on pictures it never got.
    hub.cameras.piece('porch', { bytes: Buffer.from('delta') })
    hub.cameras.piece('porch', { key: true, bytes: Buffer.from('key 2') })
    await fully(slow, late + 1)
    await fully(quick, 5 + pieces)
    expect(shown(slow).slice(late)).toEqual([[80, 'key 2']])
    expect(slow.isOpen).toBe(true)
  }
  await over()
})

describe('is closed', () => {
  test('for a camera inside while no visit is on: 4403', async () => {
    using viewer = await watch('hall')
    expect(await viewer.ended).toEqual({ code: 4403, reason: 'HUB_CAMERA_PRIVATE' })
    expect(viewer.frames).toEqual([])
  })
  test('when no picture comes for ten seconds: 4410', async () => {
    await over()
    using viewer = await watch()
    await fully(viewer, 3)
    await hub.pass(9)
    hub.cameras.piece('porch', { bytes: Buffer.from('sign of life') })
    await fully(viewer, 4)
    await hub.pass(9)
    await turns()
    expect(viewer.isOpen).toBe(true)
    await hub.pass(2)
    expect(await viewer.ended).toEqual({ code: 4410, reason: 'no pictures' })
    await over()
  })
  test('when the camera engine fails: 4503, with its code and no more', async () => {
    hub.cameras.failure = new Error('planted words')
    using viewer = await watch()
    expect(await viewer.ended).toEqual({ code: 4503, reason: 'HUB_HTTP_FAULT' })
    hub.cameras.failure = null
  })
})

describe('is refused', () => {
  test('to whoever has no right to pictures', async () => {
    expect(await PlainSocket.refused(url())).toMatchObject({
      status: 401,
      body: { code: 'HUB_HTTP_SIGN_IN' },
    })
    const blind = await hub.token('read', 'arm', 'presence', 'pass')
    expect(await PlainSocket.refused(url(), blind)).toEqual({
      status: 403,
      body: { code: 'HUB_HTTP_FORBIDDEN', message: 'this needs camera' },
    })
  })
  test('for a camera that is none', async () => {
    for (const camera of ['attic', 'porch%2f..%2fhall', '..'])
      expect(await PlainSocket.refused(url(camera), headers)).toMatchObject({ status: 404 })
    expect((await hub.ask('GET /ws/live/porch', { headers })).status).toBe(404)
  })
  test('to a fifth viewer of one camera, until another one leaves', async () => {
    const viewers: PlainSocket[] = []
    for (let n = 0; n < VIEWERS_MAX; n++) viewers.push(await watch())
    expect(await PlainSocket.refused(url(), headers)).toEqual({
      status: 503,
      body: { code: 'HUB_HTTP_BUSY', message: 'This is not possible at the moment.' },
    })
    viewers.pop()?.[Symbol.dispose]()
    const again = await until('a place', () => watch().catch(() => null))
    for (const viewer of [...viewers, again]) viewer[Symbol.dispose]()
    await over()
  })
})

test('an indoor camera is seen during a visit', async () => {
  await using home = await TestHub.open()
  const owner = await home.owner()
  await home.arrived()
  await home.approve(owner)
  await home.pass(2)
  using viewer = await PlainSocket.open(`${home.houseUrl}/ws/live/hall`, owner)
  await fully(viewer, 3)
  expect(viewer.frames[0]).toEqual({ ...head, camera: 'hall', view: 'inside' })
})

test('every look stands in the audit, once for looking on and on', async () => {
  await using home = await TestHub.open()
  const owner = await home.owner()
  for (let n = 0; n < 3; n++) {
    using viewer = await PlainSocket.open(`${home.houseUrl}/ws/live/porch`, owner)
    await fully(viewer, 3)
  }
  expect(home.audited('looked')).toEqual([
    { what: 'looked', by: expect.stringMatching(/^u_/), face: 'owner-page', seen: 'camera', on: 'porch' },
  ])
  await home.pass(601)
  using viewer = await PlainSocket.open(`${home.houseUrl}/ws/live/porch`, owner)
  await fully(viewer, 3)
  expect(home.audited('looked')).toHaveLength(2)
})
