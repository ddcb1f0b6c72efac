// How an event changes the visit that is under way.
import { type Instant, after, earlier, elapsed, milliseconds } from '../time.ts'
import type { Frames, Hot, Session, SessionFacts } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { modeWithin } from './mode.ts'
import {
  ABORT_LEAVE_WITHIN,
  BOOT_MAX,
  CAMERA_BOOT_GRACE,
  INSECURE_MAX,
  PRESENCE_TRIES_WITHIN,
} from './settings.ts'

const noFrames: Frames = { good: 0, newest: null, newestGood: null, lastChanged: false, grade: 'relative' }

function arm(event: Extract<DoorEvent, { type: 'SessionArmed' }>): Session {
  return {
    phase: 'armed',
    sid: event.sid,
    mode: event.mode,
    from: event.from,
    to: event.to,
    expireAt: after(event.mono, milliseconds(event.to - event.wall)),
    claim: event.claim,
    channel: event.channel,
    ceiling: event.ceiling,
    source: event.source,
    parcels: event.parcels,
    tries: 0,
    failures: [],
  }
}

const factsOf = (session: Session): SessionFacts => ({
  sid: session.sid,
  mode: session.mode,
  from: session.from,
  to: session.to,
  expireAt: session.expireAt,
  claim: session.claim,
  channel: session.channel,
  ceiling: session.ceiling,
  source: session.source,
  parcels: session.parcels,
  tries: session.tries,
  failures: session.failures,
})

function addFrame(
  frames: Frames,
  event: Extract<DoorEvent, { type: 'FrameStored' }>,
  since: Instant,
): Frames {
  const good = event.durable && event.changed && event.captured >= since
  const later = (a: Instant | null, b: Instant): Instant => (a === null || b > a ? b : a)
  return {
    good: frames.good + (good ? 1 : 0),
    newest: event.durable ? later(frames.newest, event.captured) : frames.newest,
    newestGood: good ? later(frames.newestGood, event.captured) : frames.newestGood,
    lastChanged: event.durable ? event.changed : frames.lastChanged,
    grade: event.grade,
  }
}

function commit(session: Session, event: Extract<DoorEvent, { type: 'UnlockCommitted' }>): Session {
  if (session.phase !== 'proving') return session
  const { mono } = event
  const hot: Hot = {
    op: event.op,
    committed: mono,
    notAfter: event.notAfter,
    insecureBy: after(mono, INSECURE_MAX),
    insecureTold: false,
    mark: 'none',
    sent: null,
    presence: session.presence,
    approved: session.approved,
    live: session.live,
    frames: session.frames,
    cameraLost: false,
    cameraGraceUntil: null,
    unlockSeen: false,
    opened: null,
    closed: null,
    changedWhileOpen: false,
    distrusted: false,
    contradictions: 0,
    yielded: false,
    takenOver: false,
    aborted: false,
    warned: false,
    leftOpenTold: false,
    edgeTold: false,
    leaveBy: null,
  }
  return { ...factsOf(session), phase: 'unlocking', since: mono, hot }
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
    case 'SessionDemoted':
      return { ...session, ceiling: event.ceiling, mode: modeWithin(session.mode, event.ceiling) ?? 'owner' }
    case 'LivenessProved':
      return session.phase === 'proving' ? { ...session, live: true } : session
    case 'FrameStored':
      return session.phase === 'proving'
        ? { ...session, frames: addFrame(session.frames, event, session.since) }
        : session
    case 'UnlockCommitted':
      return commit(session, event)
    case 'SessionStoodBack':
    case 'SessionClosed':
      return null
    default:
      return session
  }
}

type HotSession = Extract<Session, { readonly hot: Hot }>

/** Marks and notes that change no phase. */
function noteHot(hot: Hot, event: DoorEvent): Hot {
  const { mono } = event
  switch (event.type) {
    case 'EffectStarted':
      return event.op === hot.op && hot.mark === 'none' ? { ...hot, mark: 'started' } : hot
    case 'UnlockSent':
      return { ...hot, mark: 'sent', sent: mono }
    case 'UnlockVoided':
      return { ...hot, mark: 'void' }
    case 'UnlockUnknown':
      return { ...hot, mark: 'unknown', sent: mono }
    case 'BoltObserved':
      return event.bolt === 'unlocked' && hot.mark !== 'none' ? { ...hot, unlockSeen: true } : hot
    case 'FrameStored': {
      const frames = addFrame(hot.frames, event, hot.committed)
      const open = hot.opened !== null && hot.closed === null
      return {
        ...hot,
        frames,
        cameraLost: hot.cameraLost && frames.newestGood === hot.frames.newestGood,
        changedWhileOpen: hot.changedWhileOpen || (open && event.durable && event.changed),
      }
    }
    case 'CameraLost':
      return { ...hot, cameraLost: true }
    case 'WitnessDistrusted':
      return { ...hot, distrusted: true }
    case 'LockContradicted':
      return { ...hot, contradictions: event.n }
    case 'ActuationYielded':
      return { ...hot, yielded: true }
    case 'CourierWarned':
      return { ...hot, warned: true }
    case 'AbortNoted':
    case 'DenyNoted':
      return { ...hot, aborted: true, leaveBy: leaveWithin(hot, mono) }
    case 'DeadlineReached':
      return reach(hot, event)
    case 'HubRestarted':
      return restart(hot, event)
    default:
      return hot
  }
}

function leaveWithin(hot: Hot, mono: Instant): Instant | null {
  if (hot.leaveBy === null) return null
  return earlier(hot.leaveBy, after(mono, ABORT_LEAVE_WITHIN))
}

function reach(hot: Hot, event: Extract<DoorEvent, { type: 'DeadlineReached' }>): Hot {
  if (event.name === 'insecure') return { ...hot, insecureTold: true }
  if (event.name === 'inside') return { ...hot, leftOpenTold: true }
  if (event.name === 'edge') return { ...hot, edgeTold: true }
  return hot
}

function restart(hot: Hot, event: Extract<DoorEvent, { type: 'HubRestarted' }>): Hot {
  const bootBy = after(event.mono, BOOT_MAX)
  return {
    ...hot,
    insecureBy: event.rebooted ? bootBy : earlier(hot.insecureBy, bootBy),
    frames: { ...hot.frames, newest: null, newestGood: null, lastChanged: false },
    cameraLost: false,
    sent: event.rebooted && hot.sent !== null ? event.mono : hot.sent,
    leaveBy: event.rebooted && hot.leaveBy !== null ? after(event.mono, ABORT_LEAVE_WITHIN) : hot.leaveBy,
    cameraGraceUntil: after(event.mono, CAMERA_BOOT_GRACE),
    edgeTold: false,
  }
}

function evolveHot(session: HotSession, event: DoorEvent, insideMax: Instant): Session | null {
  const { mono } = event
  const hot = noteHot(session.hot, event)
  const facts = factsOf(session)
  switch (event.type) {
    case 'DoorUnlocked':
      return { ...facts, phase: 'unlocked', since: mono, hot }
    case 'DoorOpened':
      return {
        ...facts,
        phase: 'inside',
        since: mono,
        hot: { ...hot, opened: mono, closed: null, leaveBy: insideMax },
      }
    case 'DoorReopened':
      return { ...facts, phase: 'inside', since: mono, hot: { ...hot, closed: null } }
    case 'DoorClosed':
      return { ...session, hot: { ...hot, closed: mono } }
    case 'RelockStarted':
      return { ...facts, phase: 'relocking', since: mono, hot }
    case 'RelockUnproved':
      return { ...facts, phase: 'unproved', since: mono, hot }
    case 'OwnerTookOver':
      return { ...session, hot: { ...hot, takenOver: true } }
    case 'SealStarted':
      return {
        ...facts,
        phase: 'sealing',
        since: mono,
        hot,
        outcome: event.outcome,
        secured: event.outcome !== 'taken-over',
      }
    case 'SessionClosed':
      return null
    default:
      return { ...session, hot }
  }
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
  if (event.type === 'HubRestarted')
    session = { ...session, expireAt: after(event.mono, milliseconds(session.to - event.wall)) }
  return 'hot' in session ? evolveHot(session, event, insideMax) : evolveCold(session, event)
}
