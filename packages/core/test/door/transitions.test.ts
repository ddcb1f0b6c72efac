// The transition table of the safety design (1.4), one cell a case: phase × command → phase, events, effects.
import { describe, expect, test } from 'vitest'
import type { PhaseName } from '@portico/core'
import { BRIDGE, OP, OWNER, SID, Story, into } from './story.ts'

type Column = PhaseName | 'tail'
interface Cell {
  /** Phase afterwards; the same when absent. */
  readonly to?: PhaseName
  /** Events and effects that must be among those of this command. */
  readonly has?: readonly string[]
  readonly not?: readonly string[]
  /** Code of the refusal. */
  readonly code?: string
  readonly alarm?: string
}
type Row = Partial<Record<Column, Cell>>

const R = (code: string): Cell => ({ code, has: ['Refused'] })
const back = (code: string, more: Cell = {}): Cell => ({
  ...more,
  to: 'armed',
  code,
  has: ['EntryRefused', 'OfferFallback', ...(more.has ?? [])],
})
const relock = (more: Cell = {}): Cell => ({
  to: 'relocking',
  ...more,
  has: ['RelockStarted', ...(more.has ?? [])],
})
const N: Cell = { not: ['Refused', 'RelockStarted', 'LockDoor', 'UnlockDoor', 'AlarmRaised'] }
const all = (cell: Cell): Row => Object.fromEntries(Object.keys(into).map((phase) => [phase, cell]))

const rows: Readonly<Record<string, { readonly tell: (story: Story) => unknown; readonly cells: Row }>> = {
  ArmSession: {
    tell: (story) => story.arm({ sid: 's_2' }),
    cells: { ...all(R('DOOR_BUSY')), idle: { to: 'armed', has: ['SessionArmed'] } },
  },
  ProvePresence: {
    tell: (story) => story.presence(),
    cells: {
      ...all(R('DOOR_BUSY')),
      idle: R('NOT_ARMED'),
      armed: { to: 'authorising', has: ['PresenceProved', 'ApprovalAsked'] },
    },
  },
  ApproveEntry: {
    tell: (story) => story.approve(),
    cells: {
      ...all(R('NOT_ASKED')),
      authorising: { to: 'proving', has: ['EntryApproved', 'ProofStarted', 'StartRecording', 'ArmDeadman'] },
    },
  },
  DenyEntry: {
    tell: (story) => story.tell({ type: 'DenyEntry', sid: SID, actor: OWNER }),
    cells: {
      idle: R('NOT_HOT'),
      armed: { to: 'idle', has: ['DenyNoted', 'SessionClosed'] },
      authorising: { to: 'idle', has: ['SessionClosed'] },
      proving: { to: 'idle', has: ['SessionClosed', 'DisarmDeadman', 'StopRecording'] },
      unlocking: relock(),
      unlocked: relock({ has: ['LockDoor'] }),
      inside: { has: ['DenyNoted', 'TellCourier'], not: ['LockDoor'] },
      relocking: N,
      unproved: N,
      sealing: R('NOT_HOT'),
    },
  },
  AbortSession: {
    tell: (story) => story.tell({ type: 'AbortSession', sid: SID, actor: OWNER }),
    cells: {
      idle: R('NOT_HOT'),
      armed: { to: 'idle', has: ['AbortNoted', 'SessionClosed'] },
      authorising: { to: 'idle', has: ['SessionClosed'] },
      proving: { to: 'idle', has: ['SessionClosed', 'DisarmDeadman', 'StopRecording'] },
      unlocking: relock(),
      unlocked: relock({ has: ['LockDoor'] }),
      inside: { has: ['AbortNoted', 'TellCourier'], not: ['LockDoor'] },
      relocking: N,
      unproved: N,
      sealing: R('NOT_HOT'),
    },
  },
  ReportFrame: {
    tell: (story) => story.frame(),
    cells: {
      ...all({ has: ['FrameStored'] }),
      idle: { not: ['FrameStored'] },
      armed: { not: ['FrameStored'] },
      authorising: { not: ['FrameStored'] },
      sealing: { not: ['FrameStored'] },
    },
  },
  'bolt locked, answer': {
    tell: (story) => story.bolt('locked'),
    cells: { ...all({ has: ['BoltObserved'], not: ['AlarmRaised', 'UnlockDoor'] }) },
  },
  'bolt unlocked, anonymous': {
    tell: (story) => story.bolt('unlocked', { q: null, source: 'manual' }),
    cells: {
      idle: { has: ['ManualUse', 'QueryDoor'] },
      tail: { alarm: 'UNLOCKED_UNASKED', has: ['LockDoor'] },
      armed: { has: ['ManualUse', 'QueryDoor'] },
      authorising: back('DOOR_IN_USE'),
      proving: back('DOOR_IN_USE', { has: ['DisarmDeadman'] }),
      unlocking: { to: 'unlocked', has: ['DoorUnlocked'] },
      unlocked: N,
      inside: N,
      relocking: { has: ['LockContradicted'] },
      unproved: { has: ['LockContradicted'] },
      sealing: relock({ alarm: 'REOPENED' }),
    },
  },
  'bolt unlocked, named credential': {
    tell: (story) => story.bolt('unlocked', { q: null, credential: 'x' }),
    cells: {
      idle: { has: ['ManualUse'] },
      armed: { has: ['ManualUse'] },
      authorising: back('DOOR_IN_USE'),
      proving: back('DOOR_IN_USE'),
      unlocking: { has: ['ActuationYielded'], not: ['LockDoor'] },
      unlocked: { has: ['ActuationYielded'], not: ['LockDoor'] },
      inside: { has: ['ActuationYielded'], not: ['LockDoor'] },
      relocking: { has: ['ActuationYielded'], not: ['LockDoor'] },
      unproved: { has: ['ActuationYielded'], not: ['LockDoor'] },
    },
  },
  TakeOver: {
    tell: (story) => story.tell({ type: 'TakeOver', actor: OWNER }),
    cells: {
      idle: R('NOT_HOT'),
      armed: R('NOT_HOT'),
      authorising: back('DOOR_IN_USE'),
      proving: back('DOOR_IN_USE'),
      unlocking: { to: 'sealing', has: ['OwnerTookOver', 'SealStarted'], not: ['LockDoor'] },
      unlocked: { to: 'sealing', has: ['OwnerTookOver'] },
      inside: { to: 'sealing', has: ['OwnerTookOver'] },
      relocking: { to: 'sealing', has: ['OwnerTookOver'] },
      unproved: { to: 'sealing', has: ['OwnerTookOver'] },
      sealing: R('NOT_HOT'),
    },
  },
  'bolt jammed': {
    tell: (story) => story.bolt('jammed', { q: null }),
    cells: {
      idle: N,
      armed: N,
      authorising: back('LOCK_FAULT'),
      proving: back('LOCK_FAULT'),
      unlocking: relock({ alarm: 'BOLT_JAMMED' }),
      unlocked: relock({ alarm: 'BOLT_JAMMED' }),
      inside: { alarm: 'BOLT_JAMMED', not: ['RelockStarted'] },
      relocking: { alarm: 'BOLT_JAMMED' },
      sealing: N,
    },
  },
  'contact open': {
    tell: (story) => story.contact('open', null),
    cells: {
      idle: { has: ['ManualUse'] },
      tail: { alarm: 'OPENED_UNASKED', has: ['QueryDoor'], not: ['LockDoor'] },
      armed: { has: ['ManualUse'] },
      authorising: back('DOOR_IN_USE'),
      proving: back('DOOR_IN_USE'),
      unlocking: { to: 'inside', has: ['DoorOpened'] },
      unlocked: { to: 'inside', has: ['DoorOpened'] },
      inside: N,
      relocking: { to: 'inside', has: ['DoorReopened'] },
      unproved: { to: 'inside', has: ['DoorReopened'] },
      sealing: relock({ alarm: 'REOPENED', not: ['LockDoor'] }),
    },
  },
  'contact closed': {
    tell: (story) => story.contact('closed', null),
    cells: {
      ...all(N),
      inside: relock({ has: ['DoorClosed', 'TakePhoto', 'SendPhoto', 'LockDoor', 'QueryDoor'] }),
      unproved: { not: ['Refused'] },
    },
  },
  'an answer to an older question': {
    tell: (story) => story.bolt('unlocked', { q: story.q - 1 }).contact('open', story.q - 1),
    cells: all({ has: ['AnswerIgnored'], not: ['BoltObserved', 'ContactObserved', 'AlarmRaised'] }),
  },
  'unlock void': {
    tell: (story) =>
      story.tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code: 'TOO_LATE' }),
    cells: {
      ...all({ not: ['UnlockDoor'] }),
      unlocking: relock({ has: ['UnlockVoided', 'OfferFallback'] }),
      relocking: { has: ['UnlockVoided'] },
      sealing: { has: ['UnlockVoided'] },
    },
  },
  'dead-man fired': {
    tell: (story) => story.tell({ type: 'ReportDeadman', op: OP, what: 'fired' }),
    cells: {
      idle: { has: ['DeadmanFired', 'QueryDoor'] },
      armed: { has: ['DeadmanFired', 'QueryDoor'] },
      authorising: back('DEADMAN_UNARMED'),
      proving: back('DEADMAN_UNARMED'),
      unlocking: relock({ alarm: 'DEADMAN_FIRED' }),
      unlocked: relock({ alarm: 'DEADMAN_FIRED' }),
      inside: { alarm: 'DEADMAN_FIRED' },
      relocking: { alarm: 'DEADMAN_FIRED' },
      unproved: { alarm: 'DEADMAN_FIRED' },
      sealing: { alarm: 'DEADMAN_FIRED' },
    },
  },
  'storage bad': {
    tell: (story) => story.tell({ type: 'ReportStorage', ok: false }),
    cells: {
      idle: N,
      armed: N,
      authorising: back('STORAGE'),
      proving: back('STORAGE'),
      unlocking: relock({ alarm: 'STORAGE_LOST' }),
      unlocked: relock({ alarm: 'STORAGE_LOST' }),
      inside: { alarm: 'STORAGE_LOST' },
      relocking: { alarm: 'STORAGE_LOST' },
      unproved: { alarm: 'STORAGE_LOST' },
      sealing: { alarm: 'STORAGE_LOST' },
    },
  },
  tamper: {
    tell: (story) => story.tell({ type: 'ReportTamper', on: true }),
    cells: {
      ...all({ alarm: 'TAMPER' }),
      authorising: back('TAMPER', { alarm: 'TAMPER' }),
      proving: back('TAMPER', { alarm: 'TAMPER' }),
      unlocking: relock({ alarm: 'TAMPER' }),
      unlocked: relock({ alarm: 'TAMPER' }),
    },
  },
  'fire on': {
    tell: (story) => story.tell({ type: 'ReportFire', on: true }),
    cells: {
      ...all({ alarm: 'FIRE', not: ['LockDoor'] }),
      authorising: back('FIRE', { alarm: 'FIRE' }),
      proving: back('FIRE', { alarm: 'FIRE' }),
    },
  },
  'clock untrusted': {
    tell: (story) => story.tell({ type: 'ReportClock', ok: false }),
    cells: all({ has: ['ClockNoted'], not: ['AlarmRaised', 'EntryRefused', 'RelockStarted'] }),
  },
  'carrier says delivered': {
    tell: (story) => story.tell({ type: 'ReportCarrier', sid: SID, status: 'delivered' }),
    cells: {
      ...all({ has: ['CarrierNoted'], not: ['SessionDemoted', 'RelockStarted', 'SessionClosed'] }),
      armed: { has: ['CarrierNoted', 'SessionDemoted'] },
      authorising: { has: ['SessionDemoted'] },
      proving: back('CARRIER_CONTRARY', { has: ['SessionDemoted'] }),
    },
  },
  'acknowledging nothing': {
    tell: (story) =>
      story.tell({ type: 'AcknowledgeAlarm', alarm: 'x' as never, actor: OWNER, secureByEye: true }),
    cells: { ...all(R('NO_ALARM')) },
  },
  EvidenceSealed: {
    tell: (story) => story.tell({ type: 'EvidenceSealed', sid: SID }),
    cells: { ...all(R('OTHER_SESSION')), sealing: { to: 'idle', has: ['EvidenceSealed', 'SessionClosed'] } },
  },
  Restarted: {
    tell: (story) => story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }),
    cells: {
      ...all({ has: ['HubRestarted', 'QueryDoor'], not: ['UnlockDoor', 'LockDoor'] }),
      authorising: back('RESTART', { has: ['HubRestarted'] }),
      proving: back('RESTART', { has: ['HubRestarted', 'DisarmDeadman'] }),
      unlocking: relock({ not: ['LockDoor', 'UnlockDoor'] }),
      unlocked: relock({ not: ['LockDoor', 'UnlockDoor'] }),
      inside: relock({ not: ['LockDoor', 'UnlockDoor'] }),
      relocking: relock({ not: ['LockDoor', 'UnlockDoor'] }),
      unproved: relock({ not: ['LockDoor', 'UnlockDoor'] }),
      sealing: { has: ['SealEvidence', 'QueryDoor'] },
    },
  },
  'RequestOpen from the owner page': {
    tell: (story) =>
      story.tell({
        type: 'RequestOpen',
        actor: OWNER,
        right: true,
        assurance: story.now as never,
        op: 'h_1' as never,
      }),
    cells: {
      idle: { has: ['HandOpenAsked', 'ArmDeadman'], not: ['UnlockDoor'] },
      armed: { has: ['HandOpenAsked', 'ArmDeadman'], not: ['UnlockDoor'] },
      authorising: back('DOOR_IN_USE', { has: ['HandOpenAsked'] }),
      proving: back('DOOR_IN_USE', { has: ['HandOpenAsked'] }),
      unlocking: { to: 'sealing', has: ['OwnerTookOver'] },
      unlocked: { to: 'sealing', has: ['OwnerTookOver'] },
      inside: { to: 'sealing', has: ['OwnerTookOver'] },
      relocking: { to: 'sealing', has: ['OwnerTookOver'] },
      unproved: { to: 'sealing', has: ['OwnerTookOver'] },
      sealing: R('NOT_HOT'),
    },
  },
  'RequestOpen from a bridge': {
    tell: (story) =>
      story.tell({
        type: 'RequestOpen',
        actor: BRIDGE,
        right: true,
        assurance: story.now as never,
        op: 'h_1' as never,
      }),
    cells: {
      idle: { has: ['HandOpenAsked'] },
      unlocking: R('DOOR_BUSY'),
      unlocked: R('DOOR_BUSY'),
      inside: R('DOOR_BUSY'),
      relocking: R('DOOR_BUSY'),
      sealing: R('DOOR_BUSY'),
    },
  },
  'CallAlarm from the owner page': {
    tell: (story) => story.tell({ type: 'CallAlarm', actor: OWNER }),
    cells: {
      ...all({
        alarm: 'OWNER_CALLED',
        has: ['AlarmCalled', 'RaiseAlarm'],
        not: ['LockDoor', 'UnlockDoor', 'EntryRefused', 'RelockStarted', 'SessionClosed'],
      }),
      tail: { alarm: 'OWNER_CALLED', has: ['RaiseAlarm'], not: ['LockDoor'] },
    },
  },
  'CallAlarm from a bridge': {
    tell: (story) => story.tell({ type: 'CallAlarm', actor: BRIDGE }),
    cells: all(R('RIGHT_MISSING')),
  },
  'RequestLock from a bridge': {
    tell: (story) => story.tell({ type: 'RequestLock', actor: BRIDGE, right: true }),
    cells: {
      idle: { has: ['LockAsked', 'LockDoor'] },
      armed: { has: ['LockAsked', 'LockDoor'] },
      unlocking: relock({ has: ['AbortNoted'] }),
      unlocked: relock({ has: ['AbortNoted', 'LockDoor'] }),
      inside: { has: ['AbortNoted', 'TellCourier'], not: ['LockDoor'] },
      relocking: { has: ['AbortNoted'] },
    },
  },
}

const lead = (column: Column): Story => (column === 'tail' ? new Story().closed() : into[column]())

describe.each(Object.entries(rows))('%s', (_name, { tell, cells }) => {
  // cast: the keys of a row are columns by its type
  test.each(Object.entries(cells) as [Column, Cell][])('%s', (column, cell) => {
    const story = lead(column)
    const before = story.phase
    const standing = new Set(story.alarms)
    const [events, effects] = [story.events.length, story.effects.length]
    tell(story)
    const happened = [
      ...story.events.slice(events).map(({ type }) => type),
      ...story.effects.slice(effects).map(({ type }) => type),
    ]
    expect(story.phase).toBe(cell.to ?? before)
    expect(happened).toEqual(expect.arrayContaining([...(cell.has ?? [])]))
    for (const type of cell.not ?? []) expect(happened).not.toContain(type)
    if (cell.code) expect(story.code).toBe(cell.code)
    const raised = story.alarms.filter((kind) => !standing.has(kind))
    expect(raised).toEqual(cell.alarm === undefined ? [] : [cell.alarm])
  })
})
