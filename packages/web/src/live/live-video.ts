// A camera live in a video element: fragmented MP4 over a WebSocket into Media Source Extensions, kept at its newest
// end. Tells of every picture that is really shown when it was taken.
import type { FaceName } from '@portico/client'
import type { CameraHead } from '@portico/protocol'
import { CaptureTimes } from './capture-times.ts'
import { lastPictureTime } from './fragment-time.ts'
import { instant } from './hub-clock.ts'
import { stepToEdge } from './live-edge.ts'

export interface LiveVideoOptions {
  readonly camera: string
  /** As what the page comes: with a face nobody's login in this browser lends it a right. Null: as whoever is signed in. */
  readonly face: FaceName | null
  readonly video: HTMLVideoElement
  /** A picture is on the screen; `captured` is its `instant()`. */
  readonly onShown: (captured: number) => void
  /** The stream ended, or cannot be shown here: then by its codec (RFC 6381). It is not tried again. */
  readonly onEnd: (unshown: string | null) => void
}

/** Seconds that stay in memory behind the picture that is shown. */
const KEPT_S = 8
const AGE_BYTES = 8
/** Pieces that wait for the decoder; more, and it is hopelessly behind. */
const WAITING_MAX = 200

declare global {
  /** Safari on a phone has this one alone (W3C Media Source Extensions 2, managed). */
  var ManagedMediaSource: typeof MediaSource | undefined
}

const sourceClass = (): typeof MediaSource | undefined =>
  globalThis.ManagedMediaSource ?? globalThis.MediaSource

function addressOf({ camera, face }: LiveVideoOptions): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const query = face === null ? '' : `?face=${face}`
  return `${scheme}://${location.host}/ws/live/${encodeURIComponent(camera)}${query}`
}

/** Whether this browser can show such a stream at all. */
export const canShowVideo = (): boolean => sourceClass() !== undefined

export class LiveVideo implements Disposable {
  readonly #options: LiveVideoOptions
  readonly #socket: WebSocket
  readonly #times = new CaptureTimes()
  #waiting: Uint8Array<ArrayBuffer>[] = []
  #buffer: SourceBuffer | null = null
  #address: string | null = null
  #hasShown = false
  #isOver = false

  constructor(options: LiveVideoOptions) {
    this.#options = options
    this.#socket = new WebSocket(addressOf(options))
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#begin(data)
      else this.#take(new Uint8Array(data))
    })
    this.#socket.addEventListener('close', () => this.#end())
    this.#watchFrames()
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    this.#socket.close()
    this.#release()
  }

  #end(unshown: string | null = null): void {
    if (this.#isOver) return
    this[Symbol.dispose]()
    this.#options.onEnd(unshown)
  }

  #begin(text: string): void {
    // cast: the hub says this first
    const { codec } = JSON.parse(text) as CameraHead
    const type = `video/mp4; codecs="${codec}"`
    const Source = sourceClass()
    if (!Source?.isTypeSupported(type)) return this.#end(codec)
    this.#release()
    const source = new Source()
    const { video } = this.#options
    video.disableRemotePlayback = true
    this.#address = URL.createObjectURL(source)
    video.src = this.#address
    source.addEventListener('sourceopen', () => {
      if (this.#isOver || source.readyState !== 'open') return
      const buffer = source.addSourceBuffer(type)
      buffer.addEventListener('updateend', () => this.#feed())
      this.#buffer = buffer
      this.#feed()
    })
    // A browser that lets nothing play by itself shows the first picture, and its age tells.
    video.play().catch(() => {})
  }

  #take(frame: Uint8Array<ArrayBuffer>): void {
    const age = new DataView(frame.buffer).getFloat64(0)
    const bytes = frame.subarray(AGE_BYTES)
    const media = lastPictureTime(bytes)
    if (media !== null) this.#times.note(media, instant() - age)
    this.#waiting.push(bytes)
    if (this.#waiting.length > WAITING_MAX) return this.#end()
    this.#feed()
  }

  #feed(): void {
    const buffer = this.#buffer
    if (!buffer || buffer.updating || this.#isOver) return
    const { video } = this.#options
    const kept = video.currentTime - KEPT_S
    if (buffer.buffered.length > 0 && buffer.buffered.start(0) < kept - KEPT_S) {
      buffer.remove(0, kept)
      return
    }
    this.#catchUp(buffer)
    const next = this.#waiting.shift()
    if (!next) return
    try {
      buffer.appendBuffer(next)
    } catch {
      this.#end()
    }
  }

  #catchUp({ buffered }: SourceBuffer): void {
    if (buffered.length === 0) return
    const { video } = this.#options
    const { to, rate } = stepToEdge({
      at: video.currentTime,
      end: buffered.end(buffered.length - 1),
      rate: video.playbackRate,
      hasShown: this.#hasShown,
    })
    if (to !== null) video.currentTime = to
    if (rate !== video.playbackRate) video.playbackRate = rate
  }

  #watchFrames(): void {
    const { video, onShown } = this.#options
    const shown = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      if (this.#isOver) return
      const captured = this.#times.at(mediaTime)
      if (captured !== null) {
        this.#hasShown = true
        onShown(captured)
      }
      video.requestVideoFrameCallback(shown)
    }
    video.requestVideoFrameCallback(shown)
  }

  #release(): void {
    this.#waiting = []
    this.#buffer = null
    this.#hasShown = false
    this.#times.clear()
    if (this.#address === null) return
    URL.revokeObjectURL(this.#address)
    this.#address = null
    this.#options.video.removeAttribute('src')
    this.#options.video.load()
  }
}
