// How an event changes the visit that is under way.
import { type Instant, type WallTime, after, elapsed, milliseconds, wallTime } from '../time.ts'
import { type Session, factsOf } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { commitEntry, evolveHot } from './evolve-hot.ts'
import { addFrame, noFrames } from './frames.ts'
import { modeWithin } from './mode.ts'
import { POWER_MAX, PRESENCE_TRIES_WITHIN } from './settings.ts'

const expiry = (until: WallTime, { mono, wall }: DoorEvent): Instant =>
  after(mono, milliseconds(until - wall))

function arm(event: Extract<DoorEvent, { type: 'SessionArmed' }>): Session {
  // The window ends it, and no power lasts longer than twelve hours of the window.
  const until = wallTime(Math.min(event.to, Math.max(event.from, event.wall) + POWER_MAX))
  return {
    phase: 'armed',
    sid: event.sid,
    mode: event.mode,
    from: event.from,
    to: event.to,
    until,
    expireAt: expiry(until, event),
    claim: event.claim,
    channel: event.channel,
    ceiling: event.ceiling,
    source: event.source,
    parcels: event.parcels,
    tries: event.tries ?? 0,
    failures: [],
  }
}

/** Before anything is hot: presence, approval, proof, refusal. */
function evolveCold(session: Session, event: DoorEvent): Session | null {
  const { mono } = event
  switch (event.type) {
    case 'PresenceProved':
      return {
        ...factsOf(session),
        phase: 'authorising',
        since: mono,
        presence: { at: mono, localDate: event.localDate },
      }
    case 'PresenceFailed': {
      const recent = session.failures.filter((at) => elapsed(at, mono) < PRESENCE_TRIES_WITHIN)
      return { ...session, failures: [...recent, mono] }
    }
    case 'ProofStarted':
      if (session.phase !== 'authorising') return session
      return {
        ...factsOf(session),
        phase: 'proving',
        since: mono,
        op: event.op,
        presence: session.presence,
        approved: session.mode === 'owner' ? mono : null,
        frames: noFrames,
        live: false,
      }
    case 'EntryRefused':
      return { ...factsOf(session), phase: 'armed', tries: event.tries }
    case 'SessionTightened':
      return { ...session, mode: event.mode }
    case 'SessionDemoted':
      return { ...session, ceiling: event.ceiling, mode: modeWithin(session.mode, event.ceiling) ?? 'owner' }
    case 'LivenessProved':
      return session.phase === 'proving' ? { ...session, live: true } : session
    case 'FrameStored':
      return session.phase === 'proving'
        ? { ...session, frames: addFrame(session.frames, event, session.since) }
        : session
    case 'UnlockCommitted':
      return session.phase === 'proving' ? commitEntry(session, event) : session
    case 'SessionStoodBack':
    case 'SessionClosed':
      return null
    default:
      return session
  }
}

/** Instants of before a restart of the machine cannot be compared with those of after it. */
function reborn(session: Session, event: Extract<DoorEvent, { type: 'HubRestarted' }>): Session {
  const expireAt = expiry(session.until, event)
  if (!event.rebooted) return { ...session, expireAt }
  const failures = session.failures.map(() => event.mono)
  return 'since' in session
    ? { ...session, expireAt, failures, since: event.mono }
    : { ...session, expireAt, failures }
}

export interface SessionContext {
  /** `inside` limit from now on. */
  readonly insideMax: Instant
}

export function evolveSession(
  session: Session | null,
  event: DoorEvent,
  { insideMax }: SessionContext,
): Session | null {
  if (event.type === 'SessionArmed') return arm(event)
  if (!session) return null
  if (event.type === 'HubRestarted') session = reborn(session, event)
  return 'hot' in session ? evolveHot(session, event, insideMax) : evolveCold(session, event)
}
