// Events to journal lines and back: what the core decided is exactly what a replay reads.
import {
  type Decided,
  type DoorEvent,
  type Effect,
  type EventType,
  type JournalLine,
  instant,
  wallTime,
} from '@portico/core'
import type { LineBody } from './home-journal.ts'

export interface Heard {
  readonly cause: string
  readonly lag: number
}

export function lineOfEvent(door: string, { event, session }: Decided, { cause, lag }: Heard): LineBody {
  const { type, mono, wall, ...data } = event
  const writer = type === 'EdgeAlarm' ? { writer: 'edge' as const } : {}
  return { door, session, type, cause, lag, mono, wall, data, ...writer }
}

export interface NamedEffect {
  readonly id: string
  readonly effect: Effect
  readonly session: string | null
}

export function lineOfEffect(door: string, { id, effect, session }: NamedEffect, heard: Heard): LineBody {
  const { type, ...data } = effect
  return { door, session, type: 'EffectIssued', ...heard, data: { id, effect: type, ...data } }
}

/** Lines in a door's stream that change no state of it. */
const silent: ReadonlySet<string> = new Set([
  'EffectIssued',
  'EffectEnded',
  'WatchKept',
  'VisitDropped',
  'VisitConfirmed',
  'VisitDoubted',
  'FallbackOffered',
  'HubStalled',
])

/** Every event type the core can replay; the type holds the list complete. */
const known: { readonly [Type in EventType]: true } = {
  SessionArmed: true,
  SessionStoodBack: true,
  SessionDemoted: true,
  SessionTightened: true,
  CarrierNoted: true,
  PresenceProved: true,
  PresenceFailed: true,
  ApprovalAsked: true,
  EntryApproved: true,
  ProofStarted: true,
  LivenessProved: true,
  EntryRefused: true,
  UnlockCommitted: true,
  UnlockSent: true,
  UnlockVoided: true,
  UnlockUnknown: true,
  DoorUnlocked: true,
  DoorOpened: true,
  DoorReopened: true,
  DoorClosed: true,
  RelockStarted: true,
  RelockUnproved: true,
  DoorSecured: true,
  CourierWarned: true,
  CameraLost: true,
  AbortNoted: true,
  DenyNoted: true,
  OwnerTookOver: true,
  ActuationYielded: true,
  SealStarted: true,
  EvidenceSealed: true,
  SessionClosed: true,
  PhotoTaken: true,
  SegmentStored: true,
  BoltObserved: true,
  ContactObserved: true,
  AnswerIgnored: true,
  OpeningNoted: true,
  PinNoted: true,
  PinRevoked: true,
  WitnessNoted: true,
  WitnessContradicted: true,
  PeopleCounted: true,
  HouseholdNoted: true,
  DeviceLost: true,
  FitnessNoted: true,
  WitnessDistrusted: true,
  LockContradicted: true,
  LockIssued: true,
  QueryIssued: true,
  FrameStored: true,
  EdgeAlive: true,
  DeadmanArmed: true,
  DeadmanRefused: true,
  DeadmanDisarmed: true,
  DeadmanFired: true,
  EdgeAlarm: true,
  StorageNoted: true,
  ClockNoted: true,
  TamperNoted: true,
  FireNoted: true,
  ManualUse: true,
  HubStarted: true,
  HubRestarted: true,
  Refused: true,
  DeadlineReached: true,
  AlarmCalled: true,
  AlarmRaised: true,
  AlarmRepeated: true,
  AlarmEnded: true,
  AlarmDelivered: true,
  AlarmAcknowledged: true,
  HandOpenAsked: true,
  ManualOpenGranted: true,
  HandOpenEnded: true,
  LockAsked: true,
  LockAskEnded: true,
  TailEnded: true,
  StreamUnreadable: true,
  EffectStarted: true,
  EffectSent: true,
}

/** The types of lines that change a door, for whoever counts what occurred. */
export const eventTypes: readonly string[] = Object.keys(known)

/** The event a line stands for; null for lines that change no state; undefined for a type nobody knows. */
export function eventOfLine(line: JournalLine): DoorEvent | null | undefined {
  if (silent.has(line.type)) return null
  if (!Object.hasOwn(known, line.type)) return undefined
  // cast: the line was written from an event of this type; its hash holds it unchanged
  return { ...line.data, type: line.type, mono: instant(line.mono), wall: wallTime(line.wall) } as DoorEvent
}
