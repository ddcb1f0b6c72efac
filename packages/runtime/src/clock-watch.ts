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

/**
 * `newest`: the time of the newest line of an earlier life. A machine without a clock of its own begins in the past
 * and is set right later: what shows a time before that line has jumped while nobody looked.
 */
export const watchClock = (reading: ClockReading, newest: WallTime | null = null): ClockWatch => ({
  last: reading,
  jumped: newest !== null && newest - reading.wall > JUMP ? reading.mono : null,
})

export function readClock(watch: ClockWatch, now: ClockReading): ClockWatch {
  const passed = now.mono - watch.last.mono
  const moved = now.wall - watch.last.wall
  const allowed = milliseconds(JUMP + passed * DRIFT)
  const jumped = Math.abs(moved - passed) > allowed
  return { last: now, jumped: jumped ? now.mono : watch.jumped }
}

export function isClockTrusted({ last, jumped }: ClockWatch): boolean {
  if (last.wall < EARLIEST || last.wall > LATEST) return false
  return jumped === null || last.mono - jumped >= STEADY_FOR
}
