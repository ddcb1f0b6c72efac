// What is known of the end of a delivery, by whom: words of carriers, mails and scripts, visits that the house saw, what
// a camera saw before the door, and what people of the house say.
import type { VisitDoubt } from '../parcel/confirmation.ts'
import type { Said } from '../parcel/said.ts'
import type { Elsewhere, ParcelStatus, SourceGrade } from '../parcel/status.ts'
import type { WallTime } from '../time.ts'

/** The strongest word of one source, as its account of the parcel keeps it. */
export interface SourceWord {
  readonly source: string
  readonly status: Said<ParcelStatus>
  readonly elsewhere: Elsewhere | null
}

/** A visit with the parcel that is over, as the house saw it. */
export interface VisitSeen {
  readonly closed: WallTime
  /** `inside`: somebody came in, and the door was shut after him. `refused`: nobody was let in. */
  readonly end: 'inside' | 'empty' | 'refused'
  /** The door was proved locked after it, and film and record are whole. */
  readonly isProved: boolean
  /** The carrier says *delivered* by no weaker a word than the one that announced it. */
  readonly isAgreed: boolean
  readonly doubts: readonly VisitDoubt[]
  /** The courier was told to use the box. */
  readonly boxOffered: boolean
}

/** Something of a parcel's size before the door, about the time of the delivery. */
export interface DropSeen {
  readonly seen: WallTime
  /** 0–1 */
  readonly confidence: number
  /** What became of it; null: it lies there. `door`: it went when somebody of the house opened the door. */
  readonly gone: { readonly at: WallTime; readonly by: 'household' | 'door' | 'visit' | 'nobody' } | null
}

export const householdWords = ['taken-in', 'not-my-door', 'not-here'] as const

/** `taken-in`: we have it. `not-my-door`: the carrier's picture shows another door. `not-here`: we looked. */
export type HouseholdWord = (typeof householdWords)[number]

/** Whether a camera looked at where parcels are set down. */
export interface Watched {
  /** Since when it has looked without a break; null: none looks, or it does not see now. */
  readonly since: WallTime | null
  /** There is one at all. */
  readonly exists: boolean
}

/** One voice against, and never one for: a position proves no door. */
export interface PlaceApart {
  /** In coarse steps. */
  readonly metres: number
  readonly at: WallTime
  readonly source: string
  readonly grade: SourceGrade
}

export interface Testimony {
  readonly words: readonly SourceWord[]
  readonly visits: readonly VisitSeen[]
  readonly drop: DropSeen | null
  /** When the box was opened about the time of the delivery; null: it was not, or there is none that says so. */
  readonly boxOpened: WallTime | null
  readonly household: readonly { readonly says: HouseholdWord; readonly at: WallTime }[]
  readonly watched: Watched
  /** Of the carrier, here with its bytes; null: none came. */
  readonly photo: WallTime | null
  /** Where the carrier says it delivered lies so far from home; null: it is near, or nobody said where. */
  readonly apart: PlaceApart | null
  readonly now: WallTime
}
