// What the hub and the media process say to each other, over one pipe, in frames of `@portico/plugin-api`. Both ends
// are of one build, so a frame is what its type says.
import type { FrameReport, LivenessReport, SessionId } from '@portico/core'
import type { CameraSource } from '@portico/plugin-api'
import type {
  CameraView,
  FeedReport,
  FilmMark,
  FilmOrder,
  FilmSegment,
  LivePiece,
  Photo,
  PhotoOrder,
  SoundRule,
  SightReport,
  Still,
  StillWish,
  TalkKind,
  ViewSetup,
  ViewerOrder,
} from '@portico/ports'
import type { MediaErrorCode } from './errors.ts'

/** What the engine logs by; pino fits. */
export interface MediaLog {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface CameraSetting {
  readonly view: CameraView
  /** `off` unless said. */
  readonly sound?: SoundRule
  /** Default `PLAIN_VIEW`. */
  readonly setup?: ViewSetup
  readonly source: CameraSource
}

export type Ask =
  | { readonly type: 'start-film'; readonly order: FilmOrder }
  | { readonly type: 'stop-film'; readonly session: SessionId }
  | { readonly type: 'photo'; readonly order: PhotoOrder }
  | { readonly type: 'still'; readonly camera: string; readonly wish: StillWish }
  | { readonly type: 'watch' | 'unwatch' | 'listen' | 'unlisten'; readonly camera: string }
  | { readonly type: 'open-viewer'; readonly order: ViewerOrder }
  | { readonly type: 'trickle'; readonly viewer: string; readonly candidates: readonly string[] }
  | { readonly type: 'close-viewer'; readonly viewer: string }
  | { readonly type: 'talk'; readonly camera: string; readonly kind: TalkKind }
  | { readonly type: 'end-talk'; readonly camera: string }

export type ToChild =
  /** The first frame. */
  | {
      readonly type: 'hello'
      readonly boot: string
      readonly filmFolder: string
      /** Base64. It comes by this pipe alone: arguments and environment of a process can be read by others. */
      readonly filmKey: string
      readonly storageReserveBytes: number
      readonly workerPath: string | null
      /** Where `ffmpeg` is; null: there is none. */
      readonly ffmpeg: string | null
    }
  | { readonly type: 'ping'; readonly n: number }
  | { readonly type: 'set-camera'; readonly id: string; readonly setting: CameraSetting }
  | { readonly type: 'remove-camera'; readonly id: string }
  /** Areas were drawn anew; the stream goes on. */
  | { readonly type: 'set-view'; readonly id: string; readonly setup: ViewSetup }
  /** Bolt and contact agree that the leaf of this camera's door is shut; or not any more. */
  | { readonly type: 'leaf'; readonly camera: string; readonly shut: boolean }
  /** The view of this camera is meant to be as it is now. */
  | { readonly type: 'learn-view'; readonly camera: string }
  | { readonly type: 'mark'; readonly mark: FilmMark }
  /** Somebody may look by WebRTC soon. */
  | { readonly type: 'expect-viewers' }
  /** The sound, G.711 µ-law, travels behind the head. */
  | { readonly type: 'sound'; readonly camera: string }
  | { readonly type: 'ask'; readonly id: number; readonly ask: Ask }

/** JPEGs travel behind the head; a list of segments too, since it may be long. */
export type Answer =
  | { readonly type: 'done' }
  | { readonly type: 'segments' }
  | { readonly type: 'still'; readonly still: Omit<Still, 'jpeg'> }
  | { readonly type: 'photo'; readonly photo: Omit<Photo, 'jpeg'> }
  | { readonly type: 'viewer'; readonly sdp: string }

export type MediaEvent =
  | { readonly type: 'frame'; readonly report: FrameReport }
  | { readonly type: 'liveness'; readonly report: LivenessReport }
  | { readonly type: 'feed'; readonly report: FeedReport }
  | { readonly type: 'sight'; readonly report: SightReport }
  | { readonly type: 'segment'; readonly segment: FilmSegment }
  | { readonly type: 'live'; readonly piece: Omit<LivePiece, 'bytes'> }
  | { readonly type: 'heard'; readonly piece: Omit<LivePiece, 'bytes'> }
  | { readonly type: 'viewer-gone'; readonly viewer: string; readonly why: string }
  | { readonly type: 'storage'; readonly ok: boolean }
  | { readonly type: 'talk-lost'; readonly camera: string }

export type ToHub =
  | { readonly type: 'pong'; readonly n: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | {
      readonly type: 'refusal'
      readonly id: number
      readonly code: MediaErrorCode
      readonly message: string
      readonly retryable: boolean
    }
  | { readonly type: 'event'; readonly event: MediaEvent }
  | {
      readonly type: 'log'
      readonly level: keyof MediaLog
      readonly details: Readonly<Record<string, unknown>>
      readonly message: string
    }

// cast: the other end is the same build of this file.
export const toChild = (head: unknown): ToChild => head as ToChild
export const toHub = (head: unknown): ToHub => head as ToHub
