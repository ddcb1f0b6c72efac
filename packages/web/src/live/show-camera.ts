// Shows a camera in an element: video where it can be had; while it cannot, stills; video is tried again. Nothing while
// nobody sees the page. What is on the screen and when it was taken never part: with the one goes the other.
import type { HomeClient } from '@portico/client'
import type { Signal } from '@preact/signals'
import { instant } from './hub-clock.ts'
import { LiveVideo, canShowVideo } from './live-video.ts'

/** One picture that stands still. */
export interface Shot {
  readonly url: string
  /** `instant()` at which it was taken. */
  readonly captured: number
}

export interface Showing {
  readonly camera: string
  readonly client: HomeClient
  readonly video: HTMLVideoElement
  readonly captured: Signal<number | null>
  readonly still: Signal<string | null>
  readonly isVideo: Signal<boolean>
}

const STILL_EVERY_MS = 700
const AGAIN_AFTER_MS = 1_500

class CameraShow implements Disposable {
  readonly #showing: Showing
  #player: LiveVideo | null = null
  #isOver = false
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
    if (canShowVideo()) this.#play()
    else void this.#pollStills()
  }

  #stop(): void {
    clearTimeout(this.#next)
    this.#player?.[Symbol.dispose]()
    this.#player = null
    this.#blank()
  }

  #play(): void {
    const { camera, video, captured, isVideo } = this.#showing
    this.#player = new LiveVideo({
      camera,
      video,
      onShown: (at) => {
        if (!isVideo.value) this.#blank()
        isVideo.value = true
        captured.value = at
      },
      onEnd: () => {
        this.#player = null
        if (isVideo.value) this.#blank()
        void this.#fetchStill()
        this.#next = setTimeout(() => this.#begin(), AGAIN_AFTER_MS)
      },
    })
  }

  /** An old still must never stand under the age of a newer picture. */
  #blank(): void {
    const { still, isVideo, captured } = this.#showing
    if (still.value !== null) URL.revokeObjectURL(still.value)
    still.value = null
    isVideo.value = false
    captured.value = null
  }

  async #fetchStill(): Promise<void> {
    const { camera, client, captured, still, isVideo } = this.#showing
    const asked = instant()
    try {
      const { jpeg, ageMs } = await client.still(camera)
      if (this.#isOver || isVideo.value || document.hidden) return
      this.#blank()
      // cast: what came over the wire is plain memory
      still.value = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }))
      captured.value = asked - ageMs
    } catch {
      // The age of the last one goes on, and tells.
    }
  }

  async #pollStills(): Promise<void> {
    await this.#fetchStill()
    if (!this.#isOver && !document.hidden)
      this.#next = setTimeout(() => void this.#pollStills(), STILL_EVERY_MS)
  }
}

export const showCamera = (showing: Showing): Disposable => new CameraShow(showing)
