// How a player is kept at the newest end of what has come: a little behind plays a little faster, far behind jumps.

/** Seconds behind the end of the newest picture at which the player jumps, and where to. */
const BEHIND_MAX = 0.6
const BEHIND = 0.05
/** The same while it has shown nothing yet of which the age is known: it begins with a group that is up to a second old. */
const BEHIND_MAX_FIRST = 0.2
/** Between the two the pace stays as it is: a picture more or less in hand is no reason to change it. */
const CATCH_UP_ABOVE = 0.16
const EVEN_BELOW = 0.1
/** Nobody sees it in a street, and a second makes good a tenth of one. */
const FASTER = 1.1

export interface PlayerState {
  /** What it shows and where the newest picture ends, seconds of the player. */
  readonly at: number
  readonly end: number
  /** How fast it plays. */
  readonly rate: number
  /** It has shown a picture whose age is known. */
  readonly hasShown: boolean
}

export interface EdgeStep {
  /** Where to jump, seconds of the player; null: nowhere. */
  readonly to: number | null
  readonly rate: number
}

export function stepToEdge({ at, end, rate, hasShown }: PlayerState): EdgeStep {
  const behind = end - at
  if (behind > (hasShown ? BEHIND_MAX : BEHIND_MAX_FIRST) || behind < 0)
    return { to: Math.max(0, end - BEHIND), rate: 1 }
  if (behind > CATCH_UP_ABOVE) return { to: null, rate: FASTER }
  return { to: null, rate: behind < EVEN_BELOW ? 1 : rate }
}
