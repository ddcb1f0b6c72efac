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
  LockCommand,
  RingMessage,
  SaidMessage,
  SessionCommand,
  TalkHead,
} from './live-messages.ts'
export {
  SourceCheck,
  SourceKeyRequest,
  SourceSecretReply,
  SourceSecretRequest,
  SourceTest,
  SourceView,
  SourcesView,
  askingStates,
  hookStates,
  secretOrigins,
} from './sources.ts'
export { QuickAnswerView, quickAnswerIds, quickAnswers } from './answers.ts'
export type { QuickAnswerId } from './answers.ts'
export { HoldEndRequest, HoldRequest, HoldView } from './holds.ts'
export {
  AccountView,
  ClaimRequest,
  DescribeRequest,
  MergeRequest,
  ParcelValue,
  ParcelView,
  SplitRequest,
  TITLE_MAX,
} from './parcels.ts'
export { PARCEL_STEPS_MAX, ParcelStep } from './parcel-step.ts'
export {
  DeliveryReply,
  Done,
  EventsPage,
  InviteReply,
  ChainView,
  Me,
  OpenReply,
  PersonView,
  personRoles,
  PresenceReply,
  Readiness,
  Reported,
} from './replies.ts'
export {
  AcknowledgeRequest,
  ApproveRequest,
  DeliveryReport,
  InviteRequest,
  SignInRequest,
} from './requests.ts'
export {
  AtHomeRequest,
  AtHomeView,
  RehearsalRequest,
  RehearsalView,
  RulesRequest,
  RulesView,
  RulingView,
  SentenceView,
  alwaysCodes,
  ruledOutcomes,
} from './rules.ts'
export { SentenceFile, weekdays } from './sentences.ts'
export { AreasRequest, AreasView } from './areas.ts'
export { Scope, scopes } from './scopes.ts'
export { DeviceSettings, DoorSettingsFile, MailboxSettings, SettingsFile, bridgeNames } from './settings.ts'
export type { BridgeName } from './settings.ts'
export {
  IMPORT_DAYS_MAX,
  MailImportRequest,
  MailImportView,
  MailSenderView,
  MailboxView,
  mailImportStates,
  mailboxViewStates,
} from './mailboxes.ts'
export {
  CalendarView,
  DropView,
  NoticeView,
  ReasonView,
  SayRequest,
  TruthView,
  VerdictView,
  WeekView,
  dropStates,
  noticeNames,
} from './truth.ts'
export {
  confidenceWords,
  householdWordWords,
  noticeWords,
  reasonWords,
  verdictWords,
} from './truth-words.data.ts'
export { TRACE_MAX, TraceEvent, TraceReply } from './trace.ts'
export {
  AlarmView,
  AskView,
  ConfirmationView,
  Countdown,
  DoorView,
  FallbackView,
  PassView,
  SessionView,
  cameraProofs,
  countdowns,
  passStates,
  unprovedFacts,
} from './views.ts'
export {
  WebhookMessage,
  WebhookRequest,
  WebhookSecretReply,
  WebhookTest,
  WebhookView,
  webhookEvents,
  webhookStates,
} from './webhooks.ts'
export type { WebhookEvent } from './webhooks.ts'
export {
  BridgeStatus,
  FaceClaimReply,
  FaceClaimRequest,
  FaceCodeReply,
  FaceHome,
  FaceOpenRequest,
  FacePairing,
  FaceRightsRequest,
  FaceView,
  FaceVisit,
  RotateAllReply,
  UnpairAllReply,
  bridgeStates,
  faceKinds,
  faceRights,
  usualFaceRights,
} from './faces.ts'
export type { FaceKind, FaceRight } from './faces.ts'
export { PinReply, PinRequest, PinSpan, PinView } from './pins.ts'
export {
  alarmWords,
  alwaysWords,
  capWords,
  modeWords,
  placeWords,
  presenceWords,
  unknownWords,
  confirmationWords,
  courierSentences,
  doubtWords,
  offeredWords,
  refusalWords,
  skippedWords,
  unprovedWords,
} from './words.data.ts'
export type { AlarmWords, CourierLetter, RefusalWords } from './words.data.ts'
