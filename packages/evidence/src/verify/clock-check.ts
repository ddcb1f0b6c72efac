// Holds the wall clock of a chain against its monotonic one: within one machine start both go the same way, and where
// the wall clock jumps against the other, somebody or something set it.
import type { JournalLine } from '@portico/core'

/** Small corrections are daily bread of a clock that is kept right, ms. */
export const CLOCK_JUMP_MS = 2_000
const JUMPS_TOLD_MAX = 20

export interface ClockJump {
  /** The line at which it shows. */
  readonly seq: number
  /** How far the wall clock was moved against the monotonic one, ms; negative: back. */
  readonly ms: number
}

export interface ClockFacts {
  /** Largest difference of both clocks between two lines of one machine start that is no jump, ms. */
  readonly withinMs: number
  /** The first twenty. */
  readonly jumps: readonly ClockJump[]
}

export class ClockCheck {
  /** Wall minus monotonic time, by machine start. */
  readonly #offsets = new Map<string, number>()
  readonly #jumps: ClockJump[] = []
  #within = 0
  #newestWall: number | null = null

  take({ boot, mono, wall, seq, writer }: JournalLine): void {
    // The edge hands its lines in later, and judges the time of the hub from afar.
    if (writer === 'edge') return
    const offset = wall - mono
    const before = this.#offsets.get(boot)
    this.#offsets.set(boot, offset)
    if (before === undefined) this.#noteFall(wall, seq)
    else this.#noteMove(offset - before, seq)
    this.#newestWall = wall
  }

  facts(): ClockFacts {
    return { withinMs: Math.round(this.#within), jumps: this.#jumps }
  }

  #noteMove(moved: number, seq: number): void {
    if (Math.abs(moved) < CLOCK_JUMP_MS) this.#within = Math.max(this.#within, Math.abs(moved))
    else this.#jump({ seq, ms: Math.round(moved) })
  }

  /** Of another machine start only this is known: time does not go back. */
  #noteFall(wall: number, seq: number): void {
    const fell = this.#newestWall === null ? 0 : wall - this.#newestWall
    if (fell <= -CLOCK_JUMP_MS) this.#jump({ seq, ms: Math.round(fell) })
  }

  #jump(jump: ClockJump): void {
    if (this.#jumps.length < JUMPS_TOLD_MAX) this.#jumps.push(jump)
  }
}
