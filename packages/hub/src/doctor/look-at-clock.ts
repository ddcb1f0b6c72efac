// Whether the wall clock can judge a delivery's window: a date that can be, no earlier than what the journal holds,
// and whether the system says that a time server keeps it.
import { existsSync } from 'node:fs'
import { isClockTrusted, watchClock } from '@portico/runtime'
import type { Clock } from '@portico/ports'
import { type Finding, bad, good, warning } from './finding.ts'

/** systemd-timesyncd touches it when the clock is set by a server (systemd-timesyncd.service(8)). */
const SYNCHRONIZED = '/run/systemd/timesync/synchronized'

/** `newest`: of the journal's last line, Unix ms; null when there is none. */
export function lookAtClock(clock: Clock, newest: number | null): Finding {
  const wall = clock.wall()
  const now = new Date(wall).toISOString()
  const fix = 'set the clock, and let a time server keep it'
  if (!isClockTrusted(watchClock({ mono: clock.mono(), wall })))
    return bad('clock', `${now} cannot be: no delivery would be let in`, fix)
  if (newest !== null && newest > wall)
    return bad('clock', `${now} is before the journal's last line, ${new Date(newest).toISOString()}`, fix)
  if (existsSync(SYNCHRONIZED)) return good('clock', `${now}, kept by a time server`)
  return warning('clock', `${now}; whether a time server keeps it cannot be seen from here`, null)
}
