// A door as people see it: what is proved, what is only said, and how old each word is.
import { type ActorId, type DoorState, type Instant, phaseOf, sealStateOf } from '@portico/core'
import type { DoorView } from '@portico/protocol'
import type { CameraProof, FeedReport, SoundRule } from '@portico/ports'
import type { CheckedDoor } from '../config/checked-settings.ts'
import { alarmView } from './alarm-view.ts'

export interface DoorFacts {
  readonly door: DoorState
  readonly setup: Pick<CheckedDoor, 'name' | 'kind' | 'cameras'>
  readonly feed: (camera: string) => FeedReport | null
  /** Whether a camera can be spoken through. */
  readonly hears: (camera: string) => boolean
  /** What the home allows of a camera's sound. */
  readonly soundOf: (camera: string) => SoundRule
  /** How a camera proves that it lives. */
  readonly proofOf: (camera: string) => CameraProof
  /** Something in its view is masked. */
  readonly isMasked: (camera: string) => boolean
  readonly now: Instant
  /** Whose eyes these are; null: nobody's own. */
  readonly viewer: ActorId | null
  readonly simulated: boolean
}

/** Null when it was never said, or said before the machine was restarted. */
const ageOf = (seen: Instant | null, now: Instant): number | null =>
  seen === null || seen > now ? null : now - seen

export function doorView(facts: DoorFacts): DoorView {
  const { door, setup, feed, hears, soundOf, proofOf, isMasked, now, viewer, simulated } = facts
  const { gate } = door
  return {
    id: door.door,
    name: setup.name,
    kind: setup.kind,
    state: sealStateOf(door, now),
    bolt: { word: gate.bolt.word, ageMs: ageOf(gate.bolt.seen, now) },
    contact: { word: gate.contact.word, ageMs: ageOf(gate.contact.seen, now) },
    battery: gate.battery === null ? null : Math.round(gate.battery),
    phase: phaseOf(door),
    session: door.session?.sid ?? null,
    unfit: gate.unfit,
    cameras: setup.cameras.map(({ id, view, witness }) => {
      const report = feed(id)
      return {
        id,
        view,
        witness,
        talk: hears(id),
        sound: report?.state === 'stills' ? 'off' : soundOf(id),
        proof: proofOf(id),
        ...(isMasked(id) && { masked: true as const }),
        feed: report?.state ?? 'connecting',
        ageMs: ageOf(report?.captured ?? null, now),
      }
    }),
    alarms: gate.alarms.map((alarm) => alarmView(alarm, { door: door.door, now, viewer })),
    simulated,
  }
}
