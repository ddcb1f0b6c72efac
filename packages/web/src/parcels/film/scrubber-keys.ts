// Where the keys of the scrubber lead: a second on or back, the next thing that happened, the ends.
import type { Span } from './film-timeline.ts'

const ARROW_MS = 1_000
/** An event this close is the one that is left, ms; while it plays the time runs away from it. */
const NEAR_MS = 1
const NEAR_PLAYING_MS = 1_000

export interface KeyFacts {
  /** Unix ms. */
  readonly at: number
  readonly whole: Span
  /** Unix ms of what happened, in order. */
  readonly events: readonly number[]
  readonly isPlaying: boolean
}

/** Where a key leads; null: it is no key of the scrubber's. */
export function keyTarget(key: string, { at, whole, events, isPlaying }: KeyFacts): number | null {
  const near = isPlaying ? NEAR_PLAYING_MS : NEAR_MS
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(whole.to, at + ARROW_MS)
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(whole.from, at - ARROW_MS)
    case 'PageDown':
      return events.find((event) => event > at + NEAR_MS) ?? whole.to
    case 'PageUp':
      return events.findLast((event) => event < at - near) ?? whole.from
    case 'Home':
      return whole.from
    case 'End':
      return whole.to
    default:
      return null
  }
}
