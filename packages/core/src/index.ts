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
export type { ChainCheckpoint, DraftLine, JournalLine, JournalWriter } from './journal-line.ts'
export type {
  Actor,
  Bolt,
  BoltReport,
  Contact,
  ContactReport,
  DeadmanReport,
  Face,
  FrameReport,
  FrameDoubt,
  LivenessReport,
  PeopleReport,
  PinReport,
  ReportSource,
  ThirdWitness,
  TimeGrade,
  WitnessReport,
} from './observation.ts'
export { canArm, isTerminal, mustNotUnlock, parcelStatuses, sourceGrades } from './parcel/status.ts'
export type { Elsewhere, ParcelStatus, SourceGrade } from './parcel/status.ts'
export { after, earlier, elapsed, hours, instant, milliseconds, minutes, seconds, wallTime } from './time.ts'
export type { Duration, Instant, LocalTime, WallTime } from './time.ts'
export { alarmCodes, isSuspicious, refusalCodes } from './codes.ts'
export type { AlarmCode, RefusalCode } from './codes.ts'
export type {
  ArmSession,
  CommandOf,
  CommandType,
  DoorCommand,
  DoorCommandBody,
  Head,
  Opening,
  ProvePresence,
  RequestOpen,
} from './door/commands.ts'
export { nextDeadline } from './door/deadlines.ts'
export { decide } from './door/decide.ts'
export type { Decision } from './door/decide.ts'
export { STATE_VERSION, initialDoor, phaseOf } from './door/door-state.ts'
export type { DoorState, Gate, PhaseName, Session, StandingAlarm } from './door/door-state.ts'
export type { Hot } from './door/hot-state.ts'
export { classOf } from './door/effects.ts'
export type { Effect, EffectClass, EffectType, Notice, Say } from './door/effects.ts'
export type { DeadlineName, DoorEvent, DoorEventBody, EventOf, EventType, Outcome } from './door/events.ts'
export { evolve } from './door/evolve.ts'
export { capsOf, ceilingOf, isLooser, lowerCeiling, modeWithin } from './door/mode.ts'
export type { Ceiling, CeilingFacts, Channel, Claim, Mode } from './door/mode.ts'
export { denied, deniedHand, provedBy } from './door/permissives.ts'
export type { Denial } from './door/permissives.ts'
export {
  DEADMAN_WITHIN,
  EDGE_SILENCE_ACT,
  EDGE_SILENCE_ALARM,
  defaultSettings,
  defaultTimers,
  timerRanges,
} from './door/settings.ts'
export type { DoorSettings, DoorTimers } from './door/settings.ts'
export type { Decided, Issued } from './door/turn.ts'
export { doorStates, sealStateOf } from './door/seal-state.ts'
export type { SealState } from './door/seal-state.ts'
export { armingOf } from './parcel/arming.ts'
export type { ArmingFacts, ArmingVerdict } from './parcel/arming.ts'
export {
  awaited,
  carrierAgrees,
  confirmationNews,
  confirmationState,
  visitDoubts,
  withDoubt,
} from './parcel/confirmation.ts'
export type { Confirmation, ConfirmationState, VisitDoubt } from './parcel/confirmation.ts'
export type { Account } from './parcel/account.ts'
export { carrierFamily, isOneCarrier } from './parcel/carrier-family.ts'
export { isRecycled, isSameParcel, whichParcel } from './parcel/identity.ts'
export { windowMoveOf } from './parcel/moved-window.ts'
export { apartOf } from './truth/distance.ts'
export type { GeoPosition } from './truth/distance.ts'
export type { PlaceApart } from './truth/testimony.ts'
export type { WindowMove } from './parcel/moved-window.ts'
export type { Named, Naming } from './parcel/identity.ts'
export type { Observation, ParcelDirection, ParcelValue } from './parcel/observed.ts'
export { NOTHING_TOLD, foldObservation, newParcel, weigh, withTold } from './parcel/parcel.ts'
export type { Parcel, ParcelCore, Told } from './parcel/parcel.ts'
export { mayRead } from './parcel/privacy.ts'
export type { Said } from './parcel/said.ts'
export { PARTS_MAX, headOf, wholeParcel } from './parcel/whole.ts'
export { isSplit, rejoinParcel, splitParcel } from './parcel/split.ts'
export { labelFits, normalNumber } from './parcel/tracking-number.ts'
export type { Window } from './parcel/window.ts'
export {
  ANSWER_WITHIN,
  DROP_RULES,
  NO_DROPS,
  SAME_DELIVERY,
  decideDrop,
  dropOf,
  nextDropLook,
} from './truth/drop-watch.ts'
export { evolveDrops } from './truth/evolve-drops.ts'
export type { Drop, DropCommand, DropEvent, DropRules, DropWatch, TakenBy } from './truth/drop-watch.ts'
export { LOOKED_BEFORE, NEWS_AFTER, SEEN_WITHIN, SURE, judgeDelivery } from './truth/judge-delivery.ts'
export { householdWords } from './truth/testimony.ts'
export type { DropSeen, HouseholdWord, SourceWord, Testimony, VisitSeen, Watched } from './truth/testimony.ts'
export { confidences, movedBy, openVerdicts, reasonCodes, safeVerdicts, verdicts } from './truth/verdict.ts'
export type { Confidence, Reason, ReasonCode, Verdict, VerdictName } from './truth/verdict.ts'
export { armingMode, bothDecide, capNames, decidePolicy, unknownFacts } from './policy/decide-policy.ts'
export type {
  Cap,
  CapName,
  PolicyCase,
  PolicyDecision,
  PresenceFact,
  UnknownFact,
} from './policy/decide-policy.ts'
export { isLooserPolicy } from './policy/looser.ts'
export {
  SENTENCES_MAX,
  bothAllow,
  inOrder,
  isWithin,
  places,
  plainPolicy,
  presences,
} from './policy/policy.ts'
export type { Place, Policy, Presence, Ruling, Sentence } from './policy/policy.ts'
export { PRESENCE_HOLDS, PRESENCE_SETTLES, presenceAt } from './policy/presence.ts'
export type { PresenceWord } from './policy/presence.ts'
export { HOLD_AHEAD_MAX, HOLD_MAX, holdFault, isHeld, isHoldOver, loosensHold } from './hold.ts'
export type { Hold } from './hold.ts'
export { fallbackOffer, fallbackRungs, rungSkips } from './ladder.ts'
export type { DoorThere, FallbackOffer, FallbackRung, LadderFacts, Offered, RungSkip } from './ladder.ts'
export { isOfPhone, passDenial, passMisfit, passStateOf } from './pass.ts'
export type { Pass, PassStatus, PassUse } from './pass.ts'
