// What the runtime and the faces ask of the camera engine. The core never sees a picture, only reports.
import type { FrameReport, Instant, LivenessReport, Op, SessionId, TimeGrade } from '@portico/core'

export type CameraView = 'outside' | 'inside'

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
  /** 16 random bytes, hex, put to the witness camera for its liveness proof. */
  readonly nonce: string
}

/** A JPEG and what it is a picture of. */
export interface Still {
  readonly camera: string
  readonly captured: Instant
  readonly grade: TimeGrade
  readonly sha256: string
  readonly width: number
  readonly height: number
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

/** What a feed is worth right now. */
export type FeedState = 'connecting' | 'live' | 'silent' | 'frozen' | 'black' | 'late'

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
  /** The engine died or cannot write: every feed counts as lost. */
  lost(why: string): void
  /** Film can be written and the disk has its reserve; or not. */
  storage(ok: boolean): void
}

export interface CameraEngine {
  /** Starts film of every camera of the order; a repeated order of the same op is harmless. */
  startFilm(order: FilmOrder): Promise<void>
  /** Ends film and returns its pieces, all durable. Harmless when none runs. */
  stopFilm(session: SessionId): Promise<readonly FilmSegment[]>
  takePhoto(order: PhotoOrder): Promise<Photo>
  /** Newest picture of a camera. Rejects with `HUB_CAMERA_NO_PICTURE` when there is none ≤ 2 s old. */
  still(camera: string): Promise<Still>
  /** From now on `live` events of this camera come, starting with `init` and the newest group of pictures. */
  watch(camera: string): Promise<void>
  unwatch(camera: string): Promise<void>
}
