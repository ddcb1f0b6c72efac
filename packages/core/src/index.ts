// The pure heart of Portico. Names are listed one by one.
export { assert, assertNever } from './assert.ts'
export {
  actorId,
  alarmId,
  commandId,
  deviceId,
  doorId,
  effectId,
  homeId,
  op,
  parcelId,
  passId,
  sessionId,
  sessionOp,
} from './ids.ts'
export type {
  ActorId,
  AlarmId,
  CommandId,
  DeviceId,
  DoorId,
  EffectId,
  HomeId,
  Op,
  ParcelId,
  PassId,
  SessionId,
} from './ids.ts'
export { FIRST_PREV } from './journal-line.ts'
export type { DraftLine, JournalLine, JournalWriter } from './journal-line.ts'
export type {
  Actor,
  Bolt,
  BoltReport,
  Contact,
  ContactReport,
  DeadmanReport,
  Face,
  FrameReport,
  LivenessReport,
  ReportSource,
  TimeGrade,
} from './observation.ts'
export { canArm, isTerminal, mustNotUnlock, parcelStatuses } from './parcel/status.ts'
export type { Elsewhere, ParcelStatus, SourceGrade } from './parcel/status.ts'
export { after, earlier, elapsed, hours, instant, milliseconds, minutes, seconds, wallTime } from './time.ts'
export type { Duration, Instant, LocalTime, WallTime } from './time.ts'
