// Short ways to say what is known of a delivery. All times are minutes from noon, the carrier's *delivered* at 0.
import {
  type DropSeen,
  type Elsewhere,
  type HouseholdWord,
  type ParcelStatus,
  type SourceGrade,
  type SourceWord,
  type Testimony,
  type VisitSeen,
  type WallTime,
  wallTime,
} from '@portico/core'

export const at = (minutes: number): WallTime => wallTime(1_790_000_000_000 + minutes * 60_000)

export interface Saying {
  readonly source?: string
  readonly grade?: SourceGrade
  readonly at?: number
  readonly elsewhere?: Elsewhere
}

export const says = (
  status: ParcelStatus,
  { source = 'easypost', grade = 'signed', at: minute = 0, elsewhere }: Saying = {},
): SourceWord => ({
  source,
  status: { value: status, at: at(minute), grade },
  elsewhere: elsewhere ?? null,
})

/** Somebody came in at 0, the door was proved locked, the carrier agrees. */
export const visited = (more: Partial<VisitSeen> = {}): VisitSeen => ({
  closed: at(0),
  end: 'inside',
  isProved: true,
  isAgreed: true,
  doubts: [],
  boxOffered: false,
  ...more,
})

export const seenAt = (minute: number, more: Partial<DropSeen> = {}): DropSeen => ({
  seen: at(minute),
  confidence: 0.9,
  gone: null,
  ...more,
})

export const gone = (by: 'household' | 'door' | 'visit' | 'nobody', minute = 20): Pick<DropSeen, 'gone'> => ({
  gone: { at: at(minute), by },
})

export const house = (word: HouseholdWord, minute = 30): Testimony['household'][number] => ({
  says: word,
  at: at(minute),
})

/** An hour after *delivered*, before a camera that has looked all day. */
export const known = (more: Partial<Testimony> = {}): Testimony => ({
  words: [],
  visits: [],
  drop: null,
  boxOpened: null,
  household: [],
  watched: { exists: true, since: at(-600) },
  photo: null,
  apart: null,
  now: at(60),
  ...more,
})
