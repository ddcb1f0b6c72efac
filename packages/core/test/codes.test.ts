// No code is only a word: each alarm and each refusal has a way to it. A code without one does not compile here.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type AlarmCode,
  type Pass,
  type PassUse,
  type RefusalCode,
  alarmCodes,
  denied,
  doorId,
  homeId,
  instant,
  parcelId,
  passDenial,
  passId,
  passMisfit,
  refusalCodes,
  sessionId,
  wallTime,
} from '@portico/core'
import { describe, expect, test } from 'vitest'
import { BRIDGE, OP, OWNER, SID, Story, into } from './door/story.ts'

const reborn = { type: 'Restarted', epoch: 2, was: 1, rebooted: false } as const
const away = (story: Story): Story => story.tell({ type: 'ReportHousehold', in: 0 })
const people = (story: Story, entered: number, left: number): Story =>
  story.tell({ type: 'ReportPeople', in: entered, out: left, confidence: 1 })

const alarms: Readonly<Record<AlarmCode, () => Story>> = {
  RELOCK_UNPROVED: into.unproved,
  DOOR_LEFT_OPEN: () => into.inside().alive(60_000),
  CAMERA_LOST_OPEN: () => into.inside().pass(2_500),
  BOLT_JAMMED: () => into.relocking().bolt('jammed', { q: null }),
  WITNESSES_DISAGREE: () => {
    const says = { type: 'ReportWitness', source: 'leaf-picture', says: 'open' } as const
    return into.relocking().tell(says).alive(2_000)
  },
  LOCK_LOST_OPEN: () => into.inside().tell({ type: 'ReportLost', device: 'lock' }),
  OPENED_UNASKED: () => new Story().closed().contact('open', null),
  UNLOCKED_UNASKED: () => new Story().closed().bolt('unlocked', { q: null }),
  REOPENED: () => into.sealing().contact('open', null),
  DOOR_UNANSWERING: () => new Story().closed().pass(30_000),
  RESTARTED_OPEN: () => into.inside().tell(reborn).pass(40_000),
  RESTARTED_UNPROVED: () => into.idle().tell(reborn).pass(40_000),
  INSECURE_TOO_LONG: () => into.inside().alive(208_000),
  EDGE_SILENT: () => {
    const story = into.inside()
    for (let i = 0; i < 20; i++) story.pass(500).frame({ age: 0 })
    return story
  },
  DEADMAN_FIRED: () => into.inside().tell({ type: 'ReportDeadman', op: OP, what: 'fired' }),
  STORAGE_LOST: () => into.inside().tell({ type: 'ReportStorage', ok: false }),
  TAMPER: () => into.idle().tell({ type: 'ReportTamper', on: true }),
  FIRE: () => into.idle().tell({ type: 'ReportFire', on: true }),
  OWNER_CALLED: () => into.idle().tell({ type: 'CallAlarm', actor: OWNER }),
  EVIDENCE_BROKEN: () => into.idle().tell({ type: 'ReportUnreadable', seq: 7, what: 'Nonsense' }),
  UNSEEN_OPENING: () => new Story().granted().pass(4_000).pin('used'),
  PIN_STANDING: () => new Story().granted().tell({ type: 'TakeOver', actor: OWNER }).pass(60_000),
  OPENED_FROM_INSIDE: () => {
    const story = new Story().closed()
    while (story.door.gate.tail) story.pass(5_000).answers()
    return away(story).contact('open', null)
  },
  LEFT_INSIDE: () => people(into.inside(), 1, 0).contact('closed', null).answers(),
  SECOND_ENTRY: () => people(people(into.inside(), 1, 1), 2, 1),
  TOO_MANY_PEOPLE: () => people(into.inside(), 2, 0),
}

test.each(alarmCodes)('alarm %s', (code) => {
  expect(alarms[code]().alarms).toContain(code)
})

/** The code of the newest refusal, of whatever kind. */
function refusalOf(story: Story): string | undefined {
  const refusal = story.events.findLast(({ type }) =>
    ['Refused', 'EntryRefused', 'UnlockVoided'].includes(type),
  )
  return refusal && 'code' in refusal ? refusal.code : undefined
}
const refused =
  (lead: () => Story): (() => string | undefined) =>
  () =>
    refusalOf(lead())
const deniedNow =
  (lead: () => Story): (() => string | undefined) =>
  () => {
    const story = lead()
    return denied(story.door, instant(story.now), wallTime(story.wall))?.code
  }
const gate = (change: Partial<Story['door']['gate']>) => (): Story => {
  const story = new Story().committed()
  story.door = { ...story.door, gate: { ...story.door.gate, ...change } }
  return story
}
const voided = (code: RefusalCode): (() => string | undefined) =>
  refused(() =>
    new Story()
      .committed()
      .tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code }),
  )
const faulty = (fault: RefusalCode): (() => string | undefined) =>
  refused(() =>
    into.armed().tell({
      type: 'ProvePresence',
      sid: SID,
      method: 'door-code',
      token: 't',
      fault,
      localDate: '2026-11-23',
      nonce: 'aa',
    }),
  )
const ask = (story: Story, more: { right?: boolean; assurance?: number | null } = {}): Story => {
  const { right = true, assurance = story.now } = more
  const moment = assurance === null ? null : instant(assurance)
  return story.tell({ type: 'RequestOpen', actor: OWNER, right, assurance: moment, op: 'h_1' as never })
}

const pass: Pass = {
  id: passId('k_1'),
  home: homeId('home'),
  session: SID,
  door: doorId('front'),
  parcels: [parcelId('p_1')],
  carrier: 'ups',
  mode: 'auto',
  from: wallTime(0),
  to: wallTime(10),
  minted: wallTime(0),
  status: 'minted',
  revoked: null,
  phone: 'a',
}
const use: PassUse = {
  home: homeId('home'),
  door: doorId('front'),
  parcels: [parcelId('p_1')],
  carriers: ['ups'],
  mode: 'auto',
  phone: 'a',
}
const ended = (change: Partial<Pass>) => (): string | null => passDenial({ ...pass, ...change }, wallTime(5))
const misfit = (change: Partial<PassUse>) => (): string | null => passMisfit(pass, { ...use, ...change })

/** Said outside of the core: this test of it must speak of the code, or of the way to it. */
interface Elsewhere {
  readonly test: string
  readonly way?: string
}

const ways: Readonly<Record<RefusalCode, (() => string | null | undefined) | Elsewhere>> = {
  NOT_ARMED: refused(() => into.idle().presence()),
  NOT_EXPECTED: { test: '../../hub/test/http/by-hand.test.ts' },
  DOOR_BUSY: refused(() => into.armed().arm({ sid: 's_2' })),
  NOT_ASKED: refused(() => into.armed().approve()),
  NO_ALARM: refused(() =>
    into.idle().tell({ type: 'AcknowledgeAlarm', alarm: 'x' as never, actor: OWNER, secureByEye: false }),
  ),
  NOT_HOT: refused(() => into.idle().tell({ type: 'TakeOver', actor: OWNER })),
  OTHER_SESSION: refused(() => into.armed().tell({ type: 'StandBack', sid: sessionId('s_9') })),
  OTHER_TRY: refused(() => into.authorising().approve({ try: 1 })),
  PICTURE_STALE: refused(() => into.authorising().approve({ age: 3_001 })),
  CEILING_PORCH: refused(() => into.idle().arm({ ceiling: 'porch' })),
  DAY_LIMIT: refused(() => {
    const story = into.armed()
    const openings = { localDate: '2026-11-23', count: 3 }
    story.door = { ...story.door, gate: { ...story.door.gate, openings } }
    return story.presence()
  }),
  THIRD_WITNESS_MISSING: deniedNow(() => {
    const story = new Story().committed('auto')
    const settings = { ...story.door.settings, thirdWitness: 'leaf-picture' } as const
    story.door = { ...story.door, settings }
    return story
  }),
  ASK_LIMIT: refused(() => {
    const story = into.armed()
    for (let asked = 0; asked < 3; asked++)
      story.presence().tell({ type: 'DenyEntry', sid: SID, actor: OWNER }).arm()
    return story.presence()
  }),
  PRESENCE_INVALID: faulty('PRESENCE_INVALID'),
  PRESENCE_STALE: faulty('PRESENCE_STALE'),
  PRESENCE_OTHER_DOOR: faulty('PRESENCE_OTHER_DOOR'),
  TOKEN_USED: refused(() => {
    const story = into.armed().presence({ token: 'same' })
    return story.tell({ type: 'DenyEntry', sid: SID, actor: OWNER }).arm().presence({ token: 'same' })
  }),
  OUTSIDE_WINDOW: refused(() => {
    const story = into.armed()
    story.now = -1
    return story.presence()
  }),
  CLOCK_UNTRUSTED: refused(() => into.armed().tell({ type: 'ReportClock', ok: false }).presence()),
  TOO_MANY_TRIES: refused(() => {
    const story = into.armed()
    for (let i = 0; i < 6; i++) story.presence({ fault: 'PRESENCE_INVALID' })
    return story
  }),
  LABEL_UNKNOWN: { test: '../../runtime/test/visit.test.ts' },
  PASS_UNKNOWN: misfit({ home: homeId('other') }),
  PASS_USED: ended({ status: 'used' }),
  PASS_EXPIRED: ended({ to: wallTime(4) }),
  PASS_REVOKED: ended({ status: 'revoked', revoked: 'owner' }),
  PASS_OTHER_PARCEL: misfit({ parcels: [parcelId('p_2')] }),
  PASS_OTHER_CARRIER: misfit({ carriers: ['dhl'] }),
  PASS_OTHER_MODE: () => passMisfit({ ...pass, mode: 'owner' }, use),
  PASS_OTHER_PHONE: misfit({ phone: 'b' }),
  PARCEL_DONE: ended({ status: 'revoked', revoked: 'done' }),
  RULE_ELSEWHERE: { test: '../../runtime/test/ruled-visit.test.ts' },
  ON_HOLD: { test: '../../runtime/test/house-hold.test.ts' },
  ABORTED: deniedNow(() => new Story().committed().bolt('unlocked', { q: null, credential: 'x' })),
  DOOR_IN_USE: refused(() => into.proving().contact('open', null)),
  FIRE: refused(() => into.proving().tell({ type: 'ReportFire', on: true })),
  NOT_APPROVED: deniedNow(() => {
    const story = new Story().committed('auto')
    return story.tell({ type: 'TightenSession', sid: SID })
  }),
  FRAMES_FEW: refused(() => into.proving().pass(12_000)),
  FRAME_STALE: deniedNow(() => {
    const story = new Story().committed()
    story.now += 1_501
    return story
  }),
  FRAME_FROZEN: deniedNow(() => new Story().committed().frame({ age: 0, changed: false })),
  FRAME_COVERED: deniedNow(() => new Story().committed().frame({ age: 0, doubt: 'covered' })),
  FRAME_DOUBTFUL: deniedNow(() => new Story().committed().frame({ age: 0, doubt: 'moved' })),
  LIVENESS_UNPROVED: deniedNow(() => new Story().proving('auto').frames()),
  STORAGE: refused(() => into.proving().tell({ type: 'ReportStorage', ok: false })),
  DEADMAN_UNARMED: refused(() => into.proving().tell({ type: 'ReportDeadman', op: OP, what: 'refused' })),
  ALARM_PATH_DOWN: deniedNow(gate({ edgeSeen: null })),
  BATTERY_LOW: deniedNow(gate({ battery: 14 })),
  LOCK_FAULT: refused(() => into.proving().bolt('jammed', { q: null })),
  TAMPER: refused(() => into.proving().tell({ type: 'ReportTamper', on: true })),
  ALARM_STANDING: deniedNow(() => new Story().committed().tell({ type: 'CallAlarm', actor: OWNER })),
  START_UNPROVED: deniedNow(() => new Story().committed().tell({ type: 'ReportLost', device: 'contact' })),
  WITNESS_PATH: deniedNow(gate({ unfit: 'WITNESS_PATH' })),
  LOCK_UNFIT: deniedNow(gate({ unfit: 'LOCK_UNFIT' })),
  LEASE_LOST: { test: '../../runtime/test/last-gate.test.ts' },
  APPROVAL_DENIED: { test: '../../hub/test/http/courier-refusals.test.ts', way: '/deny' },
  APPROVAL_TIMEOUT: refused(() => into.authorising().pass(60_000)),
  CARRIER_CONTRARY: refused(() =>
    into.proving().tell({ type: 'ReportCarrier', sid: SID, status: 'delivered' }),
  ),
  RULES_TIGHTENED: refused(() => new Story().proving('auto').tell({ type: 'TightenSession', sid: SID })),
  RESTART: refused(() => into.proving().tell(reborn)),
  TOO_LATE: voided('TOO_LATE'),
  LOCK_UNREACHABLE: voided('LOCK_UNREACHABLE'),
  LOCK_REFUSED: voided('LOCK_REFUSED'),
  RIGHT_MISSING: refused(() => ask(into.idle(), { right: false })),
  ASSURANCE_MISSING: refused(() => ask(into.idle(), { assurance: null })),
  OPENING_LIMIT: refused(() => {
    const story = into.idle()
    for (let i = 0; i < 3; i++)
      ask(story).tell({ type: 'ReportDeadman', op: 'h_1' as never, what: 'refused' })
    return ask(story)
  }),
  DOOR_OPEN: refused(() =>
    into.idle().contact('open', null).tell({ type: 'RequestLock', actor: BRIDGE, right: true }),
  ),
}

describe('refusal', () => {
  test.each(refusalCodes)('%s', (code) => {
    const way = ways[code]
    if (typeof way === 'function') return expect(way()).toBe(code)
    expect(readFileSync(resolve(import.meta.dirname, way.test), 'utf8')).toContain(way.way ?? `'${code}'`)
  })
})
