// Ends a visit that nobody began, with its passes, in one transaction.
import type { Clock } from '@portico/ports'
import type { HomeJournal } from './home-journal.ts'
import type { Visit } from './visit.ts'
import type { Visits } from './visits.ts'

export interface DropParts {
  readonly visits: Visits
  readonly journal: HomeJournal
  readonly clock: Clock
}

export async function dropVisit(
  { visits, journal, clock }: DropParts,
  visit: Visit,
  why: string,
): Promise<void> {
  const wall = clock.wall()
  const closed: Visit = {
    ...visit,
    state: 'closed',
    phase: 'closed',
    outcome: why === 'expired' ? 'expired' : 'refused',
    closed: wall,
  }
  const passes = visits.withdraw(visit.id, 'closed', why)
  const line = {
    door: visit.door,
    session: visit.id,
    type: 'VisitDropped',
    cause: 'runtime',
    data: { why },
  }
  await journal.append({
    lines: [line, ...passes.lines],
    records: [visits.record(closed), ...passes.records],
  })
  visits.put(closed)
  passes.apply()
}
