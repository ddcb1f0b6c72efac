// What the runtime asks of the world.
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
