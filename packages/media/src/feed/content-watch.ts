// Judges what the key pictures show, whatever bytes they are coded in: nothing moves at all, not even noise; the scene
// of some time ago comes again; or it is black.
import { distance, isBlack } from './fingerprint.ts'

/**
 * `unknown`: fewer than two pictures were seen, or the last ones could not be. `unjudged`: this camera's pictures
 * cannot be decoded here, so that only bytes and times speak for it.
 */
export type Content = 'unknown' | 'unjudged' | 'alive' | 'still' | 'looped' | 'black'

/** Two key pictures of a live sensor differ by 0.55–2.3, a repeated one by 0.00 (measured, 720p at 0.8–1.5 Mbit/s). */
const STILL_DISTANCE = 0.1
/** A match with an old picture is this much closer than neighbours are; live scenes came no closer than 0.5. */
const LOOP_RATIO = 0.3
/** Key pictures remembered: four minutes at one a second, 300 kB. */
const MEMORY = 240
/** Distances between neighbours from which the floor is learned. */
const LEARNED = 30
const LEARNED_MIN = 8
/** Key pictures that may go by without a judgement before the last one counts no more. */
const UNSEEN_MAX = 2

export class ContentWatch {
  #memory: Uint8Array[] = []
  #neighbours: number[] = []
  #lag = 0
  #stillCount = 0
  #blackCount = 0
  #unseen = 0
  #content: Content = 'unknown'

  get content(): Content {
    return this.#content === 'unjudged' || this.#unseen <= UNSEEN_MAX ? this.#content : 'unknown'
  }

  /** A key picture came; its fingerprint may follow. */
  expect(): void {
    this.#unseen += 1
  }

  /** The pictures of this camera cannot be decoded. */
  giveUp(): void {
    this.reset()
    this.#content = 'unjudged'
  }

  /** Another size or another connection: nothing can be compared with what was. */
  reset(): void {
    this.#memory = []
    this.#neighbours = []
    this.#lag = 0
    this.#stillCount = 0
    this.#blackCount = 0
    this.#unseen = 0
    this.#content = 'unknown'
  }

  see(samples: Uint8Array): void {
    this.#unseen = 0
    const before = this.#memory.at(-1)
    const looped = this.#looksLooped(samples)
    this.#memory.push(samples)
    if (this.#memory.length > MEMORY) this.#memory.shift()
    if (!before) return
    const step = distance(samples, before)
    this.#stillCount = step < STILL_DISTANCE ? this.#stillCount + 1 : 0
    this.#blackCount = isBlack(samples) ? this.#blackCount + 1 : 0
    if (step >= STILL_DISTANCE) {
      this.#neighbours.push(step)
      if (this.#neighbours.length > LEARNED) this.#neighbours.shift()
    }
    if (this.#blackCount > 1) this.#content = 'black'
    else if (this.#stillCount > 0) this.#content = 'still'
    else this.#content = looped ? 'looped' : 'alive'
  }

  /** Still for two steps: one alone holds back `changed` but is no alarm yet. */
  get frozen(): boolean {
    return (this.#content === 'still' && this.#stillCount > 1) || this.#content === 'looped'
  }

  /** Two matches in a row at the same lag; one alone can be chance. */
  #looksLooped(samples: Uint8Array): boolean {
    if (this.#neighbours.length < LEARNED_MIN) return false
    const sorted = this.#neighbours.toSorted((a, b) => a - b)
    const limit = LOOP_RATIO * (sorted[Math.floor(sorted.length / 2)] ?? 0)
    const match = this.#memory.slice(0, -1).findLastIndex((old) => distance(samples, old) < limit)
    const lag = match < 0 ? 0 : this.#memory.length - match
    const again = lag !== 0 && lag === this.#lag
    this.#lag = lag
    return again
  }
}
