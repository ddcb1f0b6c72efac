// What the runtime asks of the world.
export type { AlarmCall, Announcer, CourierMessage } from './announcer.ts'
export type {
  CameraEngine,
  CameraEvents,
  CameraView,
  SoundRule,
  ListenEngine,
  FeedReport,
  FeedState,
  FilmCamera,
  FilmMark,
  FilmMarker,
  FilmOrder,
  FilmSegment,
  ImageFormat,
  LivePiece,
  Photo,
  PhotoOrder,
  Still,
  StillWish,
} from './camera.ts'
export { imageFormats } from './camera.ts'
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
export type { TalkEngine, TalkKind } from './talk.ts'
export { PLAIN_VIEW, proofCode } from './view-setup.ts'
export type { Area, CameraProof, SightReport, ViewSetup } from './view-setup.ts'
export type { ViewerEngine, ViewerOrder } from './viewer.ts'
