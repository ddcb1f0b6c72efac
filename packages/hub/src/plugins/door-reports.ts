// What a device says, as a command to its door.
import { type DoorCommandBody, type Instant, assertNever, elapsed, seconds } from '@portico/core'
import type { EdgeNote, EdgeReport } from '@portico/plugin-api'

/** A sign of life that took longer on its way is none any more. */
const ALIVE_AGE_MAX = seconds(3)

export function edgeCommands(report: EdgeReport, now: Instant): readonly DoorCommandBody[] {
  switch (report.type) {
    case 'alive':
      return elapsed(report.at, now) <= ALIVE_AGE_MAX ? [{ type: 'ReportEdge' }] : []
    case 'deadman':
      return [{ type: 'ReportDeadman', op: report.report.op, what: report.report.what }]
    case 'notes':
      return noteCommands(report.notes)
    case 'tamper':
      return [{ type: 'ReportTamper', on: report.on }]
    case 'fire':
      return [{ type: 'ReportFire', on: report.on }]
    default:
      return assertNever(report)
  }
}

/** What the edge did while nobody heard it. Of the leaf only the newest word counts, and only if it stands open. */
function noteCommands(notes: readonly EdgeNote[]): readonly DoorCommandBody[] {
  const alarms = notes.flatMap(({ at, note }): DoorCommandBody[] =>
    note.type === 'alarm'
      ? [{ type: 'ReportEdgeAlarm', op: note.op, why: note.why, silentFor: note.silentForMs, noted: at }]
      : [],
  )
  const leaf = notes.findLast(({ note }) => note.type === 'contact')?.note
  const isOpen = leaf?.type === 'contact' && leaf.contact === 'open'
  return isOpen ? [...alarms, { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }] : alarms
}
