// Cuts a stream of pictures into the short runs that become fragments: short, so that little is lost when everything
// stops, and before key pictures where they are not too close, so that another file can begin there.
import { TICKS_PER_MS } from '@portico/rtp'
import type { Picture } from '../feed/picture.ts'

/** A picture whose length is known because the next one has come, or has been guessed because none came. */
export interface TimedPicture {
  readonly picture: Picture
  /** Ticks. */
  readonly duration: number
}

/** Longest fragment, ticks (250 ms). */
const FRAGMENT_MAX = 250 * TICKS_PER_MS
/** Cameras that send nothing but key pictures would otherwise make a fragment, and a sync, of each, ticks (100 ms). */
const FRAGMENT_MIN = 100 * TICKS_PER_MS
/** What a picture lasts before the camera's pace is known, ticks (10 a second). */
const DURATION_FIRST = 100 * TICKS_PER_MS

export class FragmentCutter {
  #open: Picture[] = []
  #pace = DURATION_FIRST

  /** True while pictures wait for the next one to end them. */
  get waiting(): boolean {
    return this.#open.length > 0
  }

  /** The fragment that this picture ends; null when it only prolongs it. */
  push(picture: Picture): TimedPicture[] | null {
    const [first] = this.#open
    const last = this.#open.at(-1)
    if (last) this.#pace = Math.min(picture.mediaTime - last.mediaTime, FRAGMENT_MAX)
    const cut = first && this.#ends(first, picture) ? this.#cut(picture.mediaTime) : null
    this.#open.push(picture)
    return cut
  }

  #ends(first: Picture, next: Picture): boolean {
    const length = next.mediaTime - first.mediaTime
    if (next.parameters !== first.parameters || length + this.#pace > FRAGMENT_MAX) return true
    return next.key && length >= FRAGMENT_MIN
  }

  /** What waits, its last picture as long as the one before: the camera pauses or the film ends. */
  flush(): TimedPicture[] | null {
    const last = this.#open.at(-1)
    return last ? this.#cut(last.mediaTime + this.#pace) : null
  }

  #cut(end: number): TimedPicture[] {
    const cut = this.#open.map((picture, i) => {
      const next = this.#open[i + 1]?.mediaTime ?? end
      return { picture, duration: next - picture.mediaTime }
    })
    this.#open = []
    return cut
  }
}
