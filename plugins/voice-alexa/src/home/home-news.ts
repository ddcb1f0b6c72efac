// What of a home is news to Alexa: how a door stands now, and which doors there are.
import type { DoorView } from '@portico/protocol'
import { type AlexaEvent, newsOf } from '../message/event.ts'
import { bellCameraOf, bellEndpoint, discovered, doorEndpoint, hasLock } from './endpoints.ts'
import { isSameProperty, propertiesOf } from './properties.ts'

export type Cause = 'VOICE_INTERACTION' | 'RULE_TRIGGER' | 'PHYSICAL_INTERACTION'

export interface DoorChange {
  readonly door: DoorView
  /** As it was told last. */
  readonly earlier: DoorView
  readonly cause: Cause
  /** Unix ms. */
  readonly wall: number
}

/** Each with what changed, and apart from it what did not. */
export function changesOf({ door, earlier, cause, wall }: DoorChange): readonly AlexaEvent[] {
  const parts = [
    ...(hasLock(door) ? [['door', doorEndpoint(door.id)] as const] : []),
    ...(bellCameraOf(door) === null ? [] : [['bell', bellEndpoint(door.id)] as const]),
  ]
  return parts.flatMap(([part, endpoint]) => {
    const past = propertiesOf({ door: earlier, part }, wall)
    const properties = propertiesOf({ door, part }, wall)
    const old = properties.filter((each) => past.some((one) => isSameProperty(one, each)))
    const changed = properties.filter((each) => !old.includes(each))
    if (changed.length === 0) return []
    const payload = { change: { cause: { type: cause }, properties: changed } }
    return [newsOf(endpoint, { name: 'ChangeReport', payload, properties: old })]
  })
}

const ofDiscovery = (name: string, endpoints: readonly object[]): readonly AlexaEvent[] =>
  endpoints.length === 0 ? [] : [newsOf(null, { namespace: 'Alexa.Discovery', name, payload: { endpoints } })]

/** Doors that are new, or called otherwise; and those that are shown no more. */
export function endpointNews(doors: readonly DoorView[], before: readonly DoorView[]): readonly AlexaEvent[] {
  const [now, past] = [discovered(doors), discovered(before)]
  const isKnown = (each: object): boolean => past.some((one) => JSON.stringify(one) === JSON.stringify(each))
  const gone = past.filter(({ endpointId }) => !now.some((each) => each.endpointId === endpointId))
  return [
    ...ofDiscovery(
      'AddOrUpdateReport',
      now.filter((each) => !isKnown(each)),
    ),
    ...ofDiscovery(
      'DeleteReport',
      gone.map(({ endpointId }) => ({ endpointId })),
    ),
  ]
}
