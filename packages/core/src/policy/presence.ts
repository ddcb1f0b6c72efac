// Who is at home, as far as somebody said so: a word ages, and one that would let couriers in more easily counts only
// after the wait of every other loosening.
import { type WallTime, hours, minutes } from '../time.ts'
import type { PresenceFact } from './decide-policy.ts'
import { type Presence, presences } from './policy.ts'

export interface PresenceWord {
  readonly presence: Presence
  readonly said: WallTime
  /** Opaque id of the person. */
  readonly by: string
  /** All that might have been so when it was said. */
  readonly before: readonly PresenceFact[]
}

/** A word holds for a day out or a night; after it nobody knows. */
export const PRESENCE_HOLDS = hours(12)
/** What was so before counts as well for this long: whoever holds somebody's telephone opens nothing with a word. */
export const PRESENCE_SETTLES = minutes(15)

/** All that may be so now. A clock that was set back makes no word young again. */
export function presenceAt(word: PresenceWord | null, now: WallTime): readonly PresenceFact[] {
  if (word === null) return ['unsaid']
  const age = now - word.said
  if (age < 0 || age >= PRESENCE_HOLDS) return presences
  if (age >= PRESENCE_SETTLES) return [word.presence]
  return [...new Set([word.presence, ...word.before])]
}
