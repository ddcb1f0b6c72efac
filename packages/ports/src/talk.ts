// What the faces ask of the camera engine to speak through a camera. Sound is G.711 µ-law, 8,000 bytes a second.

/** `live`: comes as it is spoken; at most a second waits. `recorded`: whole at once, at most ten seconds. */
export type TalkKind = 'live' | 'recorded'

export interface TalkEngine {
  /**
   * Resolves when the camera listens. Rejects with `HUB_CAMERA_UNKNOWN`, `HUB_CAMERA_PRIVATE`, `HUB_CAMERA_NO_TALK` (it
   * has no ear for us), `HUB_CAMERA_TALK_BUSY` (somebody speaks) or `HUB_CAMERA_TALK_LOST`.
   */
  talk(camera: string, kind: TalkKind): Promise<void>
  /** Sound for a talk that has begun; without one it is lost. */
  sound(camera: string, muLaw: Uint8Array): void
  /** Resolves when what waits was spoken and the camera is let go. Harmless when nobody speaks. */
  endTalk(camera: string): Promise<void>
}
