// What happens, as Home Assistant's events: told once, kept by nobody, without a word about people or parcels.
import type { LiveEvent } from '@portico/protocol'

export const deliveryEvents = [
  'arrived',
  'opened',
  'dropped_off',
  'closed',
  'proved',
  'refused',
  'alarm',
] as const

export type DeliveryEvent = (typeof deliveryEvents)[number]

const ofVisits: Readonly<Record<string, DeliveryEvent>> = {
  PresenceProved: 'arrived',
  DoorOpened: 'opened',
  PhotoTaken: 'dropped_off',
  DoorClosed: 'closed',
  DoorSecured: 'proved',
  EntryRefused: 'refused',
}

/** Null: nothing of a visit. The door that the household uses itself is no delivery. */
export function deliveryEventOf({ type, session }: LiveEvent): DeliveryEvent | null {
  if (type === 'AlarmRaised') return 'alarm'
  return session !== null && Object.hasOwn(ofVisits, type) ? (ofVisits[type] ?? null) : null
}

export const eventPayload = (type: string, more: Readonly<Record<string, boolean>> = {}): string =>
  JSON.stringify({ event_type: type, ...more })
