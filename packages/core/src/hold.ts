// A pause of deliveries: from one moment to another nobody is let in, because nobody is at home. It is set at once, and
// ended early only as a rule is loosened.
import { type WallTime, hours, wallTime } from './time.ts'

export interface Hold {
  readonly from: WallTime
  readonly to: WallTime
}

/** Longer ones are forgotten by those who set them. */
export const HOLD_MAX = hours(180 * 24)
/** Begins within this. */
export const HOLD_AHEAD_MAX = hours(365 * 24)

export const isHeld = (hold: Hold | null, now: WallTime): boolean =>
  hold !== null && hold.from <= now && now < hold.to

export const isHoldOver = (hold: Hold | null, now: WallTime): boolean => hold !== null && hold.to <= now

/** Why these days are none; null when they are good. */
export function holdFault({ from, to }: Hold, now: WallTime): 'order' | 'past' | 'long' | 'far' | null {
  if (to <= from) return 'order'
  if (to <= now) return 'past'
  if (from - now > HOLD_AHEAD_MAX) return 'far'
  return to - Math.max(from, now) > HOLD_MAX ? 'long' : null
}

/** Some moment that was held is not any more. What lies before now does not count. */
export function loosensHold(before: Hold | null, next: Hold | null, now: WallTime): boolean {
  if (before === null || isHoldOver(before, now)) return false
  if (next === null) return true
  return wallTime(Math.max(before.from, now)) < next.from || next.to < before.to
}
