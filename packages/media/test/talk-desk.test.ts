// Goal: one line to a camera at a time, opened and let go of as told, and every way it can fail has its name. Method: our
// own RTSP server on this machine, real time.
import { instant } from '@portico/core'
import type { CameraSource, StreamSource } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import { PACKET_BYTES, type RtspStream, startRtspServer } from '@portico/rtp'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../src/system-clock.ts'
import { TalkDesk } from '../src/talk/talk-desk.ts'
import { EventLog, quiet } from './bench.ts'
import { PcmEncoder } from './pcm-encoder.ts'

const ended: AsyncDisposable[] = []
afterEach(async () => {
  while (ended.length > 0) await ended.pop()?.[Symbol.asyncDispose]()
})

const clock: Clock = systemClock('boot')
const { sps, pps } = new PcmEncoder(96, 64)

interface Setup {
  readonly desk: TalkDesk
  readonly heard: EventLog<number>
  readonly lost: EventLog<string>
  readonly endCamera: () => Promise<void>
}

async function setUp(source: Partial<StreamSource> = {}): Promise<Setup> {
  const heard = new EventLog<number>()
  const lost = new EventLog<string>()
  const stream: RtspStream = {
    sps,
    pps,
    follow: () => () => undefined,
    hear: (muLaw) => heard.add(muLaw[0] ?? -1),
  }
  const server = await startRtspServer({
    host: '127.0.0.1',
    port: 0,
    streams: new Map([
      ['/porch', stream],
      ['/deaf', { sps, pps, follow: () => () => undefined }],
    ]),
    clock: { mono: () => clock.mono(), wake: (at, call) => clock.wake(instant(at), call) },
  })
  ended.push(server)
  const whole: CameraSource = {
    rtsp: `rtsp://127.0.0.1:${server.port}/porch`,
    username: null,
    password: null,
    backchannel: true,
    liveness: { method: 'none' },
    ...source,
  }
  const desk = new TalkDesk({
    clock,
    log: quiet,
    sourceOf: (id) => ({ ...whole, rtsp: whole.rtsp.replace('porch', id) }),
    onLost: (camera) => lost.add(camera),
  })
  ended.push(desk)
  return { desk, heard, lost, endCamera: async () => server[Symbol.asyncDispose]() }
}

const sound = (byte: number): Buffer => Buffer.alloc(PACKET_BYTES, byte)

test('what is said is heard; the end waits for the last word and lets the camera go', async () => {
  const { desk, heard } = await setUp()
  await desk.talk('porch', 'live')
  for (const byte of [1, 2, 3, 4]) desk.sound('porch', sound(byte))
  await desk.endTalk('porch')
  await heard.find((byte) => byte === 4)
  expect(heard.items).toEqual([1, 2, 3, 4])
  desk.sound('porch', sound(5))
  await desk.talk('porch', 'live')
  await expect(desk.talk('porch', 'live')).rejects.toMatchObject({ code: 'HUB_CAMERA_TALK_BUSY' })
})

test('a recorded answer of ten seconds waits whole', async () => {
  const { desk, heard } = await setUp()
  await desk.talk('porch', 'recorded')
  desk.sound('porch', Buffer.concat([sound(1), Buffer.alloc(80_000 - PACKET_BYTES, 2)]))
  await heard.find((byte) => byte === 2)
  expect(heard.items[0]).toBe(1)
  await desk.cut('porch')
})

describe('every way it can fail has its name', () => {
  test('a camera that never said it could, one that says so and cannot, and one that is not there', async () => {
    const mute = await setUp({ backchannel: false })
    await expect(mute.desk.talk('porch', 'live')).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_TALK' })
    const { desk, endCamera } = await setUp()
    await expect(desk.talk('deaf', 'live')).rejects.toMatchObject({
      code: 'HUB_CAMERA_NO_TALK',
      retryable: false,
    })
    await endCamera()
    await expect(desk.talk('porch', 'live')).rejects.toMatchObject({
      code: 'HUB_CAMERA_TALK_LOST',
      retryable: true,
    })
    // Nothing is left behind that would be busy.
    await expect(desk.talk('porch', 'live')).rejects.toMatchObject({ code: 'HUB_CAMERA_TALK_LOST' })
  })

  test('a camera that leaves in the middle is told once; one that was let go is not', async () => {
    const { desk, lost, endCamera } = await setUp()
    await desk.talk('porch', 'live')
    await desk.endTalk('porch')
    await desk.talk('porch', 'live')
    await endCamera()
    expect(await lost.find(() => true)).toBe('porch')
    await desk.endTalk('porch')
    expect(lost.items).toEqual(['porch'])
  })
})
