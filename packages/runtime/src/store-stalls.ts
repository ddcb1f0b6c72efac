// How long the journal has held the hub up, for the lines `HubStalled`: the bounds of the safety proofs hold but for what
// these tell, and they are told before anything that was held up.
import { type Instant, elapsed, seconds } from '@portico/core'

/** More than this is told: one slow write, or several in a row. */
const STALL = seconds(1)
/** A write that takes longer than this is slow, ms. */
const SLOW_MS = 100
/** Slow writes further apart are none in a row. */
const FORGOTTEN_AFTER = seconds(10)

export class StoreStalls {
  #failingSince: Instant | null = null
  /** Of writes that came through, ms. */
  #untold = 0
  #slowAt: Instant | null = null

  /** A write that began then has failed. */
  failed(began: Instant): void {
    this.#failingSince ??= began
  }

  /** What has to be told at the head of what is written now, ms; null: nothing. */
  owed(now: Instant): number | null {
    const failing = this.#failingSince === null ? 0 : elapsed(this.#failingSince, now)
    return failing + this.#untold > STALL ? failing + this.#untold : null
  }

  /** A write has reached the disk, and with it what was `told`. Answers what has to be told right behind it, ms. */
  wrote(write: {
    readonly began: Instant
    readonly now: Instant
    readonly told: number | null
  }): number | null {
    const { began, now, told } = write
    if (told !== null) this.#untold = 0
    else if (this.#failingSince !== null) this.#untold += elapsed(this.#failingSince, began)
    this.#failingSince = null
    this.#add(elapsed(began, now), now)
    if (this.#untold <= STALL) return null
    const owed = this.#untold
    this.#untold = 0
    return owed
  }

  /** It could not be written: the next write that comes through tells it. */
  keep(ms: number): void {
    this.#untold += ms
  }

  #add(took: number, now: Instant): void {
    if (took <= SLOW_MS) return
    const inARow = this.#slowAt !== null && elapsed(this.#slowAt, now) <= FORGOTTEN_AFTER
    if (!inARow && this.#untold <= STALL) this.#untold = 0
    this.#untold += took
    this.#slowAt = now
  }
}
