// What the camera engine tells, led to the doors it concerns. What is seen in pictures may make a door doubt; a parcel
// that was seen stands in the journal, and at no door.
import { type DoorCommandBody, type SessionId, wallTime } from '@portico/core'
import { type CameraEvents, type Clock, type SightReport, codeOf } from '@portico/ports'
import type { DeliveryTruth } from './delivery-truth.ts'
import type { DoorHost } from './door-host.ts'
import type { HomeJournal } from './home-journal.ts'
import { withSight } from './parcels-seen.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { Visits } from './visits.ts'

export interface CameraReportsParts {
  readonly hosts: readonly DoorHost[]
  readonly visits: Visits
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly truth: Pick<DeliveryTruth, 'eye'>
  readonly clock: Clock
  readonly log: RuntimeLog
}

export type CameraReports = Pick<
  CameraEvents,
  'feed' | 'frame' | 'liveness' | 'segment' | 'sight' | 'lost' | 'storage'
>

export function cameraReports(parts: CameraReportsParts): CameraReports {
  const { hosts, visits, truth } = parts
  const witnessing = (camera: string): readonly DoorHost[] =>
    hosts.filter(({ cameras }) => cameras.some(({ id, witness }) => witness && id === camera))
  const all = (body: DoorCommandBody): void => {
    for (const { runner } of hosts) runner.tell(body)
  }
  return {
    frame: (report) => {
      for (const { runner } of witnessing(report.camera)) runner.tell({ type: 'ReportFrame', ...report })
    },
    liveness: (report) => {
      for (const { runner } of witnessing(report.camera)) runner.tell({ type: 'ReportLiveness', ...report })
    },
    segment: ({ session: sid, ...piece }) => {
      const visit = visits.get(sid)
      const host = visit && hosts.find(({ id }) => id === visit.door)
      host?.runner.tell({ type: 'ReportSegment', sid, ...piece })
    },
    sight: (report) => {
      const seeing = hosts.filter(({ cameras }) => cameras.some(({ id }) => id === report.camera))
      for (const host of seeing) tellSight(parts, host, report)
    },
    feed: ({ camera, state }) => truth.eye(camera, state === 'live'),
    lost: () => {
      for (const { cameras } of hosts) for (const { id } of cameras) truth.eye(id, false)
      all({ type: 'ReportLost', device: 'camera' })
    },
    storage: (ok) => all({ type: 'ReportStorage', ok }),
  }
}

function tellSight(parts: CameraReportsParts, { id, runner, cameras }: DoorHost, report: SightReport): void {
  switch (report.type) {
    case 'leaf':
      // Only who was set up to see the leaf is a witness of it.
      if (!cameras.some((camera) => camera.witness && camera.id === report.camera)) return
      return runner.tell({ type: 'ReportWitness', source: 'leaf-picture', says: report.says })
    case 'people':
      return runner.tell({
        type: 'ReportPeople',
        in: report.in,
        out: report.out,
        confidence: report.confidence,
      })
    case 'parcel': {
      const { session } = runner.door
      const { camera, what, ageMs, confidence } = report
      const seen = { camera, what, ageMs, confidence }
      return void noteParcel(parts, { door: id, session: session?.sid ?? null, ...seen })
    }
  }
}

type ParcelNote = Extract<SightReport, { type: 'parcel' }> & {
  readonly door: string
  readonly session: SessionId | null
}

/** On the timeline of what the visit brings, where one is under way; in the journal in any case. */
async function noteParcel(
  { journal, records, clock, log }: CameraReportsParts,
  data: Omit<ParcelNote, 'type'>,
): Promise<void> {
  const { session, camera, what, ageMs, confidence } = data
  const at = wallTime(Math.round(clock.wall() - ageMs))
  try {
    await journal.append({
      lines: [{ door: null, session: null, type: 'ParcelSeen', cause: 'runtime', data }],
      records: session === null ? [] : [withSight(records, session, { at, camera, what, confidence })],
    })
  } catch (error) {
    log.warn({ code: codeOf(error), door: data.door }, 'parcel that was seen not noted')
  }
}
