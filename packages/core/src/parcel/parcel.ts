// One parcel as its reports tell it: state moves by the time of the event, never by the time of arrival, and a
// terminal state is not reopened by an older report (decisions 49, carriers' rules 3 and 4).
import type { Claim } from '../door/mode.ts'
import type { ParcelId } from '../ids.ts'
import { type WallTime, hours } from '../time.ts'
import { type Elsewhere, type ParcelStatus, type SourceGrade, isTerminal } from './status.ts'

export interface Window {
  readonly from: WallTime
  readonly to: WallTime
}

export interface Observation {
  readonly source: string
  readonly grade: SourceGrade
  readonly carrier: string | null
  /** null: nothing said about the state, or a word nobody knows. */
  readonly status: ParcelStatus | null
  /** When the carrier says it happened; null when it does not say. */
  readonly occurredAt: WallTime | null
  readonly received: WallTime
  readonly window: Window | null
  readonly elsewhere: Elsewhere | null
  /** Set when the household itself names the parcel. */
  readonly claim: Claim
}

export interface Parcel {
  readonly id: ParcelId
  /** As the label shows it: upper case, no blanks. Personal: it never stands in a journal line. */
  readonly number: string
  readonly carrier: string | null
  readonly title: string | null
  readonly claim: Claim
  readonly status: ParcelStatus | null
  readonly statusAt: WallTime | null
  readonly statusSource: string | null
  readonly grade: SourceGrade
  readonly window: Window | null
  readonly elsewhere: Elsewhere | null
  readonly firstSeen: WallTime
  readonly lastSeen: WallTime
  /** Set once it has come or gone; a recycled number starts a new parcel long after. */
  readonly doneAt: WallTime | null
}

/** Carriers use numbers again; this long after its end a number means a new parcel. */
const RECYCLED_AFTER = hours(60 * 24)

/** The number as it is compared: upper case letters and digits only. */
export const normalNumber = (number: string): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')

/** Shortest part of a number that may name a parcel (threats G1: never four). */
export const LABEL_MIN = 8

/** The whole number on the label, or at least its last eight characters. */
export function labelFits(label: string, number: string): boolean {
  const read = normalNumber(label)
  const whole = normalNumber(number)
  return read === whole || (read.length >= LABEL_MIN && whole.endsWith(read))
}

export const isRecycled = (parcel: Parcel, received: WallTime): boolean =>
  parcel.doneAt !== null && received - parcel.doneAt > RECYCLED_AFTER

/** Same number, and not two different carriers. */
export const isSameParcel = (parcel: Parcel, number: string, carrier: string | null): boolean =>
  parcel.number === normalNumber(number) &&
  (parcel.carrier === null || carrier === null || parcel.carrier === carrier)

export function newParcel(id: ParcelId, number: string, observation: Observation): Parcel {
  const empty: Parcel = {
    id,
    number: normalNumber(number),
    carrier: null,
    title: null,
    claim: 'none',
    status: null,
    statusAt: null,
    statusSource: null,
    grade: 'none',
    window: null,
    elsewhere: null,
    firstSeen: observation.received,
    lastSeen: observation.received,
    doneAt: null,
  }
  return foldObservation(empty, observation)
}

/** Whether a report moves the state: newer by its own time, and never out of a terminal state by an older one. */
function moves(parcel: Parcel, { status, occurredAt, received }: Observation): boolean {
  if (status === null) return false
  if (parcel.statusAt === null) return true
  const at = occurredAt ?? received
  if (parcel.status !== null && isTerminal(parcel.status) && !isTerminal(status)) return false
  return at >= parcel.statusAt
}

export function foldObservation(parcel: Parcel, observation: Observation): Parcel {
  const { carrier, claim, received, window, source, grade, status, elsewhere } = observation
  const known: Parcel = {
    ...parcel,
    carrier: parcel.carrier ?? carrier,
    // A claim is the household's act and no report takes it away.
    claim: parcel.claim === 'household' ? 'household' : claim,
    lastSeen: received > parcel.lastSeen ? received : parcel.lastSeen,
  }
  if (!moves(parcel, observation)) return known
  return {
    ...known,
    status,
    statusAt: observation.occurredAt ?? received,
    statusSource: source,
    grade,
    window: window ?? parcel.window,
    elsewhere: elsewhere ?? parcel.elsewhere,
    doneAt: status !== null && isTerminal(status) ? (parcel.doneAt ?? received) : null,
  }
}
