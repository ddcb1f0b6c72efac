// What a camera hears: its frames with hub time, placed on a line of their own that runs beside the pictures, kept for
// the pre-roll where film may have sound, and handed to who listens.
import { type Instant, instant } from '@portico/core'
import { type SoundFormat, type SoundUnit, TICKS_PER_MS } from '@portico/rtp'
import { CaptureTime, type ClockOffset } from './capture-time.ts'
import type { Picture } from './picture.ts'

export interface Sound {
  readonly format: SoundFormat
  readonly bytes: Uint8Array
  /** For each channel. */
  readonly samples: number
  /** Hub time. */
  readonly captured: Instant
  /** Samples from the beginning of the pictures' media time; no two frames overlap. */
  readonly at: number
}

export interface FeedSoundOptions {
  /** How far back sound is kept, ms; 0: none is. */
  readonly horizonMs: number
}

/** Frames follow each other without a seam up to this difference between the clocks of picture and sound, ms. */
const SEAM_MAX_MS = 100
/** A frame that would lie further back than this is of another time, s. */
const RESEAT_S = 5
/** Ten seconds at 800 kbit/s: more than any camera sends, bytes. */
const BYTES_MAX = 1024 * 1024

/** Where a moment lies on the line of the pictures' media time, in samples. */
export const samplesAt = (mediaTime: number, rate: number): number =>
  Math.round((mediaTime * rate) / (1000 * TICKS_PER_MS))

export class FeedSound {
  readonly #options: FeedSoundOptions
  readonly #time = new CaptureTime()
  readonly #followers = new Set<(sound: Sound) => void>()
  #format: SoundFormat | null = null
  #kept: Sound[] = []
  #bytes = 0
  /** Where the next frame begins when it follows without a seam. */
  #next: number | null = null
  #horizonMs: number

  constructor(options: FeedSoundOptions) {
    this.#options = options
    this.#horizonMs = options.horizonMs
  }

  /** What the camera sends; null: it sends none, or is not asked for it. */
  get format(): SoundFormat | null {
    return this.#format
  }

  /** A connection began. The same format stays the same object, so that a film goes on. */
  begin(format: SoundFormat | null): void {
    if (format && this.#format && sameFormat(format, this.#format)) return
    this.#format = format
    this.clear()
  }

  setOffset(offset: ClockOffset | null): void {
    this.#time.setOffset(offset)
  }

  /** Indoor cameras remember only while they film. */
  setHorizon(horizonMs: number): void {
    this.#horizonMs = Math.min(horizonMs, this.#options.horizonMs)
    this.#trim()
  }

  /** `picture`: the newest one, beside which the frame is placed; without one nothing can be. */
  hear(unit: SoundUnit, picture: Picture | null): void {
    const format = this.#format
    const ticks = { ...unit, rtpTime: (unit.rtpTime * 1000 * TICKS_PER_MS) / unit.format.rate }
    const { captured } = this.#time.place(ticks)
    if (!picture || !format) return
    const at = this.#place(unit, picture.mediaTime + (captured - picture.captured) * TICKS_PER_MS)
    if (at === null) return
    const sound: Sound = { format, bytes: unit.bytes, samples: unit.samples, captured: instant(captured), at }
    if (this.#horizonMs > 0) {
      this.#kept.push(sound)
      this.#bytes += sound.bytes.length
      this.#trim()
    }
    for (const follower of this.#followers) follower(sound)
  }

  /** Calls for each frame from now on until the function returned is called. */
  follow(follower: (sound: Sound) => void): () => void {
    this.#followers.add(follower)
    return () => {
      this.#followers.delete(follower)
    }
  }

  /** What is kept of the time since. */
  from(at: Instant): readonly Sound[] {
    return this.#kept.filter(({ captured }) => captured >= at)
  }

  clear(): void {
    this.#kept = []
    this.#bytes = 0
    this.#next = null
  }

  /** Null: it would lie over the one before, as after clocks that ran apart; it is left out. */
  #place({ samples, format }: SoundUnit, mediaTime: number): number | null {
    const wanted = Math.max(0, samplesAt(mediaTime, format.rate))
    const seam = (SEAM_MAX_MS * format.rate) / 1000
    const next = this.#next
    // Far behind is a camera that set its clock, not one whose clocks run apart: the line begins anew.
    const behind = next === null || wanted < next - RESEAT_S * format.rate ? 0 : next - seam - wanted
    if (behind > 0) return null
    const at = next !== null && Math.abs(wanted - next) <= seam ? next : wanted
    this.#next = at + samples
    return at
  }

  #trim(): void {
    const edge = (this.#kept.at(-1)?.captured ?? 0) - this.#horizonMs
    if (this.#horizonMs === 0) {
      this.#kept = []
      this.#bytes = 0
    }
    for (let [oldest] = this.#kept; oldest; [oldest] = this.#kept) {
      if (oldest.captured >= edge && this.#bytes <= BYTES_MAX) return
      this.#kept.shift()
      this.#bytes -= oldest.bytes.length
    }
  }
}

const sameFormat = (a: SoundFormat, b: SoundFormat): boolean =>
  a.codec === b.codec &&
  a.rate === b.rate &&
  a.channels === b.channels &&
  Buffer.compare(a.config, b.config) === 0
