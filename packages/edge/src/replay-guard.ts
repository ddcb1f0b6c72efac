// Which frames count, as a state machine: of the right edge and way, of this epoch, newer than every one before, and not
// older than three seconds. Pure; a frame that is refused changes nothing.
import type { Instant } from '@portico/plugin-api'
import type { FrameHead } from './frame.ts'

/** A frame that took longer on its way says nothing about now, ms (safety design 1.7). */
export const FRAME_AGE_MAX_MS = 3_000

export interface ReplayGuard {
  readonly edge: string
  readonly way: FrameHead['way']
  /** Epoch that counts; older ones are history. */
  readonly epoch: number
  /** Number of the newest frame of that epoch. */
  readonly n: number
}

export type HeadFault = 'other-edge' | 'stale-epoch' | 'other-epoch' | 'replayed' | 'late'

export interface Admission {
  readonly guard: ReplayGuard
  readonly fault: HeadFault | null
}

export const openGuard = (edge: string, way: FrameHead['way'], epoch: number): ReplayGuard => ({
  edge,
  way,
  epoch,
  n: -1,
})

/** The edge follows a hub that was born again (`down`); nobody tells a hub what its own epoch is (`up`). */
export function admit(guard: ReplayGuard, head: FrameHead, now: Instant): Admission {
  const fault = faultOf(guard, head, now)
  return fault === null ? { guard: { ...guard, epoch: head.epoch, n: head.n }, fault } : { guard, fault }
}

function faultOf(guard: ReplayGuard, head: FrameHead, now: Instant): HeadFault | null {
  if (head.edge !== guard.edge || head.way !== guard.way) return 'other-edge'
  if (head.epoch < guard.epoch) return 'stale-epoch'
  if (head.epoch > guard.epoch && guard.way === 'up') return 'other-epoch'
  if (head.epoch === guard.epoch && head.n <= guard.n) return 'replayed'
  return Math.abs(now - head.sent) > FRAME_AGE_MAX_MS ? 'late' : null
}
