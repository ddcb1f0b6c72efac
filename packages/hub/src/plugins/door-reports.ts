// What a device says, as a command to its door.
import { type DoorCommandBody, type Instant, assertNever, elapsed, seconds } from '@portico/core'
import type { EdgeWord } from '@portico/edge'

/** A sign of life that took longer on its way is none any more. */
const ALIVE_AGE_MAX = seconds(3)

export function edgeCommands(report: EdgeWord, now: Instant): readonly DoorCommandBody[] {
  switch (report.type) {
    case 'alive':
      return elapsed(report.at, now) <= ALIVE_AGE_MAX ? [{ type: 'ReportEdge' }] : []
    case 'deadman':
      return [{ type: 'ReportDeadman', op: report.report.op, what: report.report.what }]
    case 'notes':
      return noteCommands(report)
    case 'tamper':
      return [{ type: 'ReportTamper', on: report.on }]
    case 'fire':
      return [{ type: 'ReportFire', on: report.on }]
    default:
      return assertNever(report)
  }
}

/**
 * What the edge did while nobody heard it, each with the edge's own signature. What the leaf is now tells the newest
 * word, which stands in the last frame, and only if it stands open; that it was open meanwhile, any of them.
 */
function noteCommands({
  notes,
  more,
}: Extract<EdgeWord, { readonly type: 'notes' }>): readonly DoorCommandBody[] {
  const alarms = notes.flatMap(({ at, note, sig }): DoorCommandBody[] =>
    note.type === 'alarm'
      ? [{ type: 'ReportEdgeAlarm', op: note.op, why: note.why, silentFor: note.silentForMs, noted: at, sig }]
      : [],
  )
  const leaf = notes.findLast(({ note }) => note.type === 'contact')?.note
  const isOpen = more === 0 && leaf?.type === 'contact' && leaf.contact === 'open'
  if (isOpen) return [...alarms, { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }]
  const opening = notes.findLast(({ note }) => note.type === 'contact' && note.contact === 'open')
  return opening ? [...alarms, { type: 'ReportOpened', noted: opening.at }] : alarms
}
