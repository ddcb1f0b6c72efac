// The cameras of the house as they are, and what tampers with them. They go on whatever becomes of the hub; the engine
// that films them belongs to one life of it.
import { type Duration, type FrameDoubt, milliseconds } from '@portico/core'
import type { FilmCamera } from '@portico/ports'

/**
 * `frozen` repeats its last picture, `looped` plays the same ten seconds, `black` shows nothing, `silent` sends
 * nothing.
 */
export type CameraLie = 'honest' | 'frozen' | 'looped' | 'black' | 'silent'

export const filmed: readonly FilmCamera[] = [
  { id: 'porch', view: 'outside', witness: false },
  { id: 'hall', view: 'inside', witness: true },
]

/** Pictures become durable in this rhythm: fragments of film are synced together. */
export const RHYTHM = milliseconds(500)

export class Cameras {
  lie: CameraLie = 'honest'
  /** From the lens to the engine. */
  delay: Duration = milliseconds(90)
  /** What its own clock shows ahead of the true time. */
  clockAhead: Duration = milliseconds(0)
  /** Its network is cut. */
  up = true
  /** What is wrong with the picture, as the engine sees it. */
  doubt: FrameDoubt | null = null
  /** Film reaches the disk. */
  durable = true

  get sends(): boolean {
    return this.up && this.lie !== 'silent'
  }
  /** The newest picture differs from the one before, as the engine's fingerprint sees it. */
  get changes(): boolean {
    return this.lie === 'honest' || this.lie === 'looped'
  }
  /** It can sign a number that nobody could foresee: a recording cannot. */
  get answers(): boolean {
    return this.sends && this.lie === 'honest'
  }

  heal(): void {
    this.lie = 'honest'
    this.delay = milliseconds(90)
    this.clockAhead = milliseconds(0)
    this.up = true
    this.doubt = null
    this.durable = true
  }
}
