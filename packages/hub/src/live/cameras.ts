// What the faces see and hear of the cameras.
import type { CameraEngine, CameraProof, FeedReport, LivePiece, SoundRule } from '@portico/ports'

export interface Cameras {
  readonly engine: CameraEngine
  /** Newest state of each feed. */
  feed(camera: string): FeedReport | null
  /** How it proves that it lives; `none` while that is not known. */
  proofOf(camera: string): CameraProof
  /** Its view is meant to be as it is now. */
  learnView(camera: string): void
  /** It can be spoken through; false while that is not known. */
  hears(camera: string): boolean
  /** Live pieces of a camera, from `init` on; the engine is watched while anybody follows. */
  follow(camera: string, follower: (piece: LivePiece) => void): Promise<Disposable>
}

/** What the cameras hear, for who listens. */
export interface Ears {
  /** What the home allows of this camera's sound. */
  ruleOf(camera: string): SoundRule
  /** Rejects with `HUB_CAMERA_NO_SOUND` and as the engine does. */
  follow(camera: string, follower: (piece: LivePiece) => void): Promise<Disposable>
}
