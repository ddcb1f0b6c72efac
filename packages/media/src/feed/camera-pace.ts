// Tells a camera of our own whether anybody looks or films: at rest it takes fewer pictures then, and all it can while it
// is looked at. Other cameras have no such parameter, and are not asked.

/** Of the RTSP session; `full` or `calm`. */
export const PACE_PARAMETER = 'portico-pace'

export class CameraPace {
  readonly #put: ((value: string) => Promise<void>) | null
  #isFull = false

  /** `put`: null where the camera has no such parameter. */
  constructor(put: ((value: string) => Promise<void>) | null) {
    this.#put = put
  }

  want(full: boolean): void {
    if (full === this.#isFull) return
    this.#isFull = full
    this.#tell()
  }

  /** The camera was connected anew, and knows of nothing. */
  again(): void {
    if (this.#isFull) this.#tell()
  }

  #tell(): void {
    // One that is not connected is told when it is; the worst that comes of it is fewer pictures.
    this.#put?.(this.#isFull ? 'full' : 'calm').catch(() => undefined)
  }
}
