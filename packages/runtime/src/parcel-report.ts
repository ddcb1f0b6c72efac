// What one report changes of one parcel: pure bookkeeping, so that several parcels of a report go into one transaction.
import type { Observation, Parcel, WallTime } from '@portico/core'
import type { CarrierReport } from './carrier-report.ts'
import type { LineBody } from './home-journal.ts'

export function observationOf(report: CarrierReport, received: WallTime): Observation {
  const { source, grade, carrier, status, occurredAt, window, elsewhere } = report
  const { sender, title, orders, direction, value, perishable } = report
  return {
    source,
    grade,
    carrier,
    status,
    occurredAt,
    received,
    window,
    elsewhere,
    claim: 'none',
    ...(sender != null && { sender }),
    ...(title != null && { title }),
    ...(orders !== undefined && { orders }),
    ...(direction != null && { direction }),
    ...(value != null && { value }),
    ...(perishable !== undefined && { perishable }),
  }
}

/** A body in which no parcel was found is kept, too. */
export function keptLine({ source, grade }: CarrierReport, body: string): LineBody {
  const data = { parcel: null, source, grade, status: null, body, arms: false }
  return { door: null, session: null, type: 'ParcelObserved', cause: 'ReportCarrier', data }
}

export interface ObservedLine {
  readonly parcel: Parcel
  readonly report: CarrierReport
  readonly body: string
  readonly event: string | null
  readonly verdict: Readonly<Record<string, unknown>>
}

export function observedLine({ parcel, report, body, event, verdict }: ObservedLine): LineBody {
  const { source, grade, status, occurredAt } = report
  const { id, carrier } = parcel
  const data = { parcel: id, source, grade, carrier, status, occurredAt, event, body, ...verdict }
  return { door: null, session: null, type: 'ParcelObserved', cause: 'ReportCarrier', data }
}

/** Two carriers use one number: they stay two parcels until the household says otherwise. */
export function conflictLine(parcel: Parcel, others: readonly Parcel[]): LineBody {
  const data = { parcel: parcel.id, others: others.map(({ id }) => id) }
  return { door: null, session: null, type: 'ParcelConflict', cause: 'ReportCarrier', data }
}
