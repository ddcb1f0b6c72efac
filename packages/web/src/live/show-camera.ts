// Shows a camera in an element: the stream at once, since it opens fastest; pictures by WebRTC take its place when they
// are there, and it takes theirs when they stop. While there is neither, stills; all is tried again. Nothing while
// nobody sees the page.
import type { Requests, Still } from '@portico/client'
import type { Signal } from '@preact/signals'
import { DirectVideo, canShowDirect } from './direct-video.ts'
import { instant } from './hub-clock.ts'
import { LiveVideo, canShowVideo } from './live-video.ts'
import { pictureUrl } from './pushed.ts'

/** Whoever may look, be it a person or a display. */
export interface PictureClient {
  readonly requests: Pick<Requests, 'ask' | 'face'>
  still(camera: string): Promise<Still>
}

/** What a camera gave itself. What is on the screen and when it was taken never part: with the one goes the other. */
export interface OwnPicture {
  /** By which way it came: it is in the element of that way. */
  readonly way: 'stream' | 'direct' | 'still'
  /** Of a still. */
  readonly url: string | null
  /** `instant()` at which it was taken. */
  readonly captured: number
}

export interface Showing {
  readonly camera: string
  readonly client: PictureClient
  /** One element for each way of moving pictures. */
  readonly stream: HTMLVideoElement
  readonly direct: HTMLVideoElement
  /** Kept up to date; null: nothing yet, or nothing any more. */
  readonly own: Signal<OwnPicture | null>
  /** A codec of the camera that this browser cannot show as it moves (RFC 6381); null: none is known. */
  readonly unshown: Signal<string | null>
}

const STILL_EVERY_MS = 700
const AGAIN_AFTER_MS = 1_500
/** A way that failed is tried again after this, and after twice as long each time, ms. */
const DIRECT_AGAIN_MS = 15_000
const DIRECT_AGAIN_MAX_MS = 5 * 60_000
/** Pictures that come no sooner than those of the stream for so long will not do so later, ms. */
const DIRECT_TRIED_MS = 8_000

class CameraShow implements Disposable {
  readonly #showing: Showing
  #stream: LiveVideo | null = null
  #direct: DirectVideo | null = null
  #isOver = false
  #isPolling = false
  #next: ReturnType<typeof setTimeout> | undefined
  #directNext: ReturnType<typeof setTimeout> | undefined
  #directWait = DIRECT_AGAIN_MS
  #mayDirect = canShowDirect()
  #mayStream = canShowVideo()

  constructor(showing: Showing) {
    this.#showing = showing
    document.addEventListener('visibilitychange', this.#seen)
    this.#begin()
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    document.removeEventListener('visibilitychange', this.#seen)
    this.#stop()
  }

  readonly #seen = (): void => {
    if (document.hidden) this.#stop()
    else this.#begin()
  }

  get #way(): OwnPicture['way'] | undefined {
    return this.#showing.own.value?.way
  }

  #begin(): void {
    if (this.#isOver || document.hidden) return
    if (this.#way !== 'direct') this.#beginStream()
    this.#playDirect()
  }

  #beginStream(): void {
    if (this.#stream) return
    // One that waits for its turn has it now.
    clearTimeout(this.#next)
    if (this.#mayStream) this.#playStream()
    else void this.#pollStills()
  }

  #stop(): void {
    this.#stopStream()
    clearTimeout(this.#directNext)
    this.#direct?.[Symbol.dispose]()
    this.#direct = null
    this.#put(null)
  }

  #stopStream(): void {
    clearTimeout(this.#next)
    this.#stream?.[Symbol.dispose]()
    this.#stream = null
  }

  #playStream(): void {
    const { camera, client, stream } = this.#showing
    this.#stream = new LiveVideo({
      camera,
      face: client.requests.face,
      video: stream,
      onShown: (captured) => this.#put({ way: 'stream', url: null, captured }),
      onEnd: (codec) => {
        this.#stream = null
        // It would be the same again.
        if (codec !== null) this.#mayStream = false
        this.#showing.unshown.value = codec
        if (this.#way === 'stream') this.#put(null)
        void this.#fetchStill()
        this.#next = setTimeout(() => this.#begin(), AGAIN_AFTER_MS)
      },
    })
  }

  #playDirect(): void {
    if (this.#direct || !this.#mayDirect) return
    clearTimeout(this.#directNext)
    const { camera, client, direct } = this.#showing
    let tried: number | null = null
    this.#direct = new DirectVideo({
      camera,
      requests: client.requests,
      video: direct,
      onShown: (captured) => {
        tried ??= instant()
        this.#takeDirect(captured, instant() - tried)
      },
      onEnd: (passes) => {
        this.#direct = null
        this.#mayDirect = passes
        if (passes) this.#directNext = setTimeout(() => this.#begin(), this.#directWait)
        this.#directWait = Math.min(DIRECT_AGAIN_MAX_MS, this.#directWait * 2)
        if (this.#way !== 'direct') return
        this.#put(null)
        this.#beginStream()
      },
    })
  }

  /** It takes the screen with a picture that is at least as new as the one there. */
  #takeDirect(captured: number, triedMs: number): void {
    const { own } = this.#showing
    if (this.#way === 'direct' || captured >= (own.value?.captured ?? 0)) {
      this.#put({ way: 'direct', url: null, captured })
      this.#stopStream()
      this.#directWait = DIRECT_AGAIN_MS
    } else if (triedMs > DIRECT_TRIED_MS) {
      this.#direct?.[Symbol.dispose]()
      this.#direct = null
      this.#mayDirect = false
    }
  }

  #put(picture: OwnPicture | null): void {
    const { own } = this.#showing
    const { value: before } = own
    own.value = picture
    if (before?.url) URL.revokeObjectURL(before.url)
  }

  async #fetchStill(): Promise<void> {
    const { camera, client } = this.#showing
    const asked = instant()
    try {
      const { jpeg, ageMs } = await client.still(camera)
      const url = await pictureUrl(jpeg)
      const moves = this.#way === 'stream' || this.#way === 'direct'
      if (this.#isOver || moves || document.hidden) URL.revokeObjectURL(url)
      else this.#put({ way: 'still', url, captured: asked - ageMs })
    } catch {
      // None came, or none that can be seen: the age of the last one goes on, and tells.
    }
  }

  async #pollStills(): Promise<void> {
    if (this.#isPolling) return
    this.#isPolling = true
    await this.#fetchStill()
    this.#isPolling = false
    if (!this.#isOver && !document.hidden) this.#next = setTimeout(() => this.#begin(), STILL_EVERY_MS)
  }
}

export const showCamera = (showing: Showing): Disposable => new CameraShow(showing)
