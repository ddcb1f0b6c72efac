// The common vocabulary of delivery reports, and what each word may do. Reports may withdraw, never grant.

export const parcelStatuses = [
  'announced',
  'accepted',
  'in-transit',
  'out-for-delivery',
  'arriving',
  'delivered',
  'delivered-elsewhere',
  'attempted',
  'exception',
  'returned',
  'cancelled',
] as const

export type ParcelStatus = (typeof parcelStatuses)[number]

const arming: ReadonlySet<ParcelStatus> = new Set(['out-for-delivery', 'arriving'])
const terminal: ReadonlySet<ParcelStatus> = new Set([
  'delivered',
  'delivered-elsewhere',
  'returned',
  'cancelled',
])
const withdrawing: ReadonlySet<ParcelStatus> = new Set([...terminal, 'attempted', 'exception'])

/** May prepare an in-home delivery; opens nothing. */
export const canArm = (status: ParcelStatus): boolean => arming.has(status)
/** No older report reopens it. */
export const isTerminal = (status: ParcelStatus): boolean => terminal.has(status)
/** Ends a prepared delivery: `mustNotUnlock` of the carriers' fixtures. */
export const mustNotUnlock = (status: ParcelStatus): boolean => withdrawing.has(status)

/** Where a parcel went when it did not come to the door. */
export type Elsewhere = 'neighbour' | 'locker' | 'pickup-point' | 'other'

/**
 * What the way a report came can vouch for. `signed-with-time`: signature over body and time. `signed`: signature
 * over the body, replays found by our ledger. `bearer`: a fixed header or token. `none`: nobody vouches.
 */
export const sourceGrades = ['signed-with-time', 'signed', 'bearer', 'none'] as const

export type SourceGrade = (typeof sourceGrades)[number]
