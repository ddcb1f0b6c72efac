// Whether the wall clock can be trusted to judge a window: it keeps pace with the monotonic clock and names a year
// this program could live in.
import { type Instant, type WallTime, milliseconds, minutes, seconds } from '@portico/core'

export interface ClockReading {
  readonly mono: Instant
  readonly wall: WallTime
}

export interface ClockWatch {
  readonly last: ClockReading
  /** Monotonic instant of the newest jump; null when none was seen. */
  readonly jumped: Instant | null
}

/** 2026-01-01 and 2100-01-01: an earlier date is a clock that was never set, a later one is a broken one. */
const EARLIEST = 1_767_225_600_000
const LATEST = 4_102_444_800_000
/** More than this between two readings is a jump, not drift. */
export const JUMP = seconds(2)
/** A clock that jumped is trusted again after keeping pace this long. */
export const STEADY_FOR = minutes(10)
/** Drift that is forgiven per millisecond between readings: 500 ppm. */
const DRIFT = 0.0005

/** What an earlier life of the hub left behind. */
export interface EarlierClock {
  /** When its newest line was written. */
  readonly wall: WallTime
  /** The same on the monotonic clock; null: of another boot, where it cannot be compared. */
  readonly mono: Instant | null
  /** It had told that the wall clock was wrong, and not yet that it was right again. */
  readonly doubted: boolean
}

/**
 * A machine without a clock of its own begins in the past and is set right later: what shows a time before the newest
 * line of the life before, or did not keep pace since then, has jumped while nobody looked. A clock that was doubted is
 * doubted on: the ten minutes in which it has to keep pace begin anew.
 */
export function watchClock(reading: ClockReading, earlier: EarlierClock | null = null): ClockWatch {
  if (earlier === null) return { last: reading, jumped: null }
  const { wall, mono, doubted } = earlier
  const isBehind = wall - reading.wall > JUMP
  const jumped = doubted || isBehind || (mono !== null && isJump({ wall, mono }, reading))
  return { last: reading, jumped: jumped ? reading.mono : null }
}

export const readClock = ({ last, jumped }: ClockWatch, now: ClockReading): ClockWatch => ({
  last: now,
  jumped: isJump(last, now) ? now.mono : jumped,
})

function isJump(before: ClockReading, now: ClockReading): boolean {
  const passed = now.mono - before.mono
  const allowed = milliseconds(JUMP + passed * DRIFT)
  return Math.abs(now.wall - before.wall - passed) > allowed
}

export function isClockTrusted({ last, jumped }: ClockWatch): boolean {
  if (last.wall < EARLIEST || last.wall > LATEST) return false
  return jumped === null || last.mono - jumped >= STEADY_FOR
}
