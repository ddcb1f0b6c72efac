// HomeKit Secure Video: while the home wants recordings the newest seconds are kept here; a motion sends them and what
// follows, until it ends or the home has enough. The camera's own H.264, never coded anew.
import type { CameraRecordingConfiguration, CameraRecordingDelegate, RecordingPacket } from 'homebridge'
import type { LivePicture, PictureLine } from './picture-line.ts'
import { PictureQueue } from './picture-queue.ts'
import { RecordingMux } from './recording-mux.ts'
import type { SoundLine } from './sound-line.ts'

export interface SecureVideoOptions {
  readonly camera: string
  readonly pictures: PictureLine
  readonly sounds: SoundLine
  /** HomeKit's own switch of the camera. */
  readonly isCameraOn: () => boolean
  readonly isSoundWanted: () => boolean
  readonly isMotion: () => boolean
  readonly log: Pick<Console, 'info' | 'warn'>
}

/** Kept beyond what was agreed on, ms: the time between a motion and the home's question for it. */
const MARGIN_MS = 1_500
/** In the order of HAP's numbers for them. */
const RATES = [8_000, 16_000, 24_000, 32_000, 44_100, 48_000]

export class SecureVideo implements CameraRecordingDelegate, Disposable {
  readonly #options: SecureVideoOptions
  readonly #streams = new Map<number, AbortController>()
  #isActive = false
  #configuration: CameraRecordingConfiguration | null = null
  #kept: readonly Disposable[] = []

  constructor(options: SecureVideoOptions) {
    this.#options = options
  }

  updateRecordingActive(active: boolean): void {
    this.#isActive = active
    this.consider()
  }

  updateRecordingConfiguration(configuration: CameraRecordingConfiguration | undefined): void {
    this.#configuration = configuration ?? null
    this.consider()
  }

  /** Keeps the past, or no longer: to be called when a switch of HomeKit's was moved. */
  consider(): void {
    const { pictures, sounds, isCameraOn, isSoundWanted } = this.#options
    const before = this.#kept
    const backMs = (this.#configuration?.prebufferLength ?? 0) + MARGIN_MS
    if (this.#isActive && this.#configuration && isCameraOn())
      this.#kept = [pictures.want(backMs), ...(isSoundWanted() ? [sounds.want(backMs)] : [])]
    else {
      this.#kept = []
      for (const stream of this.#streams.values()) stream.abort()
    }
    for (const kept of before) kept[Symbol.dispose]()
  }

  /** The initialisation segment, what was before the motion, and what follows. */
  async *handleRecordingStreamRequest(stream: number, signal?: AbortSignal): AsyncGenerator<RecordingPacket> {
    const configuration = this.#configuration
    if (!configuration || !this.#isActive || !this.#options.isCameraOn()) throw new Error('recording is off')
    const abort = new AbortController()
    this.#streams.set(stream, abort)
    signal?.addEventListener('abort', () => abort.abort(), { once: true })
    try {
      yield* this.#record(configuration, abort.signal)
    } finally {
      this.#streams.delete(stream)
    }
  }

  acknowledgeStream(stream: number): void {
    this.#streams.get(stream)?.abort()
  }

  closeRecordingStream(stream: number): void {
    this.#streams.get(stream)?.abort()
  }

  async *#record(
    { prebufferLength, mediaContainerConfiguration, audioCodec }: CameraRecordingConfiguration,
    signal: AbortSignal,
  ): AsyncGenerator<RecordingPacket> {
    const { pictures, sounds, isSoundWanted, isMotion } = this.#options
    using queue = new PictureQueue({ pictures, since: performance.now() - prebufferLength, signal })
    const first = await queue.next()
    if (!first) return this.#end(signal)
    const aac = isSoundWanted() ? sounds.aac : null
    const mux = new RecordingMux({
      first,
      fragmentMs: mediaContainerConfiguration.fragmentLength,
      rate: RATES[audioCodec.samplerate] ?? 16_000,
      aac,
      soundsSince: (captured) => sounds.since(captured),
    })
    yield { data: Buffer.from(mux.init), isLast: false }
    for (let picture: LivePicture | null = first; picture;) {
      const fragment = mux.push(picture)
      const isLast = fragment !== null && queue.isLive && !isMotion()
      if (fragment) yield { data: Buffer.from(fragment), isLast }
      if (isLast) return
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      picture = await queue.next()
    }
    this.#end(signal)
  }

  /** @throws Error unless the home wanted it so: what stops by itself is no whole recording */
  #end({ aborted }: AbortSignal): void {
    if (!aborted)
      throw new Error(`${this.#options.camera}: the pictures stopped in the middle of a recording`)
  }

  [Symbol.dispose](): void {
    this.#isActive = false
    this.consider()
  }
}
