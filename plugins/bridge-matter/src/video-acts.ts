// What a controller can ask of the camera at a door. The adapter to the library and the hub's side share no more than this.

/** Why there is no picture. */
export const videoDenials = [
  /** This fabric may not look, or not at this door. */
  'right',
  /** Too many look already, or it asked too often. */
  'busy',
  /** Nobody may look through this camera now, or something in its view is masked. */
  'private',
  /** The offer cannot be read, or has no way of taking these pictures. */
  'offer',
  /** The hub does not answer, or not in time. */
  'lost',
  /** Anything else. */
  'refused',
] as const

export type VideoDenial = (typeof videoDenials)[number]

/** A live picture that the hub sends to a controller. */
export interface LiveView {
  /** SDP. It is complete: no candidates follow it. */
  readonly answer: string
  /** Where the controller can be met besides, as SDP has it, without `a=`. */
  tell(candidates: readonly string[]): Promise<VideoDenial | null>
  /** False: it is over. A hub that does not answer is asked again later. */
  isOn(): Promise<boolean>
  /** Harmless when it is over. */
  close(): Promise<void>
}

export interface VideoActs {
  /** `fabric`: index of the controller that asks. `offer`: SDP. */
  open(fabric: number, offer: string): Promise<LiveView | VideoDenial>
}

/** Points of the picture as the camera takes it. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}
