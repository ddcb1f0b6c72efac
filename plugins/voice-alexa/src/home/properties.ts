// What Alexa is told of a door. It has no word for "I do not know": then nothing is said of the bolt, and the door counts as
// not reachable. Locked is said of what is proved and of nothing else.
import type { DoorView } from '@portico/protocol'
import type { Property } from '../message/event.ts'
import type { Meant } from './endpoints.ts'

export type LockState = 'LOCKED' | 'UNLOCKED' | 'JAMMED'

/** Null: nobody knows, or one witness alone says so. */
export function lockStateOf({ state }: Pick<DoorView, 'state'>): LockState | null {
  switch (state) {
    case 'locked-proved':
      return 'LOCKED'
    case 'unlocked':
    case 'open':
    case 'moving':
      return 'UNLOCKED'
    case 'jammed':
      return 'JAMMED'
    case 'locked-claimed':
    case 'unknown':
      return null
  }
}

/** What was measured was so within this, ms. */
const UNCERTAINTY_MS = 500

interface Sample {
  readonly namespace: string
  readonly name: string
  readonly value: unknown
}

/** `DETECTED`: it stands open. */
const contactOf = (word: string): string | null =>
  word === 'open' ? 'DETECTED' : word === 'closed' ? 'NOT_DETECTED' : null

function samplesOf({ door, part }: Meant): readonly Sample[] {
  const health = (value: 'OK' | 'UNREACHABLE'): Sample => ({
    namespace: 'Alexa.EndpointHealth',
    name: 'connectivity',
    value: { value },
  })
  if (part === 'bell') {
    const isSeen = door.cameras.some(({ view, feed }) => view === 'outside' && feed === 'live')
    return [health(isSeen ? 'OK' : 'UNREACHABLE')]
  }
  const lock = lockStateOf(door)
  const contact = contactOf(door.contact.word)
  return [
    health(lock === null ? 'UNREACHABLE' : 'OK'),
    ...(lock === null ? [] : [{ namespace: 'Alexa.LockController', name: 'lockState', value: lock }]),
    ...(contact === null
      ? []
      : [{ namespace: 'Alexa.ContactSensor', name: 'detectionState', value: contact }]),
  ]
}

/** `wall`: Unix ms of the reading. */
export const propertiesOf = (meant: Meant, wall: number): readonly Property[] =>
  samplesOf(meant).map((sample) => ({
    ...sample,
    timeOfSample: new Date(wall).toISOString(),
    uncertaintyInMilliseconds: UNCERTAINTY_MS,
  }))

export const isSameProperty = (a: Property, b: Property): boolean =>
  a.namespace === b.namespace && a.name === b.name && JSON.stringify(a.value) === JSON.stringify(b.value)
