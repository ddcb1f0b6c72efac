// Which picture of the stream was taken when, so that the one on the screen can say its age.

/** Pictures that are remembered: about ten seconds of stream. */
const KEPT = 256
/** A frame is found by its time in the stream within this, seconds. */
const NEAR = 0.02

export class CaptureTimes {
  readonly #times: { readonly media: number; readonly captured: number }[] = []

  /** `media`: seconds in the stream; `captured`: `instant()`. */
  note(media: number, captured: number): void {
    this.#times.push({ media, captured })
    if (this.#times.length > KEPT) this.#times.shift()
  }

  /** When the picture shown at this time of the stream was taken; null: not known. */
  at(media: number): number | null {
    return this.#times.findLast((time) => time.media <= media + NEAR)?.captured ?? null
  }

  clear(): void {
    this.#times.length = 0
  }
}
