// What a door is in Matter's words. Proof alone is told as locked; whatever is not known is told as nothing, and where
// Matter has no word for that, as the worse of the two of a device that is out of reach.
import type { DoorView, FaceHome } from '@portico/protocol'

/** Of DoorLock's LockState (Application Clusters 1.4, 5.2.9.3); null: nobody knows. */
export type LockWord = 'not-fully-locked' | 'locked' | 'unlocked' | null
/** Of DoorLock's DoorStateEnum (5.2.6.11). */
export type LeafWord = 'open' | 'closed' | null

type State = DoorView['state']

export interface DoorTruth {
  readonly lock: LockWord
  /** Null as well: the contact is out of reach. */
  readonly leaf: LeafWord
  /** Of BooleanState: it knows no third word, so only a leaf that is seen closed is told as closed. */
  readonly isClosed: boolean
  /** Half per cents, 0–200; null: it has said nothing of its battery. */
  readonly battery: number | null
  /** Somebody is being let in here, or stands at the door. */
  readonly isDelivery: boolean
  readonly state: State
}

/** The hub is not heard: nothing is known of any door. */
export const unknownTruth: DoorTruth = {
  lock: null,
  leaf: null,
  isClosed: false,
  battery: null,
  isDelivery: false,
  state: 'unknown',
}

const lockWordOf: Readonly<Record<State, LockWord>> = {
  'locked-proved': 'locked',
  'locked-claimed': 'not-fully-locked',
  unlocked: 'unlocked',
  open: 'unlocked',
  moving: 'not-fully-locked',
  jammed: 'not-fully-locked',
  unknown: null,
}

/** In these phases of a visit nobody stands at the door yet. */
const quietPhases: ReadonlySet<string> = new Set(['due', 'armed', 'idle', 'closed'])

export function truthOf(door: DoorView, visits: FaceHome['visits']): DoorTruth {
  const contact = door.contact.word
  return {
    lock: lockWordOf[door.state],
    leaf: contact === 'closed' || contact === 'open' ? contact : null,
    isClosed: contact === 'closed',
    battery: door.battery === null ? null : door.battery * 2,
    isDelivery: visits.some((visit) => visit.door === door.id && isUnderWay(visit)),
    state: door.state,
  }
}

function isUnderWay({ closed, phase }: FaceHome['visits'][number]): boolean {
  return closed === null && !quietPhases.has(phase)
}
