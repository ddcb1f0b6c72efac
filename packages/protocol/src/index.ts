// Schemas of every message that crosses the wire, and the words that go with their codes.
export { ErrorReply } from './error-reply.ts'
export { LiveEvent, LiveReady, PictureHead, isTold } from './live-event.ts'
export {
  AcknowledgeRequest,
  ApproveRequest,
  ArriveRequest,
  ClaimRequest,
  DeliveryReport,
  LabelRequest,
  SignInRequest,
} from './requests.ts'
export { Scope, scopes } from './scopes.ts'
export { DeviceSettings, DoorSettingsFile, SettingsFile } from './settings.ts'
export { AlarmView, AskView, CourierView, DoorView, ParcelView, SessionView, unprovedFacts } from './views.ts'
export { alarmWords, courierSentences, refusalWords, unprovedWords } from './words.data.ts'
export type { AlarmWords, CourierLetter, RefusalWords } from './words.data.ts'
