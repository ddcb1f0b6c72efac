// What bolt and contact said in the course of a visit, and its key steps, read from the lines of its door.
import { type JournalLine, minutes } from '@portico/core'
import { TRACE_MAX, type TraceEvent, type TraceReply } from '@portico/protocol'
import type { HomeRuntime, Visit } from '@portico/runtime'

const words = ['BoltObserved', 'ContactObserved', 'DeviceLost', 'HubRestarted'] as const

const steps = [
  'PresenceProved',
  'ApprovalAsked',
  'EntryApproved',
  'DenyNoted',
  'AbortNoted',
  'EntryRefused',
  'ProofStarted',
  'UnlockCommitted',
  'UnlockVoided',
  'DoorUnlocked',
  'DoorOpened',
  'DoorReopened',
  'CourierWarned',
  'DoorClosed',
  'RelockStarted',
  'RelockUnproved',
  'DoorSecured',
  'CameraLost',
  'PhotoTaken',
  'AlarmRaised',
  'AlarmEnded',
  'OwnerTookOver',
  'SealStarted',
  'SessionClosed',
] as const

const types = [...words, ...steps]

/** The close watch after a visit belongs to it. */
const TAIL = minutes(2)
const PAGE = 250

const textOf = (value: unknown): string => (typeof value === 'string' ? value : 'unknown')

/** What a line says of bolt and contact. Of a device that was lost, and after a restart, nothing is known. */
function traceOf({ wall: at, type, data }: JournalLine): TraceEvent {
  switch (type) {
    case 'BoltObserved':
      return { at, type, bolt: textOf(data['bolt']) }
    case 'ContactObserved':
      return { at, type, contact: textOf(data['contact']) }
    case 'HubRestarted':
      return { at, type, bolt: 'unknown', contact: 'unknown' }
    case 'DeviceLost':
      if (data['device'] === 'lock') return { at, type, bolt: 'unknown' }
      return data['device'] === 'contact' ? { at, type, contact: 'unknown' } : { at, type }
    default:
      return { at, type }
  }
}

/** From its first sign of a courier to the end of the watch after it, page by page; others have their turn between. */
async function* linesOf(runtime: Pick<HomeRuntime, 'lines'>, visit: Visit): AsyncGenerator<JournalLine> {
  const { id: session, door, closed } = visit
  const [here] = runtime.lines({ session, types: ['PresenceProved'], after: -1, limit: 1 })
  const [first] = here ? [here] : runtime.lines({ session, types, after: -1, limit: 1 })
  if (!first) return
  let after = first.seq - 1
  for (;;) {
    const lines = runtime.lines({ door, types, after, limit: PAGE })
    for (const line of lines) {
      if (closed !== null && line.wall > closed + TAIL) return
      yield line
    }
    const newest = lines.at(-1)
    if (!newest || lines.length < PAGE) return
    after = newest.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export async function traceView(runtime: Pick<HomeRuntime, 'lines'>, visit: Visit): Promise<TraceReply> {
  const events: TraceEvent[] = []
  for await (const line of linesOf(runtime, visit)) {
    if (events.length === TRACE_MAX) return { events, isComplete: false }
    events.push(traceOf(line))
  }
  return { events, isComplete: true }
}
