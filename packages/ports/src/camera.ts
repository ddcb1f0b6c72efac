// What the runtime and the faces ask of the camera engine. The core never sees a picture, only reports.
import type { FrameReport, Instant, LivenessReport, Op, SessionId, TimeGrade } from '@portico/core'
import type { SightReport } from './view-setup.ts'

export type CameraView = 'outside' | 'inside'

/**
 * What the home allows of a camera's sound. `off`: it is never asked for. `live`: it is heard while somebody listens, and
 * nothing keeps it. `film`: film keeps it too.
 */
export type SoundRule = 'off' | 'live' | 'film'

export interface FilmCamera {
  readonly id: string
  readonly view: CameraView
  /** Sees the leaf: permissives and liveness use this one. */
  readonly witness: boolean
}

export interface FilmOrder {
  readonly session: SessionId
  readonly op: Op
  readonly cameras: readonly FilmCamera[]
  /**
   * 16 random bytes, hex, put to the witness camera for its liveness proof; empty: no door waits for one, as when a hub
   * that was started anew films a visit on.
   */
  readonly nonce: string
  /** `ring`: somebody rang and no visit is under way. Such a film proves nothing and never looks inside. */
  readonly purpose?: 'ring'
}

/** Something that happened beside the pictures: it is written into the film itself, at its time. */
export interface FilmMark {
  readonly session: SessionId
  readonly at: Instant
  readonly kind: 'bolt' | 'contact' | 'bell' | 'step'
  /** In words for whoever looks at the film alone. */
  readonly word: string
}

/** Takes marks for films that run or are about to; of others they are forgotten. */
export interface FilmMarker {
  mark(mark: FilmMark): void
}

export const imageFormats = ['jpeg', 'webp', 'avif'] as const
export type ImageFormat = (typeof imageFormats)[number]

/** How a picture is wanted. */
export interface StillWish {
  /** Of this moment, as far as the camera remembers it; absent: the newest. */
  readonly at?: Instant
  /** In points, never more than the picture has; absent: as it is. */
  readonly width?: number
  /** `jpeg` unless said. */
  readonly format?: ImageFormat
}

/** A picture and what it is of. Nothing is written into it; what its camera may not show is black. */
export interface Still {
  readonly camera: string
  readonly captured: Instant
  readonly grade: TimeGrade
  readonly sha256: string
  readonly width: number
  readonly height: number
  /** Absent: `jpeg`. */
  readonly format?: ImageFormat
  /** The image, a JPEG unless `format` says otherwise. */
  readonly jpeg: Uint8Array
}

export interface PhotoOrder {
  readonly session: SessionId
  /** In order of preference; the first that has a picture of the span is taken. */
  readonly cameras: readonly string[]
  /** The leaf moved at `from` and was shut at `to`: the sharpest picture between is wanted. */
  readonly from: Instant
  readonly to: Instant
}

export interface Photo extends Still {
  /** File name below the media folder. */
  readonly file: string
}

/** A finished, synced piece of film. */
export interface FilmSegment {
  readonly session: SessionId
  readonly camera: string
  readonly segment: number
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly from: Instant
  readonly to: Instant
  readonly frames: number
}

/**
 * What a feed is worth right now. `covered`, `moved`, `unsharp`: held against the view that the camera was set up with.
 * `wrong-clock`: its times are not to be believed. `stills`: it gives single pictures, and nobody knows when they were
 * taken.
 */
export type FeedState =
  | 'connecting'
  | 'live'
  | 'silent'
  | 'frozen'
  | 'black'
  | 'covered'
  | 'moved'
  | 'unsharp'
  | 'wrong-clock'
  | 'late'
  | 'stills'

export interface FeedReport {
  readonly camera: string
  readonly state: FeedState
  /** Capture time of the newest picture; null before the first. */
  readonly captured: Instant | null
}

export interface LivePiece {
  readonly camera: string
  /** `init`: codec and initialisation segment; `fragment`: one moof + mdat. */
  readonly type: 'init' | 'fragment'
  /** RFC 6381, for instance `avc1.42C01F`; on `init` only. */
  readonly codec: string | null
  /** Starts with a key frame: a viewer may begin here. */
  readonly key: boolean
  /** Capture time of the newest picture in it. */
  readonly captured: Instant
  readonly bytes: Uint8Array
}

export interface CameraEvents {
  frame(report: FrameReport): void
  liveness(report: LivenessReport): void
  feed(report: FeedReport): void
  segment(segment: FilmSegment): void
  live(piece: LivePiece): void
  sight(report: SightReport): void
  /** The engine died or cannot write: every feed counts as lost. */
  lost(why: string): void
  /** Film can be written and the disk has its reserve; or not. */
  storage(ok: boolean): void
}

/** Sound of cameras, for who listens: pieces as those of the picture, in a stream of their own. */
export interface ListenEngine {
  /** Rejects with `HUB_CAMERA_NO_SOUND`, `HUB_CAMERA_PRIVATE`, `HUB_CAMERA_UNKNOWN`. */
  listen(camera: string): Promise<void>
  /** Harmless when nobody listens. */
  unlisten(camera: string): Promise<void>
}

export interface CameraEngine {
  /** Starts film of every camera of the order; a repeated order of the same op is harmless. */
  startFilm(order: FilmOrder): Promise<void>
  /** Ends film and returns its pieces, all durable. Harmless when none runs. */
  stopFilm(session: SessionId): Promise<readonly FilmSegment[]>
  takePhoto(order: PhotoOrder): Promise<Photo>
  /**
   * A picture of a camera, the newest unless another moment is wished for. Rejects with `HUB_CAMERA_NO_PICTURE` when there
   * is none ≤ 2 s old, or none within 2 s before that moment; with `HUB_CAMERA_MOMENT_GONE` when later ones are there.
   */
  still(camera: string, wish?: StillWish): Promise<Still>
  /** From now on `live` events of this camera come, starting with `init` and the newest group of pictures. */
  watch(camera: string): Promise<void>
  unwatch(camera: string): Promise<void>
}
