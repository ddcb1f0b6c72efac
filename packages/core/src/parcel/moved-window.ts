// Whether a later report moves the window of a visit that is announced (decisions 18). It may make the visit come at
// another time, and never lets it do more: the ceiling goes down with a wider window and does not rise with a narrower one.
import { type Ceiling, type CeilingFacts, ceilingOf, lowerCeiling } from '../door/mode.ts'
import { hours } from '../time.ts'
import type { Observation } from './observed.ts'
import type { Parcel } from './parcel.ts'
import { strength } from './said.ts'
import type { SourceGrade } from './status.ts'
import type { Window } from './window.ts'

/** A window that begins later than this after receipt is of another order of things: nobody waits so long at a door. */
export const MOVE_AHEAD_MAX = hours(7 * 24)

export interface AnnouncedWindow extends Window, Pick<CeilingFacts, 'claim' | 'channel'> {
  readonly grade: SourceGrade
  readonly ceiling: Ceiling
}

export interface MoveFacts {
  readonly visit: AnnouncedWindow
  readonly observation: Pick<Observation, 'window' | 'grade' | 'received'>
  /** After this report was folded in. */
  readonly parcel: Pick<Parcel, 'window'>
  /** The household lets mails of its sender lead to its being asked. */
  readonly raised: boolean
}

/** `weaker`: its source vouches for less than the one that announced. `older`: a newer word on the window is known. */
export type WindowMove =
  | { readonly moves: true; readonly window: Window; readonly ceiling: Ceiling }
  | { readonly moves: false; readonly why: 'weaker' | 'older' | 'window-past' | 'far' }

const isSame = (a: Window | null, b: Window): boolean => a?.from === b.from && a.to === b.to

/** Null: the report says nothing new of the window. */
export function windowMoveOf({ visit, observation, parcel, raised }: MoveFacts): WindowMove | null {
  const { window, grade, received } = observation
  if (window === null || isSame(window, visit)) return null
  if (strength(grade) < strength(visit.grade)) return { moves: false, why: 'weaker' }
  if (!isSame(parcel.window, window)) return { moves: false, why: 'older' }
  if (window.to <= received) return { moves: false, why: 'window-past' }
  if (window.from - received > MOVE_AHEAD_MAX) return { moves: false, why: 'far' }
  const windowHours = (window.to - window.from) / hours(1)
  const { claim, channel } = visit
  const ceiling = ceilingOf({ claim, channel, grade: visit.grade, windowHours, raised })
  return { moves: true, window, ceiling: lowerCeiling(visit.ceiling, ceiling) }
}
