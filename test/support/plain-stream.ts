// A camera that anybody could have bought: H.264 over RTSP with a password, five pictures a second of a porch where
// nothing happens, no signature.
import { FilmedScene, LiveEncoder, parameterPair } from '@portico/plugin-virtual-home/camera'
import { instant, wallTime } from '@portico/plugin-api'
import { type OutgoingPicture, type RtspServer, type RtspStream, startRtspServer } from '@portico/rtp'
import { initialWorld } from '@portico/world'
import { machineClock } from './machine-clock.ts'

const PICTURE_MS = 200
const shape = { width: 640 as const, height: 360, framesPerSecond: 1_000 / PICTURE_MS }

class Porch implements RtspStream {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  readonly #viewers = new Set<(picture: OutgoingPicture) => void>()
  readonly #world = initialWorld({ at: instant(0) })
  readonly #scene = new FilmedScene(
    {
      kind: 'camera',
      id: 'porch',
      door: 'front',
      view: 'outside',
      width: shape.width,
      framesPerSecond: shape.framesPerSecond,
      signed: false,
      hears: false,
    },
    Math.random,
  )
  readonly #encoder = new LiveEncoder<number>(shape)
  readonly #timer = setInterval(() => void this.#take(), PICTURE_MS)

  constructor({ sps, pps }: { readonly sps: Uint8Array; readonly pps: Uint8Array }) {
    this.sps = sps
    this.pps = pps
  }

  follow(viewer: (picture: OutgoingPicture) => void): () => void {
    this.#viewers.add(viewer)
    return () => void this.#viewers.delete(viewer)
  }

  end(): void {
    clearInterval(this.#timer)
  }

  async #take(): Promise<void> {
    const [mono, wall] = [machineClock.mono(), Date.now()]
    const { bytes } = this.#scene.draw(this.#world, { mono: instant(mono), wall: wallTime(wall) })
    for (const { slice, key, stamp } of await this.#encoder.add(bytes, wall)) {
      const picture = { nals: [slice], key, rtpTime: stamp * 90, capturedWallMs: stamp }
      for (const viewer of this.#viewers) viewer(picture)
    }
  }
}

export class PlainStream implements AsyncDisposable {
  readonly url: string
  readonly #server: RtspServer
  readonly #porch: Porch

  private constructor(server: RtspServer, porch: Porch) {
    this.#server = server
    this.#porch = porch
    this.url = `rtsp://127.0.0.1:${server.port}/main`
  }

  static async start(credentials: { username: string; password: string }): Promise<PlainStream> {
    const porch = new Porch(await parameterPair(shape))
    const server = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials,
      streams: new Map([['/main', porch]]),
      clock: machineClock,
    })
    return new PlainStream(server, porch)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#porch.end()
    await this.#server[Symbol.asyncDispose]()
  }
}
