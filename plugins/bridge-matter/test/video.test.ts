// Goal: few look at a time, each knows its own session alone, and what is over is over everywhere; each no of the hub is a
// no here. Method: the table of sessions on a clock that the test moves; a hub's answers from a real HTTP server.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { CameraAvStreamManagement } from '@matter/main/clusters/camera-av-stream-management'
import { StreamUsage } from '@matter/main/types'
import { FaceClient } from '@portico/client'
import { jpegSize, milliseconds } from '@portico/plugin-api'
import { TestClock } from '@portico/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matterOptions } from '../src/config.ts'
import { SIZE_UNSEEN, doorCamera } from '../src/door-camera.ts'
import { HubVideo } from '../src/hub-video.ts'
import { fits, streamTraits } from '../src/matter/camera-streams.ts'
import { SESSIONS_MAX, VideoSessions } from '../src/matter/video-sessions.ts'
import type { LiveView } from '../src/video-acts.ts'

const view = (): LiveView & { over: boolean; closed: number } => ({
  answer: 'v=0',
  over: false,
  closed: 0,
  async tell() {
    return null
  },
  async isOn() {
    return !this.over
  },
  async close() {
    this.closed += 1
  },
})

const looking = (fabric: number, own = view()) => ({
  fabric,
  node: 7n,
  endpoint: 1,
  isOld: false,
  view: own,
  tellEnd: async () => {},
})

describe('the table of sessions', () => {
  const clock = new TestClock()
  const told: number[][] = []
  let sessions: VideoSessions

  beforeEach(() => {
    told.length = 0
    sessions = new VideoSessions({
      clock,
      onChange: async (all) => void told.push(all.map(({ id }) => id)),
      onError: (error) => {
        throw error
      },
    })
  })
  afterEach(async () => sessions[Symbol.asyncDispose]())

  it('has few places, and one that is being opened takes one', async () => {
    for (let n = 0; n < SESSIONS_MAX - 1; n += 1) sessions.add(looking(1))
    const last = sessions.place()
    expect(last).not.toBeNull()
    expect(sessions.place()).toBeNull()
    last?.[Symbol.dispose]()
    expect(sessions.place()).not.toBeNull()
  })

  it('gives each fabric its own alone, and tells each change', async () => {
    const { id } = sessions.add(looking(1))
    expect(sessions.find(1, id)?.id).toBe(id)
    expect(sessions.find(2, id)).toBeNull()
    const own = view()
    const other = sessions.add(looking(2, own))
    expect(other.id).not.toBe(id)
    await sessions.end(other)
    await sessions.end(other)
    expect(own.closed).toBe(1)
    await clock.advance(milliseconds(0))
    expect(told.at(-1)).toEqual([id])
  })

  it('ends what the hub does not send to any more, and tells who looked', async () => {
    const [gone, on] = [view(), view()]
    let ended = 0
    sessions.add({ ...looking(1, gone), tellEnd: async () => void (ended += 1) })
    const { id } = sessions.add(looking(1, on))
    await clock.advance(milliseconds(6_000))
    expect(ended).toBe(0)
    gone.over = true
    await clock.advance(milliseconds(6_000))
    expect(ended).toBe(1)
    expect(sessions.all.map((each) => each.id)).toEqual([id])
  })

  it('leaves nothing at the hub when the door goes', async () => {
    const own = view()
    sessions.add(looking(1, own))
    await sessions[Symbol.asyncDispose]()
    expect(own.closed).toBe(1)
    expect(sessions.place()).toBeNull()
  })
})

describe('an offer at the hub', () => {
  interface Asked {
    readonly method: string
    readonly url: string
    readonly headers: IncomingMessage['headers']
    readonly body: string
  }
  const asked: Asked[] = []
  let reply: { status: number; body: string }
  let server: Server
  let video: HubVideo

  beforeEach(async () => {
    asked.length = 0
    reply = { status: 201, body: 'v=0\r\nanswer' }
    server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => void (body += text))
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        asked.push({ method, url, headers, body })
        const isOffer = method === 'POST'
        response.writeHead(isOffer ? reply.status : 204, { location: '/whep/porch/abc', etag: '"e"' })
        response.end(isOffer ? reply.body : undefined)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    // cast: of a server on TCP
    const { port } = server.address() as AddressInfo
    const client = new FaceClient(`http://127.0.0.1:${port}`, 'ptf_one')
    const peer = { index: 1, id: 'one', name: 'One', client }
    video = new HubVideo('porch', { at: (fabric) => (fabric === 1 ? peer : null) })
  })
  afterEach(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  it('goes there as the face of its own fabric, candidates follow, and the end', async () => {
    const opened = await video.open(1, 'v=0\r\na=ice-ufrag:abcd\r\n')
    if (typeof opened === 'string') throw new Error(opened)
    expect(opened.answer).toBe('v=0\r\nanswer')
    const candidate = 'candidate:1 1 udp 1 192.0.2.1 9 typ host'
    expect(await opened.tell([`a=${candidate}`, '', `${candidate}\r\na=more`])).toBeNull()
    expect(await opened.tell([''])).toBeNull()
    expect(await opened.isOn()).toBe(true)
    await opened.close()
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /whep/porch',
      'PATCH /whep/porch/abc',
      'GET /whep/porch/abc',
      'DELETE /whep/porch/abc',
    ])
    expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer ptf_one']))
    expect(asked[1]?.headers['if-match']).toBe('"e"')
    expect(asked[1]?.body.split('\r\n')).toEqual([
      'a=ice-ufrag:abcd',
      'm=video 9 UDP/TLS/RTP/SAVPF 0',
      'a=mid:0',
      `a=${candidate}`,
      '',
    ])
  })

  it.each([
    [403, 'HUB_HTTP_FORBIDDEN', 'right'],
    [401, 'HUB_HTTP_SIGN_IN', 'right'],
    [404, 'HUB_HTTP_NOT_FOUND', 'right'],
    [403, 'HUB_CAMERA_PRIVATE', 'private'],
    [403, 'HUB_CAMERA_MASKED', 'private'],
    [400, 'HUB_CAMERA_OFFER', 'offer'],
    [406, 'HUB_CAMERA_CODEC', 'offer'],
    [503, 'HUB_HTTP_BUSY', 'busy'],
    [429, 'HUB_HTTP_QUOTA', 'busy'],
    [503, 'HUB_CAMERA_NO_PICTURE', 'refused'],
  ])('%i %s is told as %s', async (code, name, denial) => {
    reply = { status: code, body: JSON.stringify({ code: name, message: 'no' }) }
    expect(await video.open(1, 'v=0')).toBe(denial)
  })

  it('is lost without a face, and where no hub answers', async () => {
    expect(await video.open(2, 'v=0')).toBe('lost')
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
    expect(await video.open(1, 'v=0')).toBe('lost')
    server.listen(0)
    await once(server, 'listening')
  })
})

describe('what is told of a camera', () => {
  it('stands nowhere unless the settings say so', () => {
    expect(matterOptions({}).videoDoorbell).toBe(false)
    expect(matterOptions({ videoDoorbell: true }).videoDoorbell).toBe(true)
  })

  it('is of the one that looks outside, never of one inside', () => {
    const rest = { witness: true, talk: false, sound: 'off', proof: 'none', feed: 'live', ageMs: 1 } as const
    const inside = { id: 'hall', view: 'inside', ...rest }
    expect(doorCamera({ cameras: [inside, { ...inside, id: 'porch', view: 'outside' }] })).toBe('porch')
    expect(doorCamera({ cameras: [inside] })).toBeNull()
  })

  it('is one picture of H.264 in the size of the camera, and another is refused', () => {
    const size = { width: 640, height: 360 }
    const [stream] = streamTraits(size).allocatedVideoStreams
    if (stream === undefined) throw new Error('no stream')
    const asked = {
      streamUsage: StreamUsage.LiveView,
      videoCodec: CameraAvStreamManagement.VideoCodec.H264,
      minFrameRate: 1,
      maxFrameRate: 30,
      minResolution: size,
      maxResolution: { width: 1920, height: 1080 },
      minBitRate: 10_000,
      maxBitRate: 2_000_000,
      keyFrameInterval: 4_000,
    }
    expect(fits(asked, stream)).toBe(true)
    expect(fits({ ...asked, videoCodec: CameraAvStreamManagement.VideoCodec.Hevc }, stream)).toBe(false)
    expect(fits({ ...asked, streamUsage: StreamUsage.Recording }, stream)).toBe(false)
    expect(fits({ ...asked, minResolution: { width: 1280, height: 720 } }, stream)).toBe(false)
    expect(fits({ ...asked, maxResolution: { width: 320, height: 180 } }, stream)).toBe(false)
  })

  it('has the size of a JPEG, and none of what is no JPEG', () => {
    const frame = [0xff, 0xc0, 0, 11, 8, 1, 0x68, 2, 0x80, 1, 1, 0x11, 0]
    expect(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, ...frame))).toEqual({
      width: 640,
      height: 360,
    })
    expect(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1))).toBeNull()
    expect(jpegSize(new Uint8Array(64))).toBeNull()
    expect(SIZE_UNSEEN.width).toBeGreaterThan(0)
  })
})
