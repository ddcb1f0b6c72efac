// When a bell was pressed: once for each press, however often the device says so.
import type { OnvifMessage } from './read-messages.ts'

/** Presses within this are one, ms. */
export const RING_WITHIN_MS = 3_000
/** Buttons of one device. */
const BUTTONS_MAX = 32

interface Heard {
  readonly rung: number
  readonly said: number
  readonly released: boolean
}

export class RingGate {
  readonly #heard = new Map<string, Heard>()

  /**
   * True: somebody pressed just now. `now`: monotonic ms. What a device says of the time before we listened is no ring;
   * one that goes on saying *pressed* and never lets go rings once until it is silent for three seconds.
   */
  isRing({ topic, source, is, on }: OnvifMessage, now: number): boolean {
    const key = `${topic} ${source}`
    const before = this.#heard.get(key)
    if (!before && this.#heard.size >= BUTTONS_MAX) return false
    if (!on || is === 'initial') {
      if (before) this.#heard.set(key, { ...before, released: before.released || !on })
      return false
    }
    const since = before ? (before.released ? before.rung : before.said) : -Infinity
    const isRing = now - since >= RING_WITHIN_MS
    this.#heard.set(key, {
      rung: isRing ? now : (before?.rung ?? now),
      said: now,
      released: isRing ? false : (before?.released ?? false),
    })
    return isRing
  }
}
