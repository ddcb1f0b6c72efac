// How an event changes what is known beside bolt and contact: other witnesses of the leaf, the household, and whether
// a visit was here last.
import type { Instant } from '../time.ts'
import type { Gate, ThirdWord } from './door-state.ts'
import type { DoorEvent } from './events.ts'

/** After a restart nothing is known of all this, but that a visit was here and whether the witnesses disagreed. */
export const forgetWatch = (gate: Gate, born: Instant): Gate => ({
  ...gate,
  contactSince: null,
  thirds: [],
  // Counted anew from here: a restart is no way past a contradiction.
  contradicted: gate.contradicted === null ? null : born,
  keyUsed: false,
  household: null,
})

const without = (thirds: readonly ThirdWord[], source: ThirdWord['source']): readonly ThirdWord[] =>
  thirds.filter((third) => third.source !== source)

/** Sees the state in which bolt and contact have heard the event already. */
export function evolveWatch(gate: Gate, event: DoorEvent): Gate {
  switch (event.type) {
    case 'WitnessNoted': {
      const { source, says, mono } = event
      if (says === 'unknown') return { ...gate, thirds: without(gate.thirds, source) }
      const before = gate.thirds.find((third) => third.source === source)
      const since = before?.says === says ? before.since : mono
      return { ...gate, thirds: [...without(gate.thirds, source), { source, says, since }] }
    }
    case 'WitnessContradicted':
      return { ...gate, contradicted: event.mono }
    case 'HouseholdNoted':
      return { ...gate, household: event.in, visited: gate.visited && (event.in ?? 0) === 0 }
    case 'BoltObserved':
      if (event.bolt === 'locked') return { ...gate, keyUsed: false }
      return event.bolt === 'unlocked' && event.named ? { ...gate, keyUsed: true } : gate
    case 'DeviceLost':
      if (event.device === 'lock') return { ...gate, thirds: without(gate.thirds, 'lock-door-sensor') }
      return event.device === 'camera' ? { ...gate, thirds: without(gate.thirds, 'leaf-picture') } : gate
    default:
      return gate
  }
}
