// One physics of a front door, for the virtual home and the simulator. Names are listed one by one.
export { act } from './act.ts'
export { advance, nextChange } from './advance.ts'
export { MOTOR_RUN_PERCENT, boltAt, boltHolds, lockDead } from './bolt.ts'
export type { Deed } from './deed.ts'
export { leafAt, leafIsShut, leafIsWide } from './leaf-place.ts'
export {
  ALIVE_EVERY_MS,
  BEAT_AGE_MAX_MS,
  NOTES_MAX,
  SIREN_LEAD_MS,
  initialEdge,
  nextEdgeDue,
} from './edge/edge-state.ts'
export type { EdgeAct, EdgeInput, EdgeState, EdgeStep } from './edge/edge-state.ts'
export { stepEdge } from './edge/edge-step.ts'
export { HELD_BACK_MAX, arrivals, clearLink } from './link.ts'
export type { Link } from './link.ts'
export { STOOP } from './parcels.ts'
export { pathAt, placeOf } from './path.ts'
export { STEP_TIME } from './people.ts'
export { contactLies, contactReport, lockLies, lockReport, readBolt, readContact } from './report.ts'
export type { Asked, ContactLie, LockLie } from './report.ts'
export { truthOf } from './truth.ts'
export type { Truth } from './truth.ts'
export type { Obstacle, Place, Step, WorldEvent } from './world-event.ts'
export {
  BOLT_HOLDS,
  HAND_TURN,
  LATCH_PULL,
  LEAF_AJAR,
  LEAF_SWING,
  LEAF_WIDE,
  MOTOR_STALL,
  initialWorld,
} from './world.ts'
export type { BoltAim, HeldPin, Keypad, Mover, Parcels, Person, Who, World, WorldOptions } from './world.ts'
