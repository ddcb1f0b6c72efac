// One camera's film: the scene it looks at, drawn picture by picture and encoded.
import { type Instant, instant } from '@portico/plugin-api'
import type { World } from '@portico/world'
import { type Canvas, createCanvas } from './canvas.ts'
import { clockText, writeCaption } from './caption.ts'
import { DisplayCode } from './display-code.ts'
import { Grain } from './grain.ts'
import { type EncodedPicture, LiveEncoder } from './h264-encoder.ts'
import { hallView } from './hall.ts'
import { coverLens, loseFocus, turnCamera } from './lens.ts'
import { Pace } from './pace.ts'
import { porchView } from './porch.ts'
import { type SceneView, isAtRest, lookOf, paintBackground } from './scene.ts'
import type { CameraSettings } from '../house/house-settings.ts'
import { LOOP_MS, type StreamFault } from './stream-fault.ts'
import type { PictureStamp } from './studio-messages.ts'

const views: Readonly<Record<CameraSettings['view'], SceneView>> = { inside: hallView, outside: porchView }

export class FilmedScene {
  readonly camera: CameraSettings
  readonly pace: Pace
  readonly #canvas: Canvas
  readonly #background: Uint8Array
  readonly #view: SceneView
  readonly #grain: Grain
  readonly #encoder: LiveEncoder<PictureStamp>
  #fault: StreamFault = 'off'
  /** What `replay` shows: the house as it was then. */
  #tape: { readonly world: World; readonly since: Instant } | null = null
  #code: DisplayCode | null = null
  /** What was painted last, before anything of the sensor: most of the time nothing moves. */
  readonly #painted: Uint8Array
  #look: string | null = null
  #watched = false

  /** `draw`: from 0 up to but not including 1. */
  constructor(camera: CameraSettings, draw: () => number) {
    this.camera = camera
    this.pace = new Pace(camera.framesPerSecond)
    this.#view = views[camera.view]
    this.#canvas = createCanvas(camera.width)
    this.#background = paintBackground(this.#view, camera.width)
    this.#painted = new Uint8Array(this.#background.length)
    this.#grain = new Grain(this.#canvas, draw)
    this.#encoder = new LiveEncoder({
      width: camera.width,
      height: (camera.width * 9) / 16,
      framesPerSecond: camera.framesPerSecond,
    })
  }

  get watched(): boolean {
    return this.#watched
  }

  /** Nobody looks: the film ends, and begins with a key picture when somebody looks again. */
  watch(on: boolean): void {
    this.#watched = on
    this.pace.stir()
    if (!on) this.#encoder.stop()
  }

  /** What is done before or to the lens; faults of the stream behind it change nothing here. */
  suffer(fault: StreamFault): void {
    this.#fault = fault
    this.#tape = null
    this.pace.stir()
  }

  /** What the display beside the door shows; null: nothing. */
  showCode(code: string | null): void {
    this.#code = code === null ? null : new DisplayCode(code)
    this.#look = null
    this.pace.stir()
  }

  /** Takes a picture of the world as it is at the stamp; returns those that the encoder let go. */
  async shoot(world: World, stamp: PictureStamp): Promise<readonly EncodedPicture<PictureStamp>[]> {
    const before = this.#look
    this.draw(world, stamp)
    const still = this.#fault === 'off' && this.#look === before && isAtRest(world, stamp.mono)
    this.pace.take(stamp.mono, still)
    this.#encoder.perSecond = this.pace.perSecond
    return await this.#encoder.add(this.#canvas.bytes, stamp)
  }

  /** The picture alone, not encoded. */
  draw(world: World, stamp: PictureStamp): Canvas {
    if (this.#fault === 'black') {
      this.#grain.darken(this.#canvas)
      return this.#canvas
    }
    this.#paint(world, stamp.mono)
    if (this.#fault === 'cover') coverLens(this.#canvas)
    if (this.#fault === 'shift') turnCamera(this.#canvas)
    if (this.#fault === 'blur') loseFocus(this.#canvas)
    this.#grain.spread(this.#canvas, stamp.mono)
    writeCaption(this.#canvas, clockText(stamp.wall), `SIMULATED ${this.camera.id}`)
    return this.#canvas
  }

  #paint(world: World, now: Instant): void {
    if (this.#fault !== 'replay') return this.#paintAt(world, now)
    this.#tape ??= { world, since: now }
    const { since } = this.#tape
    this.#paintAt(this.#tape.world, instant(since + ((now - since) % LOOP_MS)))
  }

  #paintAt(world: World, now: Instant): void {
    const code = this.#fault === 'replay' || this.camera.view === 'inside' ? null : this.#code
    const look = `${lookOf(world, now)} ${code === null}`
    if (look === this.#look) {
      this.#canvas.bytes.set(this.#painted)
      return
    }
    this.#canvas.bytes.set(this.#background)
    this.#view.paint(this.#canvas, world, now)
    code?.draw(this.#canvas)
    this.#painted.set(this.#canvas.bytes)
    this.#look = look
  }
}
