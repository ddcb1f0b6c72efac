// What lines of the journal mean for what lies before a door.
import {
  type DoorId,
  type JournalLine,
  canArm,
  doorId,
  mustNotUnlock,
  parcelId,
  parcelStatuses,
  wallTime,
} from '@portico/core'
import type { DropDesk } from './drop-desk.ts'

/** Somebody of the house uses the door. */
const byHand: ReadonlySet<string> = new Set(['ManualUse', 'HandOpenAsked', 'OpeningNoted'])

const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export function tellDrops(desk: DropDesk, line: JournalLine, isVisited: (door: DoorId) => boolean): void {
  const { type, data, door } = line
  const wall = wallTime(line.wall)
  switch (type) {
    case 'ParcelObserved':
      return tellObserved(desk, line)
    case 'ParcelSeen': {
      const { camera, what, ageMs, confidence } = data
      if (data['door'] !== desk.door || typeof camera !== 'string') return
      const at = wallTime(Math.round(wall - (numberIn(ageMs) ?? 0)))
      if (what === 'appeared')
        desk.tell({ type: 'Appear', camera, confidence: numberIn(confidence) ?? 0, at })
      else desk.tell({ type: 'Vanish', camera, isVisit: isVisited(desk.door), at })
      return
    }
    default: {
      if (door !== desk.door) return
      const isOpened = type === 'ContactObserved' && data['contact'] === 'open'
      if ((byHand.has(type) || isOpened) && !isVisited(doorId(door))) desk.tell({ type: 'UseDoor', at: wall })
    }
  }
}

function tellObserved(desk: DropDesk, { data, wall }: JournalLine): void {
  const id = data['parcel']
  const status = parcelStatuses.find((each) => each === data['status'])
  if (typeof id !== 'string' || status === undefined) return
  const parcel = parcelId(id)
  if (status === 'delivered')
    desk.tell({ type: 'CarrierSays', parcel, at: wallTime(numberIn(data['occurredAt']) ?? wall) })
  else if (mustNotUnlock(status)) desk.tell({ type: 'Settle', parcel })
  else if (canArm(status)) desk.tell({ type: 'Expect', parcel })
}
