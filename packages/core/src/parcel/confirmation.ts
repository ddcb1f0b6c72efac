// Whether anybody besides this house says that a visit brought its parcel. A sender, or whoever saw the label, can come
// before the carrier does: what the house saw is a visit, and *delivered* only once somebody else agrees (threats G1).
import { type WallTime, minutes, wallTime } from '../time.ts'
import type { Parcel } from './parcel.ts'
import { type SourceGrade, sourceGrades } from './status.ts'

/** From our *delivered* on the carrier has this long to say so, too. */
export const CARRIER_WORD_WITHIN = minutes(60)

/**
 * `carrier-silent`: nobody who vouches for the parcel has said *delivered* in time. `label-again`: somebody came with a
 * label that had been used. That no new parcel was seen is a third reason, and comes with a camera that looks for one.
 */
export const visitDoubts = ['carrier-silent', 'label-again'] as const

export type VisitDoubt = (typeof visitDoubts)[number]

export interface Confirmation {
  /** The carrier's word is waited for until then. */
  readonly by: WallTime
  /** Since when it is there; null: it is not. */
  readonly agreed: WallTime | null
  /** Each reason once. */
  readonly doubts: readonly { readonly why: VisitDoubt; readonly wall: WallTime }[]
}

export type ConfirmationState = 'waits' | 'agreed' | 'doubtful'

export const awaited = (delivered: WallTime): Confirmation => ({
  by: wallTime(delivered + CARRIER_WORD_WITHIN),
  agreed: null,
  doubts: [],
})

const hasDoubt = ({ doubts }: Confirmation, why: VisitDoubt): boolean =>
  doubts.some((each) => each.why === why)

/** A carrier who speaks late is heard. No word of his explains a second visitor with the same label. */
export function confirmationState(confirmation: Confirmation): ConfirmationState {
  if (hasDoubt(confirmation, 'label-again')) return 'doubtful'
  if (confirmation.agreed !== null) return 'agreed'
  return hasDoubt(confirmation, 'carrier-silent') ? 'doubtful' : 'waits'
}

/** The carrier says *delivered* of all of them, by no weaker a word than the one that announced the visit. */
export const carrierAgrees = (
  parcels: readonly Pick<Parcel, 'status' | 'grade'>[],
  announced: SourceGrade,
): boolean =>
  parcels.length > 0 &&
  parcels.every(
    ({ status, grade }) =>
      status === 'delivered' && sourceGrades.indexOf(grade) <= sourceGrades.indexOf(announced),
  )

export interface ConfirmationFacts {
  readonly confirmation: Confirmation
  readonly agrees: boolean
  readonly now: WallTime
}

/** What has become of it by now; null: nothing new. */
export function confirmationNews({
  confirmation,
  agrees,
  now,
}: ConfirmationFacts): 'agreed' | 'carrier-silent' | null {
  const { agreed, by } = confirmation
  if (agreed !== null) return null
  if (agrees) return 'agreed'
  return now >= by && !hasDoubt(confirmation, 'carrier-silent') ? 'carrier-silent' : null
}

/** The same reason twice changes nothing. */
export const withDoubt = (confirmation: Confirmation, why: VisitDoubt, wall: WallTime): Confirmation =>
  hasDoubt(confirmation, why)
    ? confirmation
    : { ...confirmation, doubts: [...confirmation.doubts, { why, wall }] }
