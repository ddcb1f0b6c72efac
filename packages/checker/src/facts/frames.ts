// What the lines say of the pictures since a proof started, and of the newest ones of a visit.
import { type Line, isTrue, number, text } from '../line.ts'

/** Clocks of cameras and hub differ by so much, ms. */
const AHEAD_MAX = 250

export class Frames {
  /** Durable, changing reports captured since the proof started. */
  good = 0
  /** Capture of the newest durable picture, and of the newest that also changed. */
  newest = -Infinity
  newestGood = -Infinity
  lastChanged = false
  /** Why the newest picture is no witness. */
  doubt: string | null = null
  readonly #since: number

  constructor(since: number) {
    this.#since = since
  }

  /** Whether the line is a durable, changing picture of something. */
  static isGood(line: Line): boolean {
    if (line.type !== 'FrameStored' || text(line, 'doubt') === 'covered') return false
    return isTrue(line, 'durable') && isTrue(line, 'changed')
  }

  apply(line: Line): void {
    // A new life of the hub has seen nothing yet, and instants of another boot say nothing.
    if (line.type === 'HubRestarted') this.newest = this.newestGood = -Infinity
    if (line.type !== 'FrameStored') return
    const captured = number(line, 'captured')
    if (captured === null) return
    this.doubt = text(line, 'doubt')
    // A picture from later than now has a wrong time: nothing is known of its age.
    if (captured > line.mono + AHEAD_MAX) this.lastChanged = false
    if (captured > line.mono + AHEAD_MAX || !isTrue(line, 'durable')) return
    this.newest = Math.max(this.newest, captured)
    this.lastChanged = isTrue(line, 'changed')
    if (!Frames.isGood(line) || captured < this.#since) return
    this.good += 1
    this.newestGood = Math.max(this.newestGood, Math.min(captured, line.mono))
  }
}
