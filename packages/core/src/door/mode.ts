// Ways to authorise an entry, and how far what is known may carry one (threats G1).
import type { SourceGrade } from '../parcel/status.ts'

export type Mode = 'auto' | 'owner'
export type Ceiling = 'auto' | 'owner' | 'porch'
/** `household`: a resident with the right added the parcel, or it matches an order of this household. */
export type Claim = 'household' | 'none'
/** How the right to come reached whoever comes. */
export type Channel = 'carrier-driver' | 'carrier-signed' | 'mail' | 'token' | 'none'

const rank: Readonly<Record<Ceiling, number>> = { porch: 0, owner: 1, auto: 2 }

export const lowerCeiling = (a: Ceiling, b: Ceiling): Ceiling => (rank[a] <= rank[b] ? a : b)

/** The mode in force: the policy's wish, never above the ceiling; null when nobody may come inside. */
export function modeWithin(wish: Mode, ceiling: Ceiling): Mode | null {
  const lower = lowerCeiling(wish, ceiling)
  return lower === 'porch' ? null : lower
}

/** Widest window, in hours, that may open without asking the owner. */
export const AUTO_WINDOW_HOURS_MAX = 4

export interface CeilingFacts {
  readonly claim: Claim
  readonly channel: Channel
  readonly grade: SourceGrade
  /** Length of the window in hours; null when the carrier named none. */
  readonly windowHours: number | null
}

/**
 * A tracking number is public: without the household's claim and the carrier's signature nothing opens unasked.
 * Mail and messages nobody vouches for reach the porch at most, unless the household knows the parcel.
 */
export function ceilingOf({ claim, channel, grade, windowHours }: CeilingFacts): Ceiling {
  if (channel === 'mail') return 'porch'
  if (grade === 'bearer' || grade === 'none') return 'owner'
  const signed = channel === 'carrier-driver' || channel === 'carrier-signed'
  const narrow = windowHours !== null && windowHours <= AUTO_WINDOW_HOURS_MAX
  return claim === 'household' && signed && narrow ? 'auto' : 'owner'
}
