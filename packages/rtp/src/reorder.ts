// Datagrams arrive in any order: those that overtook others wait a moment for them. Bounded in packets and in time.
import type { RtspClock } from './clock.ts'
import { wrappingSteps } from './rtp-packet.ts'

/** Packets that wait: a 1080p key picture has about 150, its neighbours overtake by a few. */
const HELD_MAX = 32
/** A packet that takes longer is lost, ms. */
const HELD_MS = 60
/** A step beyond this is another sender or another start, not a packet that was overtaken. */
const STEP_MAX = 256

export interface ReorderOptions {
  readonly clock: RtspClock
  readonly deliver: (packet: Uint8Array) => void
}

export class ReorderBuffer implements Disposable {
  readonly #options: ReorderOptions
  /** By sequence number. */
  readonly #held = new Map<number, Uint8Array>()
  #next: number | null = null
  #wake: { cancel(): void } | null = null

  constructor(options: ReorderOptions) {
    this.#options = options
  }

  push(packet: Uint8Array): void {
    if (packet.length < 12) return
    const sequence = ((packet[2] ?? 0) << 8) | (packet[3] ?? 0)
    const steps = this.#next === null ? 0 : wrappingSteps(this.#next, sequence, 16)
    if (Math.abs(steps) > STEP_MAX) this.#skipTo(null)
    // One that comes too late is given on: the receiver counts it and leaves it out.
    if (steps < 0 && steps >= -STEP_MAX) this.#options.deliver(packet)
    else if (steps > 0 && steps <= STEP_MAX) this.#hold(sequence, packet)
    else {
      this.#give(sequence, packet)
      this.#giveHeld()
    }
  }

  #hold(sequence: number, packet: Uint8Array): void {
    // The bytes of a datagram are its own: nothing has to be copied.
    this.#held.set(sequence, packet)
    if (this.#held.size > HELD_MAX) this.#skipTo(this.#oldest())
    this.#waitOn()
  }

  #waitOn(): void {
    if (this.#held.size === 0) return
    const { clock } = this.#options
    this.#wake ??= clock.wake(clock.mono() + HELD_MS, () => {
      this.#wake = null
      this.#skipTo(this.#oldest())
      this.#waitOn()
    })
  }

  #oldest(): number | null {
    const next = this.#next ?? 0
    const [oldest] = [...this.#held.keys()].toSorted(
      (a, b) => wrappingSteps(next, a, 16) - wrappingSteps(next, b, 16),
    )
    return oldest ?? null
  }

  /** Gives up what lies before; null: gives out all that waits, in its order. */
  #skipTo(sequence: number | null): void {
    if (sequence !== null) {
      this.#next = sequence
      this.#giveHeld()
      return
    }
    for (let oldest = this.#oldest(); oldest !== null; oldest = this.#oldest()) this.#skipTo(oldest)
  }

  #giveHeld(): void {
    for (;;) {
      const packet = this.#next === null ? undefined : this.#held.get(this.#next)
      if (this.#next === null || !packet) break
      this.#held.delete(this.#next)
      this.#give(this.#next, packet)
    }
    if (this.#held.size > 0) return
    this.#wake?.cancel()
    this.#wake = null
  }

  #give(sequence: number, packet: Uint8Array): void {
    this.#next = (sequence + 1) % 2 ** 16
    this.#options.deliver(packet)
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    this.#wake = null
    this.#held.clear()
  }
}
