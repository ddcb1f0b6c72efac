// *Quiet here*: this screen is silent about an alarm for a while. The alarm itself, and every other screen, go on
// (threats T11), and so does this one when nobody has ended it by then.
import { signal } from '@preact/signals'
import { instant } from '../live/hub-clock.ts'

/** Ms of silence. */
export const QUIET_MS = 120_000
const KEPT_MAX = 32

/** Alarm → `instant()` at which it sounds here again. */
const until = signal<ReadonlyMap<string, number>>(new Map())

export function quiet(alarms: readonly string[]): void {
  const ends = instant() + QUIET_MS
  const all = [...until.value, ...alarms.map((alarm) => [alarm, ends] as const)]
  until.value = new Map(all.slice(-KEPT_MAX))
}

/** Whether this screen keeps silent about it at that `instant()`. */
export const isQuiet = (alarm: string, now: number): boolean => (until.value.get(alarm) ?? 0) > now
