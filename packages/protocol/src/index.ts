// Schemas of every message that crosses the wire, and the words that go with their codes.
export {
  ArriveRequest,
  CourierRefusal,
  CourierView,
  DoorPage,
  LabelRequest,
  PassReply,
  courierStates,
} from './courier.ts'
export type { CourierState } from './courier.ts'
export { ErrorReply } from './error-reply.ts'
export { LiveEvent, LiveReady, PictureHead, isTold } from './live-event.ts'
export {
  AcknowledgeCommand,
  AlarmMessage,
  ApproveCommand,
  CameraHead,
  DeliveredMessage,
  RingMessage,
  SessionCommand,
} from './live-messages.ts'
export {
  DeliveryReply,
  Done,
  EventsPage,
  Me,
  OpenReply,
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
export { Scope, scopes } from './scopes.ts'
export { DeviceSettings, DoorSettingsFile, SettingsFile } from './settings.ts'
export { AlarmView, AskView, DoorView, ParcelView, SessionView, unprovedFacts } from './views.ts'
export { alarmWords, courierSentences, refusalWords, unprovedWords } from './words.data.ts'
export type { AlarmWords, CourierLetter, RefusalWords } from './words.data.ts'
