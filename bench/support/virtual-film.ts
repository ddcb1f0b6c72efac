// Film of a simulated door in virtual time: drawn, coded and decoded as it would be live, only faster. The weather, the
// hour and the light are laid over each picture before it is coded.
import { type Instant, instant, wallTime } from '@portico/core'
import { type SmallPicture, type Verdict, judgePicture } from './picture-judge.ts'
import { type Canvas, FilmedScene, LiveEncoder, parameterPair } from '@portico/plugin-virtual-home/camera'
import { loadH264Decoder } from '@portico/media/sight'
import { type Deed, type World, act, advance, initialWorld } from '@portico/world'

export type { SmallPicture, Verdict }

export interface FilmOptions {
  readonly view: 'outside' | 'inside'
  /** Pictures a second; a key picture comes each second. */
  readonly rate: number
  readonly seed: number
  readonly weather?: (canvas: Canvas, at: number, draw: () => number) => void
}

const START_WALL = 1_800_000_000_000
const WIDTH = 640
const HEIGHT = 360

/** Small steps of a generator (Numerical Recipes): every run sees the same noise. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export class VirtualFilm {
  readonly scene: FilmedScene
  readonly #options: FilmOptions
  readonly #draw: () => number
  readonly #encoder: LiveEncoder<number>
  readonly #units: { readonly sps: Uint8Array; readonly pps: Uint8Array }
  readonly #decoder: Awaited<ReturnType<typeof loadH264Decoder>>
  #run: ReturnType<Awaited<ReturnType<typeof loadH264Decoder>>['begin']> = null
  #world: World = initialWorld({ at: instant(0) })
  #now = 0

  static async open(options: FilmOptions): Promise<VirtualFilm> {
    const sets = await parameterPair({ width: WIDTH, height: HEIGHT, framesPerSecond: options.rate })
    return new VirtualFilm(options, sets, await loadH264Decoder())
  }

  private constructor(
    options: FilmOptions,
    sets: { readonly sps: Uint8Array; readonly pps: Uint8Array },
    decoder: Awaited<ReturnType<typeof loadH264Decoder>>,
  ) {
    this.#options = options
    this.#draw = chance(options.seed)
    this.#units = sets
    this.#decoder = decoder
    const camera = {
      kind: 'camera',
      id: 'eye',
      door: 'front',
      width: WIDTH,
      signed: true,
      hears: false,
    } as const
    this.scene = new FilmedScene({ ...camera, view: options.view, framesPerSecond: options.rate }, this.#draw)
    this.#encoder = new LiveEncoder({ width: WIDTH, height: HEIGHT, framesPerSecond: options.rate })
  }

  /** Ms since it began. */
  get now(): number {
    return this.#now
  }

  get world(): World {
    return this.#world
  }

  do(deed: Deed): void {
    this.#world = act(this.#world, deed, instant(this.#now)).world
  }

  /** The next pictures, as many as fill this time. */
  async *for(ms: number): AsyncGenerator<Verdict> {
    const until = this.#now + ms
    while (this.#now < until) {
      this.#now += 1_000 / this.#options.rate
      for (const { slice, key, stamp } of await this.#shoot()) yield this.#look(slice, key, stamp)
    }
  }

  async #shoot(): ReturnType<LiveEncoder<number>['add']> {
    const at: Instant = instant(this.#now)
    this.#world = advance(this.#world, at).world
    const canvas = this.scene.draw(this.#world, { mono: at, wall: wallTime(START_WALL + this.#now) })
    this.#options.weather?.(canvas, this.#now, this.#draw)
    return this.#encoder.add(canvas.bytes, this.#now)
  }

  #look(slice: Uint8Array, key: boolean, at: number): Verdict {
    const { sps, pps } = this.#units
    const unit = annexB(key ? [sps, pps, slice] : [slice])
    if (key) {
      this.#run?.[Symbol.dispose]()
      this.#run = this.#decoder.begin(unit)
    }
    const picture = this.#run?.push(unit)
    if (!picture) throw new Error('a picture of the bench was not decoded')
    return judgePicture(picture, { key, at })
  }

  [Symbol.dispose](): void {
    this.#run?.[Symbol.dispose]()
    this.#encoder.stop()
  }
}

function annexB(nals: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0))
  let at = 0
  for (const nal of nals) {
    bytes.set([0, 0, 0, 1], at)
    bytes.set(nal, at + 4)
    at += 4 + nal.length
  }
  return bytes
}
