// Goal: a viewer is sent what is of now, to an address that can be one, and hears when he is not. Method: a line of pictures
// from a server that speaks as the hub does, and a socket that receives.
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { PrepareStreamRequest, StartStreamRequest } from 'homebridge'
import { H264Depacketizer, parseRtp } from '@portico/rtp'
import { describe, expect, it, vi } from 'vitest'
import { PictureLine } from '../src/camera/picture-line.ts'
import { SoundLine } from '../src/camera/sound-line.ts'
import { SrtpReceiver } from '../src/camera/srtp.ts'
import { Viewer } from '../src/camera/viewer.ts'
import { HubLines } from './hub-lines.ts'
import { pictureInit, pieceOf } from './hub-pictures.ts'

const key = Buffer.alloc(16, 3)
const salt = Buffer.alloc(14, 4)

function request(port: number, more: Partial<PrepareStreamRequest> = {}): PrepareStreamRequest {
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- AES_CM_128_HMAC_SHA1_80 of HAP
  const source: PrepareStreamRequest['video'] = { port, srtpCryptoSuite: 0, srtp_key: key, srtp_salt: salt }
  return {
    sessionID: 'one',
    sourceAddress: '127.0.0.1',
    targetAddress: '127.0.0.1',
    addressVersion: 'ipv4',
    video: source,
    audio: source,
    ...more,
  }
}

/** Of what it says only type, size and kHz are read. */
const start = {
  sessionID: 'one',
  type: 'start',
  video: { pt: 99, mtu: 1_378 },
  audio: { pt: 110, sample_rate: 24, packet_time: 20 },
} as unknown as StartStreamRequest // cast: the rest of what HAP sends

interface Room extends AsyncDisposable {
  readonly lines: HubLines
  readonly pictures: PictureLine
  readonly socket: Socket
  readonly port: number
  readonly nals: Buffer[]
  open(asked: PrepareStreamRequest): Promise<Viewer>
}

async function room(): Promise<Room> {
  const lines = await HubLines.start()
  const pictures = new PictureLine({ hub: lines.hub, camera: 'porch', onEnd: () => undefined })
  const sounds = new SoundLine(() => null, 'porch')
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const nals: Buffer[] = []
  const receiver = new SrtpReceiver(key, salt)
  const depacketizer = new H264Depacketizer()
  socket.on('message', (bytes) => {
    const rtp = receiver.rtp(bytes)
    const packet = rtp && parseRtp(rtp)
    if (packet?.payloadType !== 99) return
    nals.push(...depacketizer.push(packet.payload).nals.map((nal) => Buffer.from(nal)))
  })
  const told = { onRefused: () => undefined, onSilent: () => undefined, onGone: () => undefined }
  return {
    lines,
    pictures,
    socket,
    port: socket.address().port,
    nals,
    open: (asked) => Viewer.open({ hub: lines.hub, camera: 'porch', pictures, sounds, ...told }, asked),
    async [Symbol.asyncDispose]() {
      pictures[Symbol.dispose]()
      sounds[Symbol.dispose]()
      socket.close()
      await lines[Symbol.asyncDispose]()
    },
  }
}

/** Numbers of the pictures that came. */
const numbers = (nals: readonly Buffer[]): (number | undefined)[] =>
  nals.filter((nal) => nal.length === 2).map((nal) => nal[1])

describe('a viewer', () => {
  it('is shown no picture that is older than ten seconds, kept or new, and goes on with what is of now', async () => {
    await using all = await room()
    const { lines, pictures, nals } = all
    using viewer = await all.open(request(all.port))
    await vi.waitUntil(() => lines.newest)
    lines.begin()
    lines.send(pictureInit)
    lines.send(pieceOf(0, [true, false]), 11_000)
    await vi.waitUntil(() => pictures.newestGroup.length === 2)
    viewer.start(start)
    lines.send(pieceOf(2, [false]), 11_000)
    lines.send(pieceOf(3, [true, false]), 50)
    await vi.waitUntil(() => numbers(nals).includes(4))
    expect(numbers(nals)).toEqual([3, 4])
  })

  it('that was begun twice is one', async () => {
    await using all = await room()
    const { lines, nals } = all
    using viewer = await all.open(request(all.port))
    viewer.start(start)
    viewer.start(start)
    await vi.waitUntil(() => lines.newest)
    lines.begin()
    lines.send(pictureInit)
    lines.send(pieceOf(0, [true, false]))
    await vi.waitUntil(() => numbers(nals).includes(1))
    expect(numbers(nals)).toEqual([0, 1])
  })

  it.each([
    ['a port that is none', /no address/, { video: { ...request(0).video } }],
    ['an address that is none', /no address/, { targetAddress: 'example.invalid' }],
    ['a key that is cut', /key length/, { audio: { ...request(5_000).audio, srtp_key: Buffer.alloc(3) } }],
  ])('with %s is refused', async (_, words, more) => {
    await using all = await room()
    await expect(all.open(request(all.port, more))).rejects.toThrow(words)
  })
})
