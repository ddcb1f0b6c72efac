// Schemas of every message that crosses the wire, and the words that go with their codes.
export {
  ArriveRequest,
  CourierRefusal,
  CourierView,
  DoorPage,
  LabelRequest,
  PassReply,
  courierPlaces,
  courierStates,
} from './courier.ts'
export type { CourierPlace, CourierState } from './courier.ts'
export {
  DisplayView,
  DoorCodeMessage,
  ProofCodeMessage,
  PairDisplayRequest,
  PairingPoll,
  PairingReply,
  PairingWaits,
  WallView,
  WallVisit,
  displayPlaces,
} from './displays.ts'
export { ErrorReply } from './error-reply.ts'
export {
  FilmDeleteRequest,
  FilmHoldRequest,
  FilmKeeping,
  FilmRow,
  FilmStoreView,
  RingView,
  deletionReasons,
  filmPurposes,
  roomStates,
} from './films.ts'
export { FoundCameras } from './found-cameras.ts'
export { LiveEvent, LiveReady, PictureHead, isTold } from './live-event.ts'
export {
  AcknowledgeCommand,
  AlarmMessage,
  AnsweredMessage,
  ApproveCommand,
  CameraHead,
  DeliveredMessage,
  RingMessage,
  SaidMessage,
  SessionCommand,
  TalkHead,
} from './live-messages.ts'
export { QuickAnswerView, quickAnswerIds, quickAnswers } from './answers.ts'
export type { QuickAnswerId } from './answers.ts'
export { PARCEL_STEPS_MAX, ParcelStep } from './parcel-step.ts'
export {
  DeliveryReply,
  Done,
  EventsPage,
  ChainView,
  Me,
  OpenReply,
  PersonView,
  PresenceReply,
  Readiness,
  Reported,
} from './replies.ts'
export {
  AcknowledgeRequest,
  ApproveRequest,
  ClaimRequest,
  DeliveryReport,
  SignInRequest,
} from './requests.ts'
export { RulesRequest, RulesView, alwaysCodes } from './rules.ts'
export { Scope, scopes } from './scopes.ts'
export { DeviceSettings, DoorSettingsFile, SettingsFile } from './settings.ts'
export { TRACE_MAX, TraceEvent, TraceReply } from './trace.ts'
export {
  AlarmView,
  AskView,
  ConfirmationView,
  Countdown,
  DoorView,
  FallbackView,
  ParcelView,
  PassView,
  SessionView,
  cameraProofs,
  countdowns,
  passStates,
  unprovedFacts,
} from './views.ts'
export {
  alarmWords,
  alwaysWords,
  confirmationWords,
  courierSentences,
  doubtWords,
  offeredWords,
  refusalWords,
  skippedWords,
  unprovedWords,
} from './words.data.ts'
export type { AlarmWords, CourierLetter, RefusalWords } from './words.data.ts'
