// How long a plugin may take, how often it may speak, and how long it is let rest after a fall.
import { type Duration, milliseconds, minutes, seconds } from '@portico/core'
import type { DeviceAsk } from './plugin-messages.ts'

/** Waits before a lost plugin is started again; the last one repeats. */
export const BACKOFF = [250, 500, 1_000, 2_000, 5_000, 10_000, 30_000].map(milliseconds)
/** A life this long begins the waits anew. */
export const STEADY = minutes(1)
/** From spawning until every device was offered. */
export const START_MAX = seconds(25)
/** Within one second: reports that are passed on, and lines for the log. */
export const REPORTS_MAX = 100
export const LINES_MAX = 50

/** After this nobody waits to hear whether the lock accepted; the bolt itself tells. */
export const UNLOCK_MAX = seconds(10)

export const askLimits: Readonly<Record<DeviceAsk['type'], Duration>> = {
  lock: seconds(5),
  query: seconds(5),
  'revoke-pin': seconds(4),
  // A frame that an edge gets later than 3 s after it was signed is worth nothing.
  edge: milliseconds(2_500),
  'edge-now': seconds(2),
  // An act is answered when leaf and people have come to rest.
  act: seconds(12),
  'mail-taken': seconds(5),
  'mail-import': seconds(5),
  'mail-import-stop': seconds(5),
}
