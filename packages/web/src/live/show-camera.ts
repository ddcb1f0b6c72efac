// Shows a camera in an element: video where it can be had; while it cannot, stills; video is tried again. Nothing while
// nobody sees the page.
import type { FaceName, Still } from '@portico/client'
import type { Signal } from '@preact/signals'
import { instant } from './hub-clock.ts'
import { LiveVideo, canShowVideo } from './live-video.ts'
import { pictureUrl } from './pushed.ts'

/** Whoever may look, be it a person or a display. */
export interface PictureClient {
  readonly requests: { readonly face: FaceName | null }
  still(camera: string): Promise<Still>
}

/** What a camera gave itself. What is on the screen and when it was taken never part: with the one goes the other. */
export interface OwnPicture {
  /** A still; null: it plays in the element. */
  readonly url: string | null
  /** `instant()` at which it was taken. */
  readonly captured: number
}

export interface Showing {
  readonly camera: string
  readonly client: PictureClient
  readonly video: HTMLVideoElement
  /** Kept up to date; null: nothing yet, or nothing any more. */
  readonly own: Signal<OwnPicture | null>
}

const STILL_EVERY_MS = 700
const AGAIN_AFTER_MS = 1_500

class CameraShow implements Disposable {
  readonly #showing: Showing
  #player: LiveVideo | null = null
  #isOver = false
  #isPolling = false
  #next: ReturnType<typeof setTimeout> | undefined

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

  #begin(): void {
    if (this.#isOver || this.#player || document.hidden) return
    // One that waits for its turn has it now.
    clearTimeout(this.#next)
    if (canShowVideo()) this.#play()
    else void this.#pollStills()
  }

  #stop(): void {
    clearTimeout(this.#next)
    this.#player?.[Symbol.dispose]()
    this.#player = null
    this.#put(null)
  }

  #play(): void {
    const { camera, client, video, own } = this.#showing
    this.#player = new LiveVideo({
      camera,
      face: client.requests.face,
      video,
      onShown: (captured) => this.#put({ url: null, captured }),
      onEnd: () => {
        this.#player = null
        if (own.value?.url === null) this.#put(null)
        void this.#fetchStill()
        this.#next = setTimeout(() => this.#begin(), AGAIN_AFTER_MS)
      },
    })
  }

  #put(picture: OwnPicture | null): void {
    const { own } = this.#showing
    const { value: before } = own
    own.value = picture
    if (before?.url) URL.revokeObjectURL(before.url)
  }

  async #fetchStill(): Promise<void> {
    const { camera, client, own } = this.#showing
    const asked = instant()
    try {
      const { jpeg, ageMs } = await client.still(camera)
      const url = await pictureUrl(jpeg)
      if (this.#isOver || own.value?.url === null || document.hidden) URL.revokeObjectURL(url)
      else this.#put({ url, captured: asked - ageMs })
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
