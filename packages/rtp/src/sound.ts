// Sound as cameras send it: what it is coded in, and one frame of it with its times.

/** `pcmu`, `pcma`: ITU-T G.711. */
export type SoundCodec = 'pcmu' | 'pcma' | 'aac' | 'opus'

/** Never changed in place: a new object means that the stream may have changed. */
export interface SoundFormat {
  readonly codec: SoundCodec
  /** Samples a second, which are also the ticks of its RTP time. */
  readonly rate: number
  /** 1 or 2. */
  readonly channels: number
  /** AAC's AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1); empty for the others. */
  readonly config: Uint8Array
}

/** What can be decoded by itself: an AAC frame, an Opus packet, or the samples of G.711 that came together. */
export interface SoundUnit {
  readonly format: SoundFormat
  readonly bytes: Uint8Array
  /** Samples for each channel. */
  readonly samples: number
  /** RTP time without wrapping, in samples; it goes on only within one time line. */
  readonly rtpTime: number
  /** First of a new time line. */
  readonly restarted: boolean
  /** When its last byte came, ms of the monotonic clock given. */
  readonly arrived: number
  /** When the camera says it was heard, Unix ms of the camera's clock; null before its first sender report. */
  readonly capturedWallMs: number | null
}
