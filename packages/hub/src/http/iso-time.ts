// Times of day as machines write them (ISO 8601, the profile of RFC 3339 §5.6).
import { type WallTime, wallTime } from '@portico/core'

const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i

/** Null when it is no such time or names no zone: a guess of the zone would be a guess of the window. */
export function wallTimeOf(text: string | null): WallTime | null {
  if (text === null || !zoned.test(text)) return null
  const at = Date.parse(text)
  return Number.isFinite(at) ? wallTime(at) : null
}
