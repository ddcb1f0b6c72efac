// A visit as a carrier's report announces it: without power, with how far what is known may carry it.
import {
  type Ceiling,
  type Channel,
  type DoorId,
  type Parcel,
  type SessionId,
  type WallTime,
  type Window,
  ceilingOf,
  hours,
  wallTime,
} from '@portico/core'
import type { CarrierReport } from './carrier-report.ts'
import type { UnruledVisit } from './visit.ts'

export interface Announcement {
  readonly id: SessionId
  readonly door: DoorId
  readonly parcel: Parcel
  readonly report: Pick<CarrierReport, 'source' | 'grade' | 'mail'>
  readonly window: Window
  /** The carrier named the window. */
  readonly real: boolean
  readonly created: WallTime
  /** Days for which film is kept; the visit keeps them. */
  readonly filmDays: number | null
}

export function announcedVisit({
  id,
  door,
  parcel,
  report: { source, grade, mail },
  window: { from, to },
  real,
  created,
  filmDays,
}: Announcement): UnruledVisit {
  const isSigned = grade === 'signed' || grade === 'signed-with-time'
  const channel: Channel = mail ? 'mail' : isSigned ? 'carrier-signed' : 'token'
  const windowHours = real ? (to - from) / hours(1) : null
  const ceiling: Ceiling = ceilingOf({
    claim: parcel.claim,
    channel,
    grade,
    windowHours,
    raised: mail?.raised ?? false,
  })
  return {
    id,
    door,
    parcels: [parcel.id],
    source,
    grade,
    claim: parcel.claim,
    channel,
    ceiling,
    tightened: false,
    from,
    to: wallTime(to),
    realWindow: real,
    created,
    state: 'due',
    phase: 'due',
    tries: 0,
    steps: [],
    refusals: [],
    offer: null,
    alarms: [],
    approvedBy: null,
    deniedBy: null,
    photo: null,
    film: [],
    filmDays,
    outcome: null,
    confirmation: null,
    closed: null,
  }
}
