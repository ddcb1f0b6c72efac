// Goal: a camera hears what it is told, in its own codec, and one that has no ear says so. Method: our own server over
// real TCP, descriptions as cameras write them, and a camera that breaks off.
import { type Server, type Socket, createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { parseBackChannel } from '../src/back-channel-sdp.ts'
import { BackChannel, PACKET_BYTES } from '../src/back-channel.ts'
import { muLawToALaw } from '../src/g711.ts'
import { parseRtp } from '../src/rtp-packet.ts'
import { RtspReader, headerOf, writeMessage } from '../src/rtsp-message.ts'
import { startRtspServer } from '../src/rtsp-server.ts'
import { pps, sps } from './fixture-pictures.ts'
import { machineClock } from './test-clock.ts'

const ended: AsyncDisposable[] = []
afterEach(async () => {
  while (ended.length > 0) await ended.pop()?.[Symbol.asyncDispose]()
})

const credentials = { username: 'hub', password: 'let me speak' }
const signal = new AbortController().signal

const silent = { sps, pps, follow: () => () => undefined }

async function open(port: number, password: string | null = null): Promise<BackChannel> {
  const username = password === null ? null : credentials.username
  const url = `rtsp://127.0.0.1:${port}/door`
  const channel = await BackChannel.open({ url, username, password, clock: machineClock, signal })
  ended.push(channel)
  return channel
}

test('our own camera hears each packet, in order, with its password', async () => {
  const heard: Uint8Array[] = []
  const third = Promise.withResolvers<void>()
  const stream = {
    ...silent,
    hear: (sound: Uint8Array) => {
      heard.push(sound)
      if (heard.length === 3) third.resolve()
    },
  }
  const server = await startRtspServer({
    host: '127.0.0.1',
    port: 0,
    credentials,
    streams: new Map([['/door', stream]]),
    clock: machineClock,
  })
  ended.push(server)
  await expect(open(server.port, 'wrong')).rejects.toMatchObject({ code: 'HUB_RTSP_REFUSED' })
  const channel = await open(server.port, credentials.password)
  for (const byte of [1, 2, 3])
    expect(channel.send(new Uint8Array(PACKET_BYTES).fill(byte), byte === 1)).toBe(true)
  await third.promise
  expect(heard.map((sound) => [sound.length, sound[0]])).toEqual([
    [160, 1],
    [160, 2],
    [160, 3],
  ])
})

test('a camera without an ear is named, and so is one that nobody asked to speak', async () => {
  const server = await startRtspServer({
    host: '127.0.0.1',
    port: 0,
    streams: new Map([['/door', silent]]),
    clock: machineClock,
  })
  ended.push(server)
  await expect(open(server.port)).rejects.toMatchObject({ code: 'HUB_RTSP_NO_TALK' })
})

/** A camera as others build it: A-law alone, `Content-Base`, its own channel; it demands the requirement each time. */
class StrangeCamera implements AsyncDisposable {
  readonly requires: (string | undefined)[] = []
  readonly packets: { readonly marker: boolean; readonly timestamp: number; readonly payload: Uint8Array }[] =
    []
  readonly came = Promise.withResolvers<void>()
  readonly sockets = new Set<Socket>()
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async listen(): Promise<StrangeCamera> {
    const server = createServer()
    const camera = new StrangeCamera(server)
    server.on('connection', (socket) => camera.#serve(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ended.push(camera)
    return camera
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  #serve(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => undefined)
    const reader = new RtspReader()
    const sdp =
      'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\nm=audio 0 RTP/AVP 8\r\na=sendonly\r\na=control:track3\r\n'
    socket.on('data', (chunk) => {
      for (const item of reader.push(chunk)) {
        if (item.type === 'frame') {
          const packet = item.channel === 6 ? parseRtp(item.data) : null
          if (packet) this.packets.push(packet)
          if (this.packets.length === 2) this.came.resolve()
          continue
        }
        const method = item.start.split(' ')[0] ?? ''
        this.requires.push(headerOf(item, 'require'))
        const more: Record<string, string> =
          method === 'DESCRIBE'
            ? { 'Content-Base': 'rtsp://127.0.0.1/door/', 'Content-Type': 'application/sdp' }
            : method === 'SETUP'
              ? { Session: '12;timeout=30', Transport: 'RTP/AVP/TCP;unicast;interleaved=6-7' }
              : {}
        const head = { CSeq: headerOf(item, 'cseq') ?? '', ...more }
        socket.write(writeMessage('RTSP/1.0 200 OK', head, method === 'DESCRIBE' ? sdp : ''))
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}

test('a camera of A-law gets A-law on its own channel; the requirement stands in every request; a pause moves its time', async () => {
  const camera = await StrangeCamera.listen()
  const channel = await open(camera.port)
  const sound = Uint8Array.from({ length: PACKET_BYTES }, (_, place) => place)
  channel.send(sound, true)
  channel.skip(PACKET_BYTES)
  channel.send(sound, false)
  await camera.came.promise
  const [first, second] = camera.packets
  expect(first?.payload).toEqual(muLawToALaw(sound))
  expect([first?.marker, second?.marker]).toEqual([true, false])
  expect(((second?.timestamp ?? 0) - (first?.timestamp ?? 0) + 2 ** 32) % 2 ** 32).toBe(2 * PACKET_BYTES)
  expect(camera.requires).toEqual(Array.from({ length: 3 }, () => 'www.onvif.org/ver20/backchannel'))
})

test('a camera that breaks off ends the line with a reason', async () => {
  const camera = await StrangeCamera.listen()
  const channel = await open(camera.port)
  for (const socket of camera.sockets) socket.destroy()
  expect(await channel.closed).toMatchObject({ code: 'HUB_RTSP_CLOSED' })
})

describe('what a description offers', () => {
  const base = 'rtsp://camera/live'
  const both =
    'v=0\nm=audio 0 RTP/AVP 0\na=control:own\na=recvonly\nm=audio 0 RTP/AVP 8 0 97\na=rtpmap:97 opus/48000/2\na=sendonly\na=control:ear'

  test('µ-law is taken before A-law, and the section that we send, not the voice of the camera', () => {
    expect(parseBackChannel(both, base)).toEqual({ codec: 'PCMU', payloadType: 0, control: `${base}/ear` })
  })

  test.each([
    ['no direction', 'v=0\nm=audio 0 RTP/AVP 0\na=control:x'],
    ['AAC alone', 'v=0\nm=audio 0 RTP/AVP 97\na=rtpmap:97 mpeg4-generic/16000\na=sendonly'],
    ['a number that means something else', 'v=0\nm=audio 0 RTP/AVP 0\na=rtpmap:0 opus/48000\na=sendonly'],
    ['µ-law at another rate', 'v=0\nm=audio 0 RTP/AVP 97\na=rtpmap:97 PCMU/16000\na=sendonly'],
    ['nothing', ''],
  ])('%s: none', (_, sdp) => {
    expect(parseBackChannel(sdp, base)).toBeNull()
  })
})
