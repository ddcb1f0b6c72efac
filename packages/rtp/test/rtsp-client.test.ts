// Goal: a camera is followed for as long as it is wanted, whatever it does: wrong password, death in mid-picture,
// silence, garbage, a new size, a new time. Method: the real client over real TCP against our server or a camera
// that misbehaves as told; time moves by hand where it matters.
import { afterEach, describe, expect, it } from 'vitest'
import { packetizeH264 } from '../src/h264-payload.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { followRtsp } from '../src/rtsp-client.ts'
import { type RtspServer, startRtspServer } from '../src/rtsp-server.ts'
import { pictures, pps, sps } from './fixture-pictures.ts'
import { ScriptedCamera, ShownStream, Watch, answerWith, closeOf, frame, methodOf } from './rtsp-bench.ts'
import { HandClock, machineClock } from './test-clock.ts'

const credentials = { username: 'hub', password: 'let me see' }
const ended: AsyncDisposable[] = []

afterEach(async () => {
  while (ended.length > 0) await ended.pop()?.[Symbol.asyncDispose]()
})

function keep<T extends AsyncDisposable>(resource: T): T {
  ended.push(resource)
  return resource
}

async function serve(stream: ShownStream, port = 0): Promise<RtspServer & { readonly url: string }> {
  const streams = new Map([['/hall', stream]])
  const server = await startRtspServer({ host: '127.0.0.1', port, credentials, streams, clock: machineClock })
  return Object.assign(keep(server), { url: `rtsp://127.0.0.1:${server.port}/hall` })
}

/** One whole key picture in packets of 200 bytes. */
function keyPackets(sequence: number, timestamp: number): Uint8Array[] {
  const payloads = packetizeH264([sps, pps, ...(pictures[0]?.nals ?? [])], 200)
  return payloads.map((payload, i) =>
    buildRtp({
      marker: i === payloads.length - 1,
      payloadType: 96,
      sequence: sequence + i,
      timestamp,
      ssrc: 3,
      payload,
    }),
  )
}

describe('following a camera', () => {
  it('gives its pictures unchanged, with its own time from the first one on', async () => {
    const stream = new ShownStream()
    const { url } = await serve(stream)
    const watch = new Watch()
    keep(followRtsp(watch.options(url, machineClock, credentials.password)))
    await stream.watched.find((count) => count === 1)
    stream.show(15)
    await watch.units.find(({ rtpTime }) => rtpTime === 4_294_960_000 + 14 * 9_000)
    expect(watch.units.items.map(({ nals }) => nals)).toEqual(pictures.slice(0, 15).map(({ nals }) => nals))
    expect(watch.units.items.map(({ key, damaged, restarted }) => [key, damaged, restarted])).toEqual(
      Array.from({ length: 15 }, (_, i) => [i % 10 === 0, false, i === 0]),
    )
    for (const [i, unit] of watch.units.items.entries()) {
      expect(unit.capturedWallMs).toBeCloseTo(1_763_900_000_000 + i * 100, 1)
      expect(unit.parameters).toEqual({ codec: 'h264', sps, pps: [pps] })
    }
    expect(watch.states.items).toEqual([{ state: 'live', code: null }])
  })

  it('tells a wrong password once, and does not try again for ten seconds', async () => {
    const clock = new HandClock()
    const challenge = { 'WWW-Authenticate': 'Digest realm="r", nonce="n", qop="auth"' }
    const camera = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'OPTIONS' ? null : answerWith(message, 401, challenge),
      ),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, clock, 'wrong')))
    await watch.states.find(({ code }) => code === 'HUB_RTSP_REFUSED')
    expect(camera.requests.items.map(methodOf)).toEqual(['OPTIONS', 'DESCRIBE', 'DESCRIBE'])
    clock.advance(9_999)
    expect(camera.sockets.items).toHaveLength(1)
    clock.advance(1)
    await camera.sockets.find((socket) => socket !== camera.sockets.items[0])
  })

  it('asks again with a fresh nonce when the camera says that the old one is stale', async () => {
    let nonce = 0
    const camera = keep(
      await ScriptedCamera.start((message) => {
        const answered = (message.headers.get('authorization')?.[0] ?? '').includes(`nonce="n${nonce}"`)
        if (answered && methodOf(message) !== 'PLAY') return null
        if (answered && nonce === 2) return null
        nonce += 1
        const challenge = `Digest realm="r", nonce="n${nonce}", qop="auth", stale=true`
        return answerWith(message, 401, { 'WWW-Authenticate': challenge })
      }),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock, 'right')))
    await camera.requests.find((message) => methodOf(message) === 'PLAY', 5)
    for (const packet of keyPackets(0, 0)) camera.sockets.items[0]?.write(frame(packet))
    await watch.states.find(({ state }) => state === 'live')
    expect(camera.sockets.items).toHaveLength(1)
  })

  it('says silent after 1.5 s without a picture, not before, and tries again', async () => {
    const clock = new HandClock()
    const camera = keep(await ScriptedCamera.start())
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, clock)))
    await camera.requests.find((message) => methodOf(message) === 'PLAY')
    for (const packet of keyPackets(0, 0)) camera.sockets.items[0]?.write(frame(packet))
    await watch.states.find(({ state }) => state === 'live')
    // The answer to PLAY may still be on its way: the watch begins with it.
    await watch.units.find(() => clock.waiting > 1)
    clock.advance(1_499)
    expect(watch.states.items.at(-1)?.state).toBe('live')
    clock.advance(1)
    await watch.states.find(({ state }) => state === 'silent')
    await Promise.all(camera.sockets.items.map(closeOf))
    clock.advance(100)
    await camera.requests.find((message) => methodOf(message) === 'PLAY', 4)
    expect(watch.states.items.map(({ state }) => state)).toEqual(['live', 'silent'])
  })

  it('goes on after the camera died in the middle of a picture, and shows no half picture', async () => {
    const camera = keep(await ScriptedCamera.start())
    const { port, url } = camera
    const watch = new Watch()
    keep(followRtsp(watch.options(url, machineClock)))
    await camera.requests.find((message) => methodOf(message) === 'PLAY')
    const packets = keyPackets(0, 0)
    for (const packet of packets) camera.sockets.items[0]?.write(frame(packet))
    for (const packet of keyPackets(packets.length, 9_000).slice(0, -2))
      camera.sockets.items[0]?.write(frame(packet))
    await watch.units.find(() => true)
    await camera[Symbol.asyncDispose]()
    await watch.states.find(({ state }) => state === 'connecting')
    const again = keep(await ScriptedCamera.start(undefined, port))
    await again.requests.find((message) => methodOf(message) === 'PLAY')
    for (const packet of keyPackets(500, 77)) again.sockets.items[0]?.write(frame(packet))
    await watch.units.find(({ rtpTime }) => rtpTime === 77)
    expect(watch.units.items.map(({ rtpTime, damaged, restarted }) => [rtpTime, damaged, restarted])).toEqual(
      [
        [0, false, true],
        [77, false, true],
      ],
    )
  })

  it('waits 100, 250, then 500 ms between tries at an address where nobody answers', async () => {
    const clock = new HandClock()
    const camera = keep(await ScriptedCamera.start())
    const reached = camera.sockets
    camera.sockets.find(() => true).catch(() => undefined)
    const watch = new Watch()
    const follower = keep(followRtsp(watch.options(camera.url, clock)))
    for (const [tries, wait] of [100, 250, 500, 500, 500].entries()) {
      await reached.find((socket) => socket === reached.items[tries], tries)
      const socket = reached.items[tries]
      if (!socket) throw new Error('no connection')
      // Ended before any answer: as good as a camera that is not there.
      socket.destroy()
      await watch.states.find(({ state }) => state === 'connecting')
      await settled(clock, follower)
      // The only wake is that of the back-off: while it waits, nobody connects.
      clock.advance(wait - 1)
      expect(clock.waiting).toBe(1)
      clock.advance(1)
    }
    await reached.find((socket) => socket === reached.items[5], 5)
  })

  it('leaves a camera that sends garbage and says why', async () => {
    const camera = keep(
      await ScriptedCamera.start((message) => (methodOf(message) === 'PLAY' ? Buffer.alloc(9) : null)),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock)))
    await watch.states.find(({ code }) => code === 'HUB_RTSP_SYNTAX')
    await camera.sockets.find((socket) => socket !== camera.sockets.items[0])
    expect(watch.units.items).toEqual([])
  })

  it('tells a camera without H.264 video from one that cannot be reached', async () => {
    const camera = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'DESCRIBE' ? answerWith(message, 200) : null,
      ),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock)))
    await watch.states.find(({ code }) => code === 'HUB_RTSP_NO_VIDEO')
    await camera[Symbol.asyncDispose]()
    await watch.states.find(({ code }) => code === 'HUB_RTSP_UNREACHABLE')
    expect(new Set(watch.states.items.map(({ state }) => state))).toEqual(new Set(['connecting']))
  })

  it('follows a change of the picture size in the middle of the stream', async () => {
    const camera = keep(await ScriptedCamera.start())
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock)))
    await camera.requests.find((message) => methodOf(message) === 'PLAY')
    const socket = camera.sockets.items[0]
    const larger = Uint8Array.from(Buffer.from('6742c01fda014016e840000003004000000c23c60ca8', 'hex'))
    const packets = keyPackets(0, 0)
    const changed = packetizeH264([larger, pps, ...(pictures[0]?.nals ?? [])], 65_000).map((payload, i) =>
      buildRtp({
        marker: true,
        payloadType: 96,
        sequence: packets.length + i,
        timestamp: 9_000,
        ssrc: 3,
        payload,
      }),
    )
    for (const packet of [...packets, ...changed]) socket?.write(frame(packet))
    await watch.units.find(({ rtpTime }) => rtpTime === 9_000)
    expect(watch.units.items.map(({ parameters }) => parameters.sps)).toEqual([sps, larger])
  })

  it('keeps the session alive before the camera would end it', async () => {
    const clock = new HandClock()
    const camera = keep(await ScriptedCamera.start())
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, clock)))
    await camera.requests.find((message) => methodOf(message) === 'PLAY')
    for (const packet of keyPackets(0, 0)) camera.sockets.items[0]?.write(frame(packet))
    await watch.units.find(() => clock.waiting > 1)
    // The camera names 10 s; a picture each second keeps the watch for silence quiet.
    let sequence = keyPackets(0, 0).length
    for (let second = 1; second <= 4; second += 1) {
      clock.advance(1_000)
      const from = watch.units.items.length
      for (const packet of keyPackets(sequence, second * 90_000))
        camera.sockets.items[0]?.write(frame(packet))
      sequence += keyPackets(0, 0).length
      await watch.units.find(({ rtpTime }) => rtpTime === second * 90_000, from)
    }
    await camera.requests.find((message) => methodOf(message) === 'GET_PARAMETER')
    expect(watch.states.items.map(({ state }) => state)).toEqual(['live'])
  })

  it('puts and asks parameters, and tells those the camera does not know', async () => {
    const stream = new ShownStream()
    const { url } = await serve(stream)
    const watch = new Watch()
    const follower = keep(followRtsp(watch.options(url, machineClock, credentials.password)))
    await expect(follower.getParameter('portico-clock')).rejects.toMatchObject({ code: 'HUB_RTSP_CLOSED' })
    await stream.watched.find((count) => count === 1)
    stream.show()
    await watch.units.find(() => true)
    const before = machineClock.mono()
    const clock = await follower.getParameter('portico-clock')
    expect(clock.value).toBe('1763900000000')
    expect(
      before <= clock.sent && clock.sent <= clock.received && clock.received <= machineClock.mono(),
    ).toBe(true)
    await follower.setParameter('portico-clock', '12')
    expect(stream.parameters.get('portico-clock')).toBe('12')
    await expect(follower.setParameter('other', '1')).rejects.toMatchObject({ code: 'HUB_RTSP_STATUS' })
    await expect(follower.getParameter('other')).rejects.toMatchObject({ code: 'HUB_RTSP_STATUS' })
  })

  it('ends at once at any stage, leaving no connection and no timer', async () => {
    const clock = new HandClock()
    const camera = keep(await ScriptedCamera.start())
    for (const stage of ['OPTIONS', 'SETUP', 'PLAY']) {
      const from = camera.requests.items.length
      const follower = followRtsp(new Watch().options(camera.url, clock))
      await camera.requests.find((message) => methodOf(message) === stage, from)
      await follower[Symbol.asyncDispose]()
      await follower[Symbol.asyncDispose]()
      expect(clock.waiting).toBe(0)
    }
    await Promise.all(camera.sockets.items.map((socket) => closeOf(socket)))
  })

  it('refuses an address that is none without repeating it', () => {
    const watch = new Watch()
    for (const url of ['http://camera/', 'rtsp://', 'camera', 'rtsps://u:geheim@camera/']) {
      const follow = (): unknown => followRtsp(watch.options(url, machineClock))
      expect(follow).toThrow(expect.objectContaining({ code: 'HUB_RTSP_URL' }))
      expect(follow).not.toThrow(/geheim/)
    }
  })
})

/** Resolves when the follower waits for its back-off, which is the only wake then. */
async function settled(clock: HandClock, follower: { readonly state: string }): Promise<void> {
  while (clock.waiting !== 1 || follower.state !== 'connecting')
    await new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
}
