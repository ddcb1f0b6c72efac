// How an event changes a visit from the commit of its unlock until the door is proved secure and the evidence sealed.
import { type Instant, after, earlier } from '../time.ts'
import { type Session, factsOf } from './door-state.ts'
import type { Hot, PinGrant } from './hot-state.ts'
import type { DoorEvent } from './events.ts'
import { addFrame, isSeen } from './frames.ts'
import {
  ABORT_LEAVE_WITHIN,
  BOOT_MAX,
  CAMERA_BOOT_GRACE,
  CAMERA_SILENCE_MAX,
  INSECURE_MAX,
  PEOPLE_CONFIDENCE_MIN,
} from './settings.ts'

const pinOf = ({ endsAt }: Extract<DoorEvent, { type: 'UnlockCommitted' }>): PinGrant | null =>
  endsAt === undefined ? null : { endsAt, what: 'asked', revoked: null, blind: false }

/** The entry is committed: from here on the door is hot. */
export function commitEntry(
  session: Extract<Session, { readonly phase: 'proving' }>,
  event: Extract<DoorEvent, { type: 'UnlockCommitted' }>,
): Session {
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
    pin: pinOf(event),
    people: { in: 0, out: 0 },
    contradictedLock: null,
  }
  return { ...factsOf(session), phase: 'unlocking', since: mono, hot }
}

export type HotSession = Extract<Session, { readonly hot: Hot }>

/** Marks and notes that change no phase. */
function noteHot(hot: Hot, event: DoorEvent): Hot {
  const { mono } = event
  switch (event.type) {
    case 'PinNoted':
    case 'PinRevoked':
      return notePin(hot, event)
    case 'PeopleCounted':
      return event.confidence >= PEOPLE_CONFIDENCE_MIN
        ? { ...hot, people: { in: event.in, out: event.out } }
        : hot
    case 'EffectStarted':
      return event.op === hot.op && hot.mark === 'none' ? { ...hot, mark: 'started', sent: mono } : hot
    case 'UnlockSent':
      return { ...hot, mark: 'sent', sent: mono }
    case 'UnlockVoided':
      return { ...hot, mark: 'void', sent: sentOf(hot) }
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
        changedWhileOpen: hot.changedWhileOpen || (open && isSeen(event)),
      }
    }
    case 'CameraLost':
      return { ...hot, cameraLost: true }
    case 'WitnessDistrusted':
      return { ...hot, distrusted: true }
    case 'LockContradicted':
      return { ...hot, contradictions: event.n, contradictedLock: event.lock ?? null }
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

/** What the gate held back never left; what was handed over may still arrive, whatever is said of it later. */
export const sentOf = ({ mark, sent }: Pick<Hot, 'mark' | 'sent'>): Instant | null =>
  mark === 'started' ? null : sent

function notePin(hot: Hot, event: Extract<DoorEvent, { type: 'PinNoted' | 'PinRevoked' }>): Hot {
  const { pin } = hot
  if (!pin || event.op !== hot.op) return hot
  if (event.type === 'PinRevoked') return { ...hot, pin: { ...pin, revoked: event.mono } }
  // A late *stored* takes nothing back: the lock has used or forgotten it since.
  const isOver = pin.what === 'used' || pin.what === 'gone'
  return isOver ? hot : { ...hot, pin: { ...pin, what: event.what } }
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
    committed: event.rebooted ? event.mono : hot.committed,
    opened: event.rebooted && hot.opened !== null ? event.mono : hot.opened,
    closed: event.rebooted && hot.closed !== null ? event.mono : hot.closed,
    insecureBy: event.rebooted ? bootBy : earlier(hot.insecureBy, bootBy),
    frames: { ...hot.frames, newest: null, newestGood: null, lastChanged: false },
    cameraLost: false,
    pin: hot.pin && { ...hot.pin, blind: true },
    sent: event.rebooted && hot.sent !== null ? event.mono : hot.sent,
    leaveBy: event.rebooted && hot.leaveBy !== null ? after(event.mono, ABORT_LEAVE_WITHIN) : hot.leaveBy,
    cameraGraceUntil: after(event.mono, CAMERA_BOOT_GRACE),
    edgeTold: false,
  }
}

/** The film of a sealed visit had ended: its camera begins again. */
const filmedAnew = (session: HotSession, hot: Hot, mono: Instant): Hot =>
  session.phase === 'sealing'
    ? { ...hot, cameraLost: false, cameraGraceUntil: after(mono, CAMERA_SILENCE_MAX) }
    : hot

export function evolveHot(session: HotSession, event: DoorEvent, insideMax: Instant): Session | null {
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
      return { ...facts, phase: 'relocking', since: mono, hot: filmedAnew(session, hot, mono) }
    case 'RelockUnproved':
      return { ...facts, phase: 'unproved', since: mono, hot }
    case 'OwnerTookOver':
      return { ...session, hot: { ...hot, takenOver: true } }
    case 'SessionTightened':
      return { ...session, mode: event.mode, hot }
    case 'SealStarted':
      return {
        ...facts,
        phase: 'sealing',
        since: mono,
        hot,
        outcome: event.outcome,
        secured: event.outcome !== 'taken-over',
        sealed: false,
        pinTold: false,
      }
    case 'EvidenceSealed':
      return session.phase === 'sealing' ? { ...session, hot, sealed: true } : { ...session, hot }
    case 'DeadlineReached':
      return session.phase === 'sealing' && event.name === 'seal'
        ? { ...session, hot, pinTold: true }
        : { ...session, hot }
    case 'SessionClosed':
      return null
    default:
      return { ...session, hot }
  }
}
