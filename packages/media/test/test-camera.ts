// A camera for the engine's tests: real H.264 over real RTSP, of a scene with noise and a bright square that moves.
// What it sends, and how it misbehaves, is said by the test; time is the machine's.
import { type Instant } from '@portico/core'
import {
  type OutgoingPicture,
  type RtspServer,
  type RtspStream,
  joinLengthPrefixed,
  signPicture,
  startRtspServer,
} from '@portico/rtp'
import { sha256 } from '../src/feed/picture.ts'
import { systemClock } from '../src/system-clock.ts'
import { PcmEncoder, type Yuv } from './pcm-encoder.ts'

export const WIDTH = 96
export const HEIGHT = 64
export const cameraKey = '0123456789abcdef0123456789abcdef'

/** `resent`: the last second again and again, byte for byte. `recoded`: one scene, coded anew. */
export type Behaviour = 'live' | 'resent' | 'recoded' | 'black' | 'silent' | 'late' | 'unsigned' | 'forged'

export interface TestCameraOptions {
  readonly signed?: boolean
  readonly profile?: number
  /** Answers what time it is; without, its pictures have relative times only. */
  readonly tellsTime?: boolean
  readonly port?: number
  /** Pictures from one key picture to the next; default 5. */
  readonly group?: number
}

/** Small steps of a generator (Numerical Recipes), so that every run sees the same noise. */
export function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A grey wall with strong stripes, as the things of a real view that stay, noise of ±6, a bright square at `x`. */
export function scene(x: number, random: () => number, level = 110): Yuv {
  const luma = new Uint8Array(WIDTH * HEIGHT)
  for (let at = 0; at < luma.length; at += 1) {
    const column = at % WIDTH
    const row = Math.floor(at / WIDTH)
    const inside = Math.abs(column - x) < 8 && Math.abs(row - 32) < 8
    luma[at] = (inside ? 220 : level + (column % 16 < 8 ? 36 : 0)) + Math.round((random() - 0.5) * 12)
  }
  return { width: WIDTH, height: HEIGHT, luma }
}

/** What a covered lens gives: black, and a little noise. */
function darkness(random: () => number): Yuv {
  const luma = Uint8Array.from({ length: WIDTH * HEIGHT }, () => 16 + Math.round(random() * 4))
  return { width: WIDTH, height: HEIGHT, luma }
}

const PICTURE_MS = 50
const GROUP = 5
/** Film of so many pictures, s: a timer may be early by a little, and late by any time. */
export const lastsAtLeast = (pictures: number): number => (0.9 * (pictures - 1) * PICTURE_MS) / 1000
/** Pictures of which the camera knows when it took them. */
const TAKEN_MAX = 1_000
const clock = systemClock('test')

/** What both clocks show at one moment; tried again where the machine did something else in between. */
function moment(): { readonly mono: Instant; readonly wall: number } {
  for (;;) {
    const [mono, wall] = [clock.mono(), Date.now()]
    if (clock.mono() - mono < 2) return { mono, wall }
  }
}

export class TestCamera implements RtspStream, AsyncDisposable {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  behaviour: Behaviour = 'live'
  /** Level of the wall: a change of scene that tests can look for. */
  level = 110
  nonce: string | null = null
  readonly #options: TestCameraOptions
  readonly #encoder: PcmEncoder
  readonly #random = noise(7)
  readonly #viewers = new Set<(picture: OutgoingPicture) => void>()
  readonly #sent: OutgoingPicture[] = []
  readonly #held: OutgoingPicture[] = []
  readonly #taken: { readonly nals: readonly Uint8Array[]; readonly at: Instant }[] = []
  #server: RtspServer | null = null
  #timer: NodeJS.Timeout | null = null
  readonly #began = clock.mono()
  #count = 0
  #still: Yuv | null = null

  private constructor(options: TestCameraOptions) {
    this.#options = options
    this.#encoder = new PcmEncoder(WIDTH, HEIGHT, { profile: options.profile ?? 66 })
    this.sps = this.#encoder.sps
    this.pps = this.#encoder.pps
  }

  static async start(options: TestCameraOptions = {}): Promise<TestCamera> {
    const camera = new TestCamera(options)
    camera.#server = await startRtspServer({
      host: '127.0.0.1',
      port: options.port ?? 0,
      credentials: { username: 'hub', password: 'pictures' },
      streams: new Map([['/eye', camera]]),
      clock,
    })
    camera.#timer = setInterval(() => {
      camera.#tick()
    }, PICTURE_MS)
    return camera
  }

  /** How many follow it. */
  get watched(): number {
    return this.#viewers.size
  }

  /** When it took the picture of these bytes, by the machine's clock; null: it took none such. */
  takenAt(hash: string): Instant | null {
    return this.#taken.find(({ nals }) => sha256(joinLengthPrefixed(nals)) === hash)?.at ?? null
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  get source(): {
    rtsp: string
    username: string
    password: string
    liveness: { method: 'signed'; key: string } | { method: 'none' }
  } {
    return {
      rtsp: `rtsp://127.0.0.1:${this.port}/eye`,
      username: 'hub',
      password: 'pictures',
      liveness: this.#options.signed === true ? { method: 'signed', key: cameraKey } : { method: 'none' },
    }
  }

  follow(viewer: (picture: OutgoingPicture) => void): () => void {
    this.#viewers.add(viewer)
    return () => {
      this.#viewers.delete(viewer)
    }
  }

  setParameter(name: string, value: string): boolean {
    if (name === 'portico-nonce') this.nonce = value
    return name === 'portico-nonce'
  }

  getParameter(name: string): string | undefined {
    return name === 'portico-clock' && this.#options.tellsTime !== false ? String(Date.now()) : undefined
  }

  #tick(): void {
    this.#count += 1
    const fresh = this.#picture()
    switch (this.behaviour) {
      case 'silent':
        return
      case 'resent': {
        const old = this.#sent[this.#sent.length - 20 + (this.#count % 20)]
        if (old) this.#show({ ...fresh, nals: old.nals, key: old.key })
        return
      }
      case 'late':
        this.#held.push(fresh)
        if (this.#held.length > 2_000 / PICTURE_MS) this.#show(this.#held.shift() ?? fresh)
        return
      default:
        this.#sent.push(fresh)
        if (this.#sent.length > 20) this.#sent.shift()
        this.#show(fresh)
    }
  }

  #picture(): OutgoingPicture {
    const key = this.#count % (this.#options.group ?? GROUP) === 1
    const yuv = this.#scene()
    const blocks = [this.#count % 24, (this.#count * 7) % 24].filter(
      (block, i, all) => all.indexOf(block) === i,
    )
    const slice = key ? this.#encoder.key(yuv) : this.#encoder.next(yuv, blocks)
    // On a busy machine its pictures come later than they should, and say so.
    const { mono, wall: capturedWallMs } = moment()
    const rtpTime = Math.round((mono - this.#began) * 90)
    const nals = [...this.#signature([slice], capturedWallMs), slice]
    this.#taken.push({ nals, at: mono })
    if (this.#taken.length > TAKEN_MAX) this.#taken.shift()
    return { nals, key, rtpTime, capturedWallMs }
  }

  #scene(): Yuv {
    if (this.behaviour === 'black') return darkness(this.#random)
    const fresh = scene((this.#count * 3) % WIDTH, this.#random, this.level)
    if (this.behaviour !== 'recoded') {
      this.#still = fresh
      return fresh
    }
    return this.#still ?? fresh
  }

  #signature(nals: readonly Uint8Array[], capturedWallMs: number): Uint8Array[] {
    if (this.#options.signed !== true || this.behaviour === 'unsigned') return []
    const key = this.behaviour === 'forged' ? cameraKey.replace('0', 'f') : cameraKey
    const stamp = { counter: this.#count, capturedWallMs, nonce: this.nonce }
    return [signPicture(nals, stamp, Buffer.from(key, 'hex'))]
  }

  #show(picture: OutgoingPicture): void {
    for (const viewer of this.#viewers) viewer(picture)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#server?.[Symbol.asyncDispose]()
  }
}
