// The clock that runs in a visit, for whoever watches it: what ends, and when. It promises nothing about what comes
// after.
import { type DoorState, type Instant, type SessionId, after, elapsed } from '@portico/core'
import type { Countdown } from '@portico/protocol'

interface Running {
  readonly what: Countdown['what']
  readonly until: Instant
  readonly wholeMs: number
}

function running({ session, settings }: DoorState): Running | null {
  const { timers } = settings
  switch (session?.phase) {
    case 'authorising':
      return { what: 'answer', until: after(session.since, timers.approve), wholeMs: timers.approve }
    case 'proving':
      return { what: 'prove', until: after(session.since, timers.prove), wholeMs: timers.prove }
    case 'unlocking': {
      // A PIN runs out like a push that does not come.
      const { pin } = session.hot
      return pin && { what: 'open', until: pin.endsAt, wholeMs: elapsed(session.since, pin.endsAt) }
    }
    case 'unlocked':
      return { what: 'open', until: after(session.since, timers.open), wholeMs: timers.open }
    case 'inside': {
      const { leaveBy } = session.hot
      return leaveBy && { what: 'leave', until: leaveBy, wholeMs: timers.inside }
    }
    case 'relocking':
      return { what: 'relock', until: after(session.since, timers.relock), wholeMs: timers.relock }
    default:
      return null
  }
}

/** Null when the visit has not the door, or nothing runs that a person should watch. */
export function countdownOf(door: DoorState | null, visit: SessionId, now: Instant): Countdown | null {
  const clock = door?.session?.sid === visit ? running(door) : null
  if (!clock) return null
  const leftMs = Math.max(0, Math.round(clock.until - now))
  return { what: clock.what, leftMs, wholeMs: Math.max(clock.wholeMs, leftMs) }
}
