// Which report arms a delivery, and for how long (decisions 18).
import { hours, minutes, wallTime, type WallTime } from '../time.ts'
import type { Observation } from './observed.ts'
import type { Parcel } from './parcel.ts'
import { canArm } from './status.ts'
import type { Window } from './window.ts'

/** The carrier's time may lie this far before receipt … */
export const ARM_AGE_MAX = hours(18)
/** … and this far after it: clocks differ, the future does not arm. */
export const ARM_AHEAD_MAX = minutes(10)
/** Without a window of the carrier's: from receipt, this long at most. */
export const WINDOW_MAX = hours(12)

/** A carrier's window that begins later than this after receipt is of another day, whatever the status says. */
export const WINDOW_AHEAD_MAX = hours(24)

export type ArmingVerdict =
  | { readonly arms: true; readonly window: Window; /** The carrier named it. */ readonly real: boolean }
  | {
      readonly arms: false
      readonly why:
        | 'status'
        | 'no-time'
        | 'too-old'
        | 'ahead'
        | 'window-past'
        | 'done'
        | 'not-mine'
        | 'return'
    }

export interface ArmingFacts {
  /** The parcel after this report was folded in. */
  readonly parcel: Parcel
  readonly observation: Observation
  /** The next 21:00 at the home, as an instant: carriers have gone home. */
  readonly evening: WallTime
}

function windowOf({ observation, evening }: ArmingFacts): { window: Window; real: boolean } {
  const { window } = observation
  const from = observation.received
  if (window && window.from - from <= WINDOW_AHEAD_MAX) return { window, real: true }
  const to = wallTime(Math.min(from + WINDOW_MAX, evening))
  return { window: { from, to }, real: false }
}

export function armingOf(facts: ArmingFacts): ArmingVerdict {
  const { parcel, observation } = facts
  const { status, occurredAt, received } = observation
  if (status === null || !canArm(status)) return { arms: false, why: 'status' }
  if (parcel.disowned !== null) return { arms: false, why: 'not-mine' }
  // What leaves this house is brought to another door.
  if (parcel.direction === 'return') return { arms: false, why: 'return' }
  // An older report that arrived late: the parcel has moved on.
  if (parcel.status === null || !canArm(parcel.status)) return { arms: false, why: 'done' }
  if (occurredAt === null) return { arms: false, why: 'no-time' }
  if (received - occurredAt > ARM_AGE_MAX) return { arms: false, why: 'too-old' }
  if (occurredAt - received > ARM_AHEAD_MAX) return { arms: false, why: 'ahead' }
  const { window, real } = windowOf(facts)
  return window.to <= received ? { arms: false, why: 'window-past' } : { arms: true, window, real }
}
