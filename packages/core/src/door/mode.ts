// Ways to authorise an entry, and how far what is known may carry one (threats G1).
import type { SourceGrade } from '../parcel/status.ts'

/** `auto`: nobody is asked and the bolt opens; `pin`: nobody is asked and the courier gets a PIN for half a minute. */
export type Mode = 'auto' | 'owner' | 'pin'
export type Ceiling = 'auto' | 'owner' | 'porch'
/** `household`: a resident with the right added the parcel, or it matches an order of this household. */
export type Claim = 'household' | 'none'
/** How the right to come reached whoever comes. */
export type Channel = 'carrier-driver' | 'carrier-signed' | 'mail' | 'token' | 'none'

const rank: Readonly<Record<Ceiling, number>> = { porch: 0, owner: 1, auto: 2 }

export const lowerCeiling = (a: Ceiling, b: Ceiling): Ceiling => (rank[a] <= rank[b] ? a : b)

/** A PIN opens unasked as the automatic mode does, and needs what that one needs. */
const rankOf = (mode: Mode): number => (mode === 'owner' ? rank.owner : rank.auto)

/** The mode in force: the policy's wish, never above the ceiling; null when nobody may come inside. */
export function modeWithin(wish: Mode, ceiling: Ceiling): Mode | null {
  if (ceiling === 'porch') return null
  return rankOf(wish) <= rank[ceiling] ? wish : 'owner'
}

/** More may happen under the first without a person than under the second. */
export const isLooser = (a: Mode, b: Mode): boolean => rankOf(a) > rankOf(b)

/** Widest window, in hours, that may open without asking the owner. */
export const AUTO_WINDOW_HOURS_MAX = 4

export interface CeilingFacts {
  readonly claim: Claim
  readonly channel: Channel
  readonly grade: SourceGrade
  /** Length of the window in hours; null when the carrier named none. */
  readonly windowHours: number | null
  /** The household lets mails of this sender lead to its being asked (decisions 42). */
  readonly raised?: boolean
}

export interface CeilingCap {
  readonly by: 'source' | 'claim' | 'window'
  readonly ceiling: Ceiling
}

/**
 * A tracking number is public: without the household's claim and the carrier's signature nothing opens unasked.
 * Mail and messages nobody vouches for reach the porch at most, unless the household knows the parcel.
 */
export const ceilingOf = (facts: CeilingFacts): Ceiling =>
  capsOf(facts).reduce<Ceiling>((least, { ceiling }) => lowerCeiling(least, ceiling), 'auto')

/** The same, each limit with what sets it. */
export function capsOf({ claim, channel, grade, windowHours, raised }: CeilingFacts): readonly CeilingCap[] {
  if (channel === 'mail') return [{ by: 'source', ceiling: raised ? 'owner' : 'porch' }]
  const signed = channel === 'carrier-driver' || channel === 'carrier-signed'
  const vouched = signed && grade !== 'bearer' && grade !== 'none'
  const narrow = windowHours !== null && windowHours <= AUTO_WINDOW_HOURS_MAX
  return [
    { by: 'source', ceiling: vouched ? 'auto' : 'owner' },
    { by: 'claim', ceiling: claim === 'household' ? 'auto' : 'owner' },
    { by: 'window', ceiling: narrow ? 'auto' : 'owner' },
  ]
}
