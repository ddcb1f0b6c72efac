// What a lost device costs, in words: what no longer works, and what goes on as before.
import type { DoorView } from '@portico/protocol'
import { ANSWER_AGE_MAX, type KnownDoor } from '../live/known-door.ts'

/** Couriers need more, percent. */
const BATTERY_LOW = 20

export interface Finding {
  readonly words: string
  /** What does not work while it is so. */
  readonly price: string
}

const isSilent = ({ word, ageMs }: KnownDoor['bolt']): boolean =>
  word === 'unknown' || ageMs === null || ageMs > ANSWER_AGE_MAX

function cameraFinding(cameras: DoorView['cameras']): Finding | null {
  if (cameras.length === 0)
    return { words: 'No camera sees this door.', price: 'Nobody is let in: a visit must be on film.' }
  const witness = cameras.find((camera) => camera.witness)
  if (!witness) return { words: 'No camera sees the leaf.', price: 'Nobody is let in.' }
  if (witness.feed === 'live') return null
  return {
    words: `The camera “${witness.id}” is not live.`,
    price: 'Nobody is let in until it is; ringing and locking work.',
  }
}

/** Everything that does not work at a door now; empty: all three witnesses answer. */
export function findingsOf(door: KnownDoor): readonly Finding[] {
  return door.isPorch ? porchFindings(door.view.cameras) : gateFindings(door)
}

/** Nobody is let in at a porch: what is missing there is its picture. */
const porchFindings = (cameras: DoorView['cameras']): readonly Finding[] =>
  cameras
    .filter(({ feed }) => feed !== 'live' && feed !== 'stills')
    .map(({ id }) => ({ words: `The camera “${id}” is not live.`, price: 'Nobody sees who rings.' }))

function gateFindings(door: KnownDoor): readonly Finding[] {
  const { bolt, contact, view } = door
  const found: Finding[] = []
  if (isSilent(bolt))
    found.push({
      words: 'The lock does not answer.',
      price: 'Nobody is let in, and locking from here may fail. The key works.',
    })
  else if (bolt.word === 'jammed')
    found.push({ words: 'The bolt is stuck half way.', price: 'Nobody is let in. Free it by hand.' })
  if (isSilent(contact))
    found.push({
      words: 'The contact does not answer.',
      price: 'The door cannot be proved shut: porch only until the contact answers.',
    })
  const camera = cameraFinding(view.cameras)
  if (camera) found.push(camera)
  if (view.battery !== null && view.battery < BATTERY_LOW)
    found.push({
      words: `The battery of the lock is at ${view.battery} %.`,
      price: 'Replace it before it ends.',
    })
  return found
}

export const batteryWords = (battery: number | null): string =>
  battery === null ? 'not told' : `${battery} %`
