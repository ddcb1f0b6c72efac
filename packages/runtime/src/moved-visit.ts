// A visit that is to come at another time than it was announced for, and what the journal says of that.
import { type Observation, type Parcel, type WindowMove, windowMoveOf } from '@portico/core'
import { codeOf } from '@portico/ports'
import type { HomeJournal, JournalWork, LineBody } from './home-journal.ts'
import type { Visit } from './visit.ts'
import type { VisitRecall } from './visit-recall.ts'
import type { Visits } from './visits.ts'

type Move = Extract<WindowMove, { readonly moves: true }>

export interface MovedVisit {
  readonly visit: Visit
  readonly move: Move
}

/** Of the visit that is under way with this parcel; null: nothing new is said of its window. */
export const moveOfVisit = (visit: Visit, observation: Observation, parcel: Parcel): WindowMove | null =>
  windowMoveOf({
    visit,
    observation,
    parcel,
    raised: visit.channel === 'mail' && visit.ceiling !== 'porch',
  })

const withWindow = (visit: Visit, { window: { from, to }, ceiling }: Move): Visit => ({
  ...visit,
  from,
  to,
  ceiling,
  realWindow: true,
})

function windowLine(visit: Visit, { window, ceiling }: Move): LineBody {
  const was = { from: visit.from, to: visit.to }
  const data = { from: window.from, to: window.to, was, ceiling }
  return { door: null, session: visit.id, type: 'VisitWindowMoved', cause: 'ReportCarrier', data }
}

/** What a report did to the window of its visit, for its line. `begun`: a courier is there, and the visit goes on. */
export function moveWord(recall: VisitRecall, visit: Visit, move: WindowMove): string {
  if (!move.moves) return move.why
  return recall.isBegun(visit) ? 'begun' : 'moved'
}

export interface MovingParts {
  readonly journal: HomeJournal
  readonly visits: Visits
  readonly recall: () => VisitRecall
}

/**
 * In one transaction with the report, and while the door is not armed for the visit: it is armed anew for its new window.
 * A visit in which a courier has begun goes on as it was announced, and the report is kept all the same.
 */
export async function appendMoved(
  { journal, visits, recall }: MovingParts,
  work: JournalWork,
  moves: readonly MovedVisit[],
): Promise<void> {
  const free = moves.filter(({ visit }) => !recall().isBegun(visit))
  let isTried = false
  const write = async (): Promise<void> => {
    isTried = true
    const now = free.flatMap(({ visit: { id }, move }) => {
      const visit = visits.get(id)
      return visit === null || visit.state === 'closed' ? [] : [{ visit, move }]
    })
    const moved = now.map(({ visit, move }) => withWindow(visit, move))
    await journal.append({
      ...work,
      lines: [...(work.lines ?? []), ...now.map(({ visit, move }) => windowLine(visit, move))],
      records: [...(work.records ?? []), ...moved.map((visit) => visits.record(visit))],
    })
    for (const visit of moved) visits.put(visit)
  }
  if (free.length === 0) return write()
  try {
    await recall().stoodBack(
      free.map(({ visit }) => visit),
      write,
    )
  } catch (error) {
    // A courier began in this very moment: nothing was tried yet.
    if (isTried || codeOf(error) !== 'HUB_PARCEL_BUSY') throw error
    await journal.append(work)
  }
}
