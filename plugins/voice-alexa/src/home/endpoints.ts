// What Alexa is told there is: each door, and the camera that sees who stands before it. Ids are stable and tell nothing.
import type { DoorView } from '@portico/protocol'

const alexa = { type: 'AlexaInterface', version: '3' } as const

/** An interface with properties that are told unasked and can be asked for. */
const told = (name: string, property: string) => ({
  ...alexa,
  interface: `Alexa.${name}`,
  properties: { supported: [{ name: property }], proactivelyReported: true, retrievable: true },
})

const base = [{ ...alexa, interface: 'Alexa' }, told('EndpointHealth', 'connectivity')] as const
const doorbell = { ...alexa, interface: 'Alexa.DoorbellEventSource', proactivelyReported: true } as const
/** No sound goes either way. */
const picture = {
  ...alexa,
  interface: 'Alexa.RTCSessionController',
  configuration: { isFullDuplexAudioSupported: false },
} as const

/** The first one that looks at who stands before the door, and moves. */
export const bellCameraOf = ({ cameras }: DoorView): string | null =>
  cameras.find(({ view, masked, feed }) => view === 'outside' && masked !== true && feed !== 'stills')?.id ??
  null

/** A porch has no lock, and what stands open there is nobody's. */
export const hasLock = ({ kind }: DoorView): boolean => kind !== 'porch'

export const doorEndpoint = (door: string): string => `door#${door}`
export const bellEndpoint = (door: string): string => `bell#${door}`

export interface Meant {
  readonly door: DoorView
  readonly part: 'door' | 'bell'
}

/** Null: there is none of this id, or not any more. */
export function meantBy(endpoint: string | null, doors: readonly DoorView[]): Meant | null {
  for (const door of doors) {
    if (endpoint === doorEndpoint(door.id) && hasLock(door)) return { door, part: 'door' }
    if (endpoint === bellEndpoint(door.id) && bellCameraOf(door) !== null) return { door, part: 'bell' }
  }
  return null
}

const NAME_MAX = 128
const described = (what: string, { simulated }: DoorView): string =>
  `${what} by Portico${simulated ? ', in a simulated home' : ''}`

export interface Endpoint {
  readonly endpointId: string
  readonly manufacturerName: 'Portico'
  readonly friendlyName: string
  readonly description: string
  readonly displayCategories: readonly string[]
  readonly capabilities: readonly Readonly<Record<string, unknown>>[]
}

function endpointsOf(door: DoorView): readonly Endpoint[] {
  const lock: Endpoint = {
    endpointId: doorEndpoint(door.id),
    manufacturerName: 'Portico',
    friendlyName: door.name.slice(0, NAME_MAX),
    description: described('Door', door),
    displayCategories: ['SMARTLOCK', 'CONTACT_SENSOR'],
    capabilities: [...base, told('LockController', 'lockState'), told('ContactSensor', 'detectionState')],
  }
  const bell: Endpoint = {
    endpointId: bellEndpoint(door.id),
    manufacturerName: 'Portico',
    friendlyName: `${door.name} camera`.slice(0, NAME_MAX),
    description: described('Doorbell and camera', door),
    // The camera first: the other way round no display shows it.
    displayCategories: ['CAMERA', 'DOORBELL'],
    capabilities: [...base, doorbell, picture],
  }
  return [...(hasLock(door) ? [lock] : []), ...(bellCameraOf(door) === null ? [] : [bell])]
}

/** At most; a home with more doors shows the first ones. */
const ENDPOINTS_MAX = 300

export const discovered = (doors: readonly DoorView[]): readonly Endpoint[] =>
  doors.flatMap(endpointsOf).slice(0, ENDPOINTS_MAX)
