// A camera that anybody could have bought: H.264 over RTSP with a password, ten pictures a second, no signature. Its
// pictures are noise behind right headers: whole, new each time, and nothing that could be decoded.
import { randomBytes } from 'node:crypto'
import { type OutgoingPicture, type RtspServer, type RtspStream, startRtspServer } from '@portico/rtp'
import { machineClock } from './machine-clock.ts'

const PICTURE_MS = 100
const GROUP = 10
/** 640 × 360, Baseline. */
const sps = Buffer.from('6742c01eda0280bfe540', 'hex')
const pps = Buffer.from('68ce3c80', 'hex')

class Noise implements RtspStream {
  readonly sps = sps
  readonly pps = pps
  readonly #viewers = new Set<(picture: OutgoingPicture) => void>()
  #count = 0
  readonly #timer = setInterval(() => {
    this.#take()
  }, PICTURE_MS)

  follow(viewer: (picture: OutgoingPicture) => void): () => void {
    this.#viewers.add(viewer)
    return () => void this.#viewers.delete(viewer)
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #take(): void {
    const key = this.#count % GROUP === 0
    // A first slice says with its first bit that a picture begins; noise must not look like a start code.
    const slice = Buffer.concat([
      Buffer.of(key ? 0x65 : 0x41, 0x88),
      randomBytes(600).map((byte) => byte | 0x10),
    ])
    const picture = {
      nals: [slice],
      key,
      rtpTime: this.#count * PICTURE_MS * 90,
      capturedWallMs: Date.now(),
    }
    this.#count += 1
    for (const viewer of this.#viewers) viewer(picture)
  }
}

export class PlainStream implements AsyncDisposable {
  readonly url: string
  readonly #server: RtspServer
  readonly #noise: Noise

  private constructor(server: RtspServer, noise: Noise) {
    this.#server = server
    this.#noise = noise
    this.url = `rtsp://127.0.0.1:${server.port}/main`
  }

  static async start(credentials: { username: string; password: string }): Promise<PlainStream> {
    const noise = new Noise()
    const streams = new Map([['/main', noise]])
    const server = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials,
      streams,
      clock: machineClock,
    })
    return new PlainStream(server, noise)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#noise.end()
    await this.#server[Symbol.asyncDispose]()
  }
}
