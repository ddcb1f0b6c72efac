// The RTP time stamps of a live view: an even one is the time of capture itself, in ticks of the hub's monotonic clock,
// so that whoever knows that clock knows how old the picture on the screen is. An odd one says nothing of the age: it
// only keeps the pictures in their order, while old ones are sent in a hurry or the camera's clock was set back.
import type { Instant } from '@portico/core'
import { TICKS_PER_MS, wrappingSteps } from '@portico/rtp'

const STAMPS = 2 ** 32
/** Between two pictures of a group that is sent at once: as if they had been taken 1 ms apart. */
const HURRY_TICKS = TICKS_PER_MS
/** The same where less room is left behind what was sent before. */
const HURRY_TICKS_MIN = 48

/** What the clock of the stamps shows at this instant. */
export function captureStamp(at: Instant): number {
  const ticks = Math.round(at * TICKS_PER_MS) % STAMPS
  return ticks - (ticks % 2)
}

/** The stamps of one stream: they rise strictly, whatever the times of capture do. */
export class CaptureStamps {
  #last: number | null = null

  /** For a picture that is sent as it comes. */
  next(captured: Instant): number {
    const stamp = captureStamp(captured)
    return this.#keep(this.#isAhead(stamp) ? stamp : this.#behind(2))
  }

  /** For a whole group at once, oldest first; `newest`: when its last picture was taken. */
  hurry(count: number, newest: Instant): number[] {
    const end = captureStamp(newest)
    const start = odd(end - count * HURRY_TICKS)
    const roomy = this.#isAhead(start)
    return Array.from({ length: count }, (_, i) => {
      if (i === count - 1 && this.#isAhead(end)) return this.#keep(end)
      return this.#keep(roomy ? odd(start + i * HURRY_TICKS) : this.#behind(HURRY_TICKS_MIN))
    })
  }

  #isAhead(stamp: number): boolean {
    return this.#last === null || wrappingSteps(this.#last, stamp, 32) > 0
  }

  #behind(ticks: number): number {
    return odd((this.#last ?? 0) + ticks)
  }

  #keep(stamp: number): number {
    this.#last = stamp
    return stamp
  }
}

function odd(ticks: number): number {
  const wrapped = ((ticks % STAMPS) + STAMPS) % STAMPS
  return wrapped % 2 === 1 ? wrapped : wrapped + 1
}
