// Goal: cameras with odd habits are followed or refused by name: wrong channels, no key pictures, sound that is refused,
// TCP that is refused, redirects, garbage. Method: the real client against cameras that misbehave as told.
import { createSocket } from 'node:dgram'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { RtspError } from '../src/errors.ts'
import { packetizeH264 } from '../src/h264-payload.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { followRtsp } from '../src/rtsp-client.ts'
import { type RtspMessage, RtspReader, headerOf, writeFrame, writeMessage } from '../src/rtsp-message.ts'
import { parseSdp, writeSdp } from '../src/sdp.ts'
import type { SoundFormat } from '../src/sound.ts'
import { pictures, pps, sps } from './fixture-pictures.ts'
import { Log, ScriptedCamera, Watch, answerWith, methodOf } from './rtsp-bench.ts'
import { HandClock, machineClock } from './test-clock.ts'

const ended: AsyncDisposable[] = []

afterEach(async () => {
  while (ended.length > 0) await ended.pop()?.[Symbol.asyncDispose]()
})

function keep<T extends AsyncDisposable>(resource: T): T {
  ended.push(resource)
  return resource
}

const pcmu = { codec: 'pcmu', rate: 8_000, channels: 1, config: new Uint8Array(0) } as const

function described(message: RtspMessage, more: readonly string[] = []): Buffer {
  const sdp = writeSdp({ sps, pps, payloadType: 96, sound: { format: pcmu, payloadType: 0 } })
  const text = sdp.replace('a=control:video', [...more, 'a=control:video'].join('\r\n'))
  return writeMessage('RTSP/1.0 200 OK', { CSeq: headerOf(message, 'cseq') ?? '' }, text)
}

/** All packets of the n-th picture of the recording. */
function packetsOf(index: number, sequence: number): Uint8Array[] {
  const picture = pictures[index]
  const nals = picture?.key === true ? [sps, pps, ...picture.nals] : (picture?.nals ?? [])
  const payloads = packetizeH264(nals, 1_400)
  return payloads.map((payload, i) =>
    buildRtp({
      marker: i === payloads.length - 1,
      payloadType: 96,
      sequence: sequence + i,
      timestamp: index * 9_000,
      ssrc: 3,
      payload,
    }),
  )
}

const plays = (message: RtspMessage): boolean => methodOf(message) === 'PLAY'

describe('an odd camera', () => {
  it('that sends on other channels than it said is understood', async () => {
    const camera = keep(await ScriptedCamera.start())
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock)))
    await camera.requests.find(plays)
    // It has said 4 and 5.
    for (const packet of packetsOf(0, 0)) camera.sockets.items[0]?.write(writeFrame(8, packet))
    expect((await watch.states.find(({ state }) => state === 'live')).code).toBeNull()
  })

  it('that refuses its sound keeps its picture', async () => {
    const camera = keep(
      await ScriptedCamera.start((message) => {
        if (methodOf(message) === 'DESCRIBE') return described(message)
        return message.start.includes('/audio') ? answerWith(message, 500) : null
      }),
    )
    const watch = new Watch()
    const playing = new Log<SoundFormat | null>()
    keep(
      followRtsp({
        ...watch.options(camera.url, machineClock),
        onSound: () => undefined,
        onPlaying: (sound) => {
          playing.add(sound)
        },
      }),
    )
    await camera.requests.find(plays)
    expect(playing.items).toEqual([null])
    for (const packet of packetsOf(0, 0)) camera.sockets.items[0]?.write(writeFrame(4, packet))
    await watch.states.find(({ state }) => state === 'live')
  })

  it('is not asked for its sound when nobody wants it', async () => {
    const camera = keep(
      await ScriptedCamera.start((message) => (methodOf(message) === 'DESCRIBE' ? described(message) : null)),
    )
    keep(followRtsp(new Watch().options(camera.url, machineClock)))
    await camera.requests.find(plays)
    expect(camera.requests.items.filter((message) => methodOf(message) === 'SETUP')).toHaveLength(1)
  })

  it('that never sends a key picture is named, asked for one, left, and tried anew', async () => {
    const clock = new HandClock()
    const frames = new Log<Uint8Array>()
    const camera = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'DESCRIBE' ? described(message, ['a=rtcp-fb:96 nack pli']) : null,
      ),
    )
    void camera.sockets.find((socket) => {
      const reader = new RtspReader()
      socket.on('data', (chunk) => {
        for (const item of reader.push(chunk)) if (item.type === 'frame') frames.add(item.data)
      })
      return true
    })
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, clock)))
    await camera.requests.find(plays)
    let sequence = 0
    const send = async (count: number): Promise<void> => {
      for (const packet of packetsOf(1 + (count % 8), sequence)) {
        camera.sockets.items[0]?.write(writeFrame(4, packet))
        sequence += 1
      }
      await watch.units.find(() => true, count)
    }
    for (let second = 0; second < 5; second += 1) {
      await send(second)
      clock.advance(1_000)
    }
    expect(await watch.states.find(({ state }) => state === 'silent')).toEqual({
      state: 'silent',
      code: 'HUB_RTSP_NO_KEY',
    })
    // A picture loss indication (RFC 4585 section 6.3.1) behind a receiver report, once a second.
    const asked = await frames.find((bytes) => Buffer.from(bytes).includes(Buffer.of(0x81, 0xce, 0, 2)))
    expect(asked.subarray(0, 2)).toEqual(Uint8Array.of(0x81, 0xc9))
    for (let second = 5; second < 33; second += 1) {
      await send(second)
      clock.advance(1_000)
    }
    expect(camera.sockets.items).toHaveLength(1)
    await send(33)
    while (camera.sockets.items.length === 1) {
      clock.advance(100)
      await new Promise<void>((resolve) => {
        setImmediate(resolve)
      })
    }
    expect(watch.states.items.map(({ state }) => state)).toEqual(['silent'])
  })

  it('that refuses TCP is followed over UDP, and heard from its own address alone', async () => {
    const ports = new Log<number>()
    const camera = keep(
      await ScriptedCamera.start((message) => {
        if (methodOf(message) !== 'SETUP') return null
        const port = /client_port=(\d+)/.exec(headerOf(message, 'transport') ?? '')?.[1]
        if (port === undefined) return answerWith(message, 461)
        ports.add(Number(port))
        const Transport = `RTP/AVP;unicast;client_port=${port}-${Number(port) + 1};server_port=9-10`
        return answerWith(message, 200, { Session: 's1', Transport })
      }),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock)))
    const port = await ports.find(() => true)
    await camera.requests.find(plays)
    const socket = createSocket('udp4')
    const [first, ...rest] = packetsOf(0, 0)
    for (const packet of [first, ...rest.toReversed()]) if (packet) socket.send(packet, port, '127.0.0.1')
    await watch.states.find(({ state }) => state === 'live')
    const stranger = createSocket('udp4')
    await new Promise<void>((resolve) => {
      stranger.bind(0, '127.0.0.2', resolve)
    })
    const before = watch.units.items.length
    for (const packet of packetsOf(1, rest.length + 1)) stranger.send(packet, port, '127.0.0.1')
    for (const packet of packetsOf(2, rest.length + 1)) socket.send(packet, port, '127.0.0.1')
    const next = await watch.units.find(() => true, before)
    expect([next.rtpTime, next.damaged]).toEqual([18_000, false])
    socket.close()
    stranger.close()
  })

  it('that does not know how it is kept alive is kept alive another way', async () => {
    const clock = new HandClock()
    const camera = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'GET_PARAMETER' ? answerWith(message, 501) : null,
      ),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, clock)))
    await camera.requests.find(plays)
    let sequence = 0
    // It names 10 s, and is asked each 4 s.
    for (let second = 0; second < 10; second += 1) {
      for (const packet of packetsOf(0, sequence)) {
        packet.set([0, 0, second, 0], 4)
        camera.sockets.items[0]?.write(writeFrame(4, packet))
        sequence += 1
      }
      await watch.units.find(() => true, second)
      if (second === 4) await camera.requests.find((message) => methodOf(message) === 'GET_PARAMETER')
      clock.advance(1_000)
    }
    const asked = await camera.requests.find((message) => methodOf(message) === 'OPTIONS', 3)
    expect(headerOf(asked, 'session')).toBe('s1')
    expect(camera.requests.items.filter((message) => methodOf(message) === 'GET_PARAMETER')).toHaveLength(1)
  })

  it('that sends us on is followed to another port, never to another host', async () => {
    const there = keep(await ScriptedCamera.start())
    const here = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'DESCRIBE'
          ? answerWith(message, 302, { Location: `rtsp://127.0.0.1:${there.port}/other` })
          : null,
      ),
    )
    keep(followRtsp(new Watch().options(here.url, machineClock)))
    const asked = await there.requests.find(plays)
    expect(asked.start).toContain('/other')

    const elsewhere = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'DESCRIBE'
          ? answerWith(message, 302, { Location: 'rtsp://198.51.100.7/take' })
          : null,
      ),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(elsewhere.url, machineClock)))
    await watch.states.find(({ code }) => code === 'HUB_RTSP_STATUS')
  })

  it('that sends us round in circles is given up', async () => {
    const camera: ScriptedCamera = keep(
      await ScriptedCamera.start((message) =>
        methodOf(message) === 'DESCRIBE' ? answerWith(message, 302, { Location: '/again' }) : null,
      ),
    )
    const watch = new Watch()
    keep(followRtsp(watch.options(camera.url, machineClock)))
    expect((await watch.states.find(({ code }) => code !== null)).code).toBe('HUB_RTSP_STATUS')
    expect(camera.requests.items.filter((message) => methodOf(message) === 'DESCRIBE')).toHaveLength(4)
  })
})

describe('what a stranger says', () => {
  it('is cut into messages and frames or refused by code, whatever bytes come in whatever pieces', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .constantFrom('RTSP/1.0 200 OK\r\nCSeq: 1\r\n', '\r\n', '$', 'Content-Length: 5\r\n', 'A:')
        .map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 12 }), (pieces) => {
        const reader = new RtspReader()
        try {
          for (const piece of pieces) for (const _ of reader.push(Buffer.from(piece)));
        } catch (error) {
          expect(error).toBeInstanceOf(RtspError)
          expect(error).toMatchObject({ code: 'HUB_RTSP_SYNTAX' })
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('as a description names a picture and a sound that can be, or none', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'm=video 0 RTP/AVP 96',
        'm=audio 0 RTP/AVP 97 0 8',
        'a=rtpmap:96 H264/90000',
        'a=rtpmap:96 H265/90000',
        'a=rtpmap:97 mpeg4-generic/44100/2',
        'a=fmtp:97 config=1190;sizelength=13;indexlength=3;indexdeltalength=3',
        'a=fmtp:96 sprop-parameter-sets=Z0LAHw==,aM4=',
        'a=rtcp-fb:* ccm fir',
        'a=control:*',
        'a=control:',
      ),
      fc.string({ maxLength: 60 }),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const { video, sound, control } = parseSdp(lines.join('\r\n'), 'rtsp://c/x')
        expect(control).not.toBe('')
        expect(video?.control ?? 'rtsp://c/x').toMatch(/^rtsp:/i)
        if (sound) expect(sound.format.rate * sound.format.channels).toBeGreaterThan(0)
      }),
      { numRuns: 1_000 },
    )
  })
})
