// One camera as its viewers see it: signs each picture, answers its parameters, and passes through whoever tampers.
import type { Clock } from '@portico/plugin-api'
import { type OutgoingPicture, type RtspStream, TICKS_PER_MS, isNonce, signPicture } from '@portico/rtp'
import type { CameraEar } from './camera-ear.ts'
import type { ParameterPair } from './h264-encoder.ts'
import { PorchSound } from './porch-sound.ts'
import {
  type StreamFault,
  type StreamState,
  WRONG_CLOCK_MS,
  initialStream,
  passPicture,
  setStreamFault,
} from './stream-fault.ts'
import type { PictureStamp } from './studio-messages.ts'

export interface CameraStreamOptions {
  readonly clock: Clock
  /** null: this camera does not sign. */
  readonly key: Uint8Array | null
  readonly sets: ParameterPair
  /** Takes what viewers say; null: nobody can speak through it. */
  readonly ear: CameraEar | null
  /** The first viewer came, or the last one left. */
  readonly onWatched: (on: boolean) => void
  /** Somebody looks at its pictures, or films them; or nobody does any more. */
  readonly onLooked: (on: boolean) => void
}

export interface RawPicture {
  readonly slice: Uint8Array
  readonly key: boolean
  readonly stamp: PictureStamp
}

export class CameraStream implements RtspStream {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  readonly sound: PorchSound
  readonly hear?: (muLaw: Uint8Array) => void
  readonly #options: CameraStreamOptions
  readonly #viewers = new Set<(picture: OutgoingPicture) => void>()
  #state: StreamState = initialStream
  #nonce: string | null = null
  #counter = 0

  constructor(options: CameraStreamOptions) {
    this.#options = options
    this.sps = options.sets.sps
    this.pps = options.sets.pps
    this.sound = new PorchSound(options.clock)
    const { ear } = options
    if (ear) this.hear = (muLaw) => ear.take(muLaw)
  }

  get viewers(): number {
    return this.#viewers.size
  }

  /** Pictures taken so far. */
  get pictures(): number {
    return this.#counter
  }

  get fault(): StreamFault {
    return this.#state.fault
  }

  setFault(fault: StreamFault): void {
    this.#state = setStreamFault(this.#state, fault)
  }

  /** A picture from the encoder: signed, perhaps tampered with, and shown to all viewers. */
  take({ slice, key, stamp }: RawPicture): void {
    this.#counter += 1
    const step = passPicture(this.#state, {
      nals: [...this.#signature(slice, stamp), slice],
      key,
      rtpTime: Math.round(stamp.mono * TICKS_PER_MS),
      capturedWallMs: stamp.wall,
      mono: stamp.mono,
    })
    this.#state = step.state
    for (const picture of step.out) for (const show of this.#viewers) show(picture)
  }

  /** A viewer more; the pictures begin with the next key picture. */
  follow(viewer: (picture: OutgoingPicture) => void): () => void {
    this.#viewers.add(viewer)
    if (this.#viewers.size === 1) this.#options.onWatched(true)
    return () => {
      if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return
      this.#options.onLooked(false)
      this.#options.onWatched(false)
    }
  }

  /**
   * `portico-nonce`: what the hub puts to the camera to prove it live. `portico-pace`: `full` while somebody looks, else
   * `calm`. False for anything else.
   */
  setParameter(name: string, value: string): boolean {
    if (name === 'portico-pace' && (value === 'full' || value === 'calm')) {
      this.#options.onLooked(value === 'full')
      return true
    }
    if (name !== 'portico-nonce' || !this.#options.key || !isNonce(value)) return false
    this.#nonce = value
    return true
  }

  /** `portico-clock`: the camera's Unix ms, so that a hub can measure how far its clock is off. */
  getParameter(name: string): string | undefined {
    const wrong = this.fault === 'clock' ? WRONG_CLOCK_MS : 0
    return name === 'portico-clock' ? String(this.#options.clock.wall() - wrong) : undefined
  }

  #signature(slice: Uint8Array, { wall }: PictureStamp): Uint8Array[] {
    const { key } = this.#options
    if (!key) return []
    return [signPicture([slice], { counter: this.#counter, capturedWallMs: wall, nonce: this.#nonce }, key)]
  }
}
