// Finds pictures that came before, byte for byte: a camera that sends one picture for ever, or a recording that runs
// in a loop. A live sensor never makes the same bytes twice.
import { Streak } from './streak.ts'

/** Pictures remembered: ten minutes at 15 a second. */
const MEMORY = 9_000
/** Smaller ones can be alike by nature ("nothing changed", coded) and raise no alarm, bytes. */
const BYTES_MIN = 200

export class ByteRepeats {
  /** Number of the picture by the hash of its slices, oldest first. */
  readonly #seen = new Map<number, number>()
  readonly #alarm = new Streak()
  #count = 0
  #distance = 0

  /** Repeats at one distance have gone on long enough to be no chance. */
  get frozen(): boolean {
    return this.#alarm.on
  }

  /** True when exactly these bytes were seen before. */
  see({
    hash,
    bytes,
    now,
  }: {
    readonly hash: number
    readonly bytes: number
    readonly now: number
  }): boolean {
    this.#count += 1
    const before = this.#seen.get(hash)
    this.#seen.delete(hash)
    this.#seen.set(hash, this.#count)
    if (this.#seen.size > MEMORY) {
      const [oldest] = this.#seen.keys()
      if (oldest !== undefined) this.#seen.delete(oldest)
    }
    const repeated = before !== undefined
    if (repeated && bytes <= BYTES_MIN) return true
    const distance = repeated ? this.#count - before : 0
    // A run counts only at one distance: a frozen picture at 1, a loop at its length.
    if (repeated && this.#distance !== 0 && distance !== this.#distance) this.#alarm.see(false, now)
    this.#distance = distance
    this.#alarm.see(repeated, now)
    return repeated
  }
}
