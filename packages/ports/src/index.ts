// What the runtime asks of the world.
export type { AlarmCall, Announcer, CourierMessage } from './announcer.ts'
export type {
  CameraEngine,
  CameraEvents,
  CameraView,
  FeedReport,
  FeedState,
  FilmCamera,
  FilmOrder,
  FilmSegment,
  LivePiece,
  Photo,
  PhotoOrder,
  Still,
} from './camera.ts'
export type { Chance, Clock, Wake } from './clock.ts'
export { HubError, codeOf } from './hub-error.ts'
export type { HubErrorDetails } from './hub-error.ts'
export type {
  Batch,
  BlobChange,
  EffectState,
  Journal,
  JournalHead,
  LineQuery,
  OutboxRow,
  RecordChange,
} from './journal.ts'
