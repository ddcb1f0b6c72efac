// When a picture was taken, in hub time. Where the camera's clock has been measured and it sends sender reports, its
// own word counts (`absolute`); otherwise the quickest arrivals of the last half minute are the measure (`relative`),
// which cannot see a delay that is always there.
import { type Instant, type TimeGrade, instant } from '@portico/core'
import { type AccessUnit, TICKS_PER_MS } from '@portico/rtp'

export interface Captured {
  readonly captured: Instant
  readonly grade: TimeGrade
}

/** A measured offset: camera's Unix ms + `offsetMs` = hub's monotonic ms. */
export interface ClockOffset {
  readonly offsetMs: number
  readonly measured: Instant
}

/** A measurement older than this counts no more, ms: three tries to renew it have failed by then. */
const OFFSET_AGE_MAX_MS = 100_000
/** A picture from the future by more than the error of the measurement shows that the clock was set, ms. */
const FUTURE_MAX_MS = 250
/** The sliding minimum: parts of 5 s, the last 30 s. */
const PART_MS = 5_000
const PARTS = 6

interface Part {
  readonly start: number
  delay: number
}

export class CaptureTime {
  #offset: ClockOffset | null = null
  #parts: Part[] = []

  /** Null: nothing is known of the camera's clock any more. */
  setOffset(offset: ClockOffset | null): void {
    this.#offset = offset
  }

  place(unit: Pick<AccessUnit, 'rtpTime' | 'restarted' | 'arrived' | 'capturedWallMs'>): Captured {
    const { arrived } = unit
    const relative = this.#relative(unit)
    const offset = this.#offset
    if (offset && unit.capturedWallMs !== null && arrived - offset.measured <= OFFSET_AGE_MAX_MS) {
      const captured = unit.capturedWallMs + offset.offsetMs
      if (captured <= arrived + FUTURE_MAX_MS)
        return { captured: instant(Math.min(captured, arrived)), grade: 'absolute' }
    }
    return { captured: instant(Math.min(relative, arrived)), grade: 'relative' }
  }

  #relative({ rtpTime, restarted, arrived }: Pick<AccessUnit, 'rtpTime' | 'restarted' | 'arrived'>): number {
    const taken = rtpTime / TICKS_PER_MS
    const delay = arrived - taken
    if (restarted) this.#parts = []
    const open = this.#parts.at(-1)
    if (open && arrived < open.start + PART_MS) open.delay = Math.min(open.delay, delay)
    else this.#parts.push({ start: arrived, delay })
    if (this.#parts.length > PARTS) this.#parts.shift()
    return taken + Math.min(...this.#parts.map((part) => part.delay))
  }
}
