// The camera that an ONVIF device names, held to the contract that is published for plugins: what the plugin reports is
// opened by the RTSP client, with the password of the settings.
import { createHash, randomBytes } from 'node:crypto'
import { instant } from '@portico/plugin-api'
import {
  type OutgoingPicture,
  type RtspFollower,
  type RtspStream,
  followRtsp,
  startRtspServer,
} from '@portico/rtp'
import { type CameraUnderTest, type SeenPicture, cameraContract } from '@portico/testing'
import { Started } from './started.ts'

const clock = {
  mono: () => instant(Number(process.hrtime.bigint()) / 1e6),
  wake: (at: number, call: () => void) => {
    const timer = setTimeout(call, Math.max(0, at - Number(process.hrtime.bigint()) / 1e6))
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Twenty new pictures a second behind right headers; nothing in them could be decoded, and nobody tries. */
class Noise implements RtspStream {
  readonly sps = Buffer.from('6742c01eda0280bfe540', 'hex')
  readonly pps = Buffer.from('68ce3c80', 'hex')
  readonly #viewers = new Set<(picture: OutgoingPicture) => void>()
  readonly #timer = setInterval(() => {
    this.#take()
  }, 50)
  #count = 0

  follow(viewer: (picture: OutgoingPicture) => void): () => void {
    this.#viewers.add(viewer)
    return () => void this.#viewers.delete(viewer)
  }

  #take(): void {
    const key = this.#count % 5 === 0
    const slice = Buffer.concat([
      Buffer.of(key ? 0x65 : 0x41, 0x88),
      randomBytes(300).map((byte) => byte | 0x10),
    ])
    const picture = { nals: [slice], key, rtpTime: this.#count * 4_500, capturedWallMs: Date.now() }
    this.#count += 1
    for (const viewer of this.#viewers) viewer(picture)
  }

  end(): void {
    clearInterval(this.#timer)
  }
}

async function open(): Promise<CameraUnderTest> {
  const noise = new Noise()
  const server = await startRtspServer({
    host: '127.0.0.1',
    port: 0,
    credentials: { username: 'portico', password: 'sesame' },
    streams: new Map([['/main', noise]]),
    clock,
  })
  const started = await Started.open({
    device: { streams: { main: `rtsp://127.0.0.1:${server.port}/main` } },
  })
  const host = await started.host()
  await host.until(() => host.sources.length > 0)
  const [source] = host.sources
  if (!source) throw new Error('the plugin told no source')
  const wanted: { left: number; seen: SeenPicture[]; done: () => void } = {
    left: 0,
    seen: [],
    done: () => {},
  }
  const follower: RtspFollower = followRtsp({
    url: source.rtsp,
    username: source.username,
    password: source.password,
    clock,
    onUnit: ({ nals, capturedWallMs }) => {
      if (wanted.left === 0) return
      const sha256 = createHash('sha256').update(Buffer.concat(nals)).digest('hex')
      wanted.seen.push({ sha256, captured: capturedWallMs, signature: null })
      wanted.left -= 1
      if (wanted.left === 0) wanted.done()
    },
    onState: () => {},
  })
  return {
    source,
    pictures: async (count) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      Object.assign(wanted, { left: count, seen: [], done: resolve })
      await promise
      return wanted.seen
    },
    challenge: async () => {},
    tamper: () => null,
    [Symbol.asyncDispose]: async () => {
      await follower[Symbol.asyncDispose]()
      await started[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      noise.end()
    },
  }
}

cameraContract('the camera of an ONVIF device', open)
