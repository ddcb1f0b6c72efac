// Faults that were found late, by seeds or by the model, each in the shortest story that shows it.
import { describe, expect, test } from 'vitest'
import { instant, op, sessionId } from '@portico/core'
import { BRIDGE, OP, OWNER, SID, Story, into } from './story.ts'

const secured = (story: Story): boolean => story.types.includes('DoorSecured')
const HAND = op('h_1')
const byHand = (story: Story): Story =>
  story.tell({ type: 'RequestOpen', actor: OWNER, right: true, assurance: instant(story.now), op: HAND })
const lock = { type: 'RequestLock', actor: BRIDGE, right: true } as const

describe('S15: nothing is proved by a question of which no line tells', () => {
  test('asked in calm: the door is asked anew', () => {
    const story = into.idle().pass(60_000)
    expect(story.last?.events.map(({ quiet }) => quiet)).toEqual([true])
    const { q } = story
    story.tell(lock).bolt('locked', { q }).contact('closed', q)
    expect([secured(story), story.types.includes('QueryIssued')]).toEqual([false, true])
    expect(secured(story.answers())).toBe(true)
  })
  test('answered in calm, because a watch ended in between', () => {
    const story = new Story().closed()
    while (story.door.gate.tail) story.pass(5_000).answers()
    const { q } = story
    story.tell(lock).bolt('locked', { q }).contact('closed', q)
    expect(secured(story)).toBe(false)
  })
  test('answered in calm, because a proof was refused in between', () => {
    const story = into.proving()
    const { q } = story
    story.tell({ type: 'ReportCarrier', sid: SID, status: 'delivered' }).contact('closed', q)
    story.tell(lock).bolt('locked', { q })
    expect(secured(story)).toBe(false)
    expect(secured(story.pass(6_000).answers())).toBe(true)
  })
})

describe('L18: what was read before the leaf opened does not shut it', () => {
  test('an answer on its way when the leaf said that it is open', () => {
    const story = into.unlocked().pass(5_000)
    const { q } = story
    story.contact('open', null).contact('closed', q)
    expect([story.phase, story.types.at(-1)]).toEqual(['inside', 'AnswerIgnored'])
    expect(story.pass(5_000).contact('closed').phase).toBe('relocking')
  })
  test('an open leaf is believed however late it is told', () => {
    const story = into.inside().contact('closed', null)
    expect(story.contact('open').types).toContain('DoorReopened')
  })
})

describe('L10: an answer to an alarm that is over after a start is over after a restart', () => {
  const alarmed = (): Story => into.inside().alive(90_000)
  const answer = (story: Story): Story => {
    const alarm = story.door.gate.alarms[0]?.alarm
    if (!alarm) throw new Error('nothing sounds')
    return story.tell({ type: 'AcknowledgeAlarm', alarm, actor: OWNER, secureByEye: false })
  }
  test.each([
    ['after its two minutes', 125_000, 1],
    ['within them, a proof ends the alarm', 10_000, 0],
  ])('%s', (_when, ms, left) => {
    const story = answer(alarmed()).alive(ms).contact('closed', null).answers()
    expect(secured(story)).toBe(true)
    expect(story.door.gate.alarms.filter(({ kind }) => kind === 'DOOR_LEFT_OPEN')).toHaveLength(left)
  })
  test('what happened anew since the answer is not ended by it', () => {
    const story = answer(new Story().closed().bolt('unlocked', { q: null }))
    story.bolt('locked', { q: null }).bolt('unlocked', { q: null }).bolt('locked', { q: null }).answers()
    expect(story.types.slice(-3)).toContain('DoorSecured')
    expect(story.door.gate.alarms).toHaveLength(1)
  })
})

describe('S20: a hand that won keeps the bolt, in the watch after the visit too', () => {
  test.each([
    [
      'a named credential',
      (s: Story) => s.bolt('unlocked', { q: null, credential: 'x' }).bolt('locked', { q: null }),
    ],
    [
      'somebody at the thumbturn',
      (s: Story) => {
        for (let i = 0; i < 2; i++)
          s.bolt('locked', { q: null }).bolt('unlocked', { q: null, source: 'manual' })
        return s.bolt('locked', { q: null })
      },
    ],
  ])('%s', (_who, win) => {
    const story = win(into.relocking()).answers().tell({ type: 'EvidenceSealed', sid: SID })
    expect(story.door.gate.tail).toMatchObject({ yielded: true })
    story.bolt('unlocked', { q: null })
    expect([story.alarms, story.issued.includes('LockDoor')]).toEqual([['UNLOCKED_UNASKED'], false])
    // A person of the house who asks is no machine against a hand.
    expect(story.tell(lock).issued).toContain('LockDoor')
  })

  test('one report that comes twice is one hand', () => {
    const story = into.relocking()
    for (let i = 0; i < 3; i++) story.bolt('unlocked', { q: null, source: 'manual' })
    expect(story.events.filter(({ type }) => type === 'LockContradicted')).toHaveLength(1)
  })
})

describe('S13: a wish to lock takes an opening by hand back', () => {
  test('before its dead-man runs', () => {
    const story = byHand(into.idle()).tell(lock)
    expect([story.code, story.door.gate.hand]).toEqual(['ABORTED', null])
    expect(story.tell({ type: 'ReportDeadman', op: HAND, what: 'armed' }).issued).not.toContain('UnlockDoor')
  })
  test('after it was committed, and no deadline of it stands still', () => {
    const story = byHand(into.idle()).tell({ type: 'ReportDeadman', op: HAND, what: 'armed' }).tell(lock)
    expect(story.door.gate.hand).toMatchObject({ stage: 'relocking' })
    const before = story.events.length
    story.pass(60_000)
    const reached = story.events.slice(before).filter(({ type }) => type === 'DeadlineReached')
    expect(reached.map((event) => 'name' in event && event.name)).toEqual(['hand', 'ask'])
  })
})

describe('S27: an unlock that may be on its way', () => {
  test('is one from its mark on, whatever is known of the hand-over', () => {
    const story = new Story().committed().mark().tell({ type: 'AbortSession', sid: SID, actor: OWNER })
    expect(secured(story.answers())).toBe(false)
    story.alive(10_000)
    expect(secured(story.answers())).toBe(true)
  })
  test('is none where the gate held it back', () => {
    const story = new Story().committed().mark()
    story.tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code: 'TOO_LATE' })
    expect(secured(story.answers())).toBe(true)
  })
  test('by hand: time to arrive after a crash, and no commit without its end', () => {
    const story = byHand(into.idle()).tell({ type: 'ReportDeadman', op: HAND, what: 'armed' }).mark(HAND)
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.types).toContain('UnlockUnknown')
    expect(secured(story.answers())).toBe(false)
    story.pass(10_000)
    expect(secured(story.answers())).toBe(true)
    const unmarked = byHand(into.idle()).tell({ type: 'ReportDeadman', op: HAND, what: 'armed' })
    unmarked.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(unmarked.types).toContain('UnlockVoided')
  })
})

describe('S5: a picture from later than now', () => {
  test.each([
    [250, 'unlocking'],
    [251, 'proving'],
  ])('%d ms ahead of the clock', (ahead, phase) => {
    const story = new Story().almost().frame({ age: -ahead }).contact('closed')
    expect(story.phase).toBe(phase)
  })
  test('does not stay fresh', () => {
    const story = new Story().almost().frame({ age: -600_000 }).frame({ age: 0 })
    story.pass(1_501).contact('closed')
    expect(story.phase).toBe('proving')
  })
})

describe('P6: what the edge says late of an earlier op', () => {
  const second = (): Story => {
    const story = into.proving().tell({ type: 'ReportDeadman', op: OP, what: 'refused' })
    return story.presence({ token: 'second' }).approve()
  }
  test.each(['armed', 'refused'] as const)('%s changes nothing of this one', (what) => {
    const story = second().tell({ type: 'ReportDeadman', op: op('s_1#1'), what: 'armed' })
    story.tell({ type: 'ReportDeadman', op: OP, what })
    expect(story.door.gate.deadman).toEqual({ op: 's_1#1', state: 'armed' })
  })
  test('a timer that ended while the door opened again is started again', () => {
    const story = into.sealing().contact('open', null)
    expect(story.issued).toContain('ArmDeadman')
    expect(story.tell({ type: 'ReportDeadman', op: OP, what: 'disarmed' }).issued).toEqual(['ArmDeadman'])
  })
})

test('every alarm that nobody answered stands, however many there are', () => {
  const story = into.inside()
  story.tell({ type: 'ReportTamper', on: true }).tell({ type: 'ReportFire', on: true })
  story.tell({ type: 'ReportStorage', ok: false }).tell({ type: 'ReportLost', device: 'lock' })
  story.tell({ type: 'CallAlarm', actor: OWNER }).tell({ type: 'ReportPeople', in: 3, out: 1, confidence: 1 })
  story.tell({ type: 'ReportDeadman', op: OP, what: 'fired' }).bolt('jammed', { q: null }).pass(210_000)
  story.tell({ type: 'ReportFire', on: false }).contact('closed', null).pass(20_000)
  story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }).pass(41_000)
  story.tell({ type: 'ReportUnreadable', seq: 1, what: 'x' })
  const raised = story.events.flatMap((event) => (event.type === 'AlarmRaised' ? [event.kind] : []))
  expect(new Set(story.alarms)).toEqual(new Set(raised))
  expect(raised.length).toBeGreaterThan(12)
})

describe('the watch after a visit goes on while the next courier is at the door', () => {
  const next = (): Story => new Story().closed().arm().presence({ token: 'next' })
  test('an unlocked bolt ends the try and is an alarm', () => {
    const story = next().bolt('unlocked', { q: null })
    expect([story.code, story.alarms]).toEqual(['DOOR_IN_USE', ['UNLOCKED_UNASKED']])
    expect(story.issued).toContain('LockDoor')
  })
  test('so is an opened leaf, also while the entry is being proved', () => {
    for (const story of [next(), next().approve()]) {
      story.contact('open', null)
      expect([story.phase, story.alarms]).toEqual(['armed', ['OPENED_UNASKED']])
    }
  })
})

test('two visits within two minutes: the edge is released of both, and misses no hub afterwards', () => {
  const story = new Story().closed().arm({ sid: 's_2' })
  const sid = sessionId('s_2')
  const second = op('s_2#0')
  story.tell({
    type: 'ProvePresence',
    sid,
    method: 'door-code',
    token: 'second',
    fault: null,
    localDate: '2026-11-23',
    nonce: 'cc',
  })
  const picture = { sha256: 'p', captured: instant(story.now) }
  story.tell({ type: 'ApproveEntry', sid, try: 0, actor: OWNER, picture, nonce: 'dd' }).frames()
  story.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: second, what: 'armed' }).answers()
  expect(story.phase).toBe('unlocking')
  expect(story.last?.effects.map(({ effect }) => effect)).toMatchObject([
    { type: 'ReleaseEdge', op: OP },
    { type: 'UnlockDoor', op: second },
  ])
})

test('S17: a carrier whose word ends the third try ends no visit; the next refusal does', () => {
  const story = new Story().started().arm({ tries: 2 }).presence().approve()
  expect(story.phase).toBe('proving')
  story.tell({ type: 'ReportCarrier', sid: SID, status: 'delivered' })
  expect([story.phase, story.types.at(-1)]).toEqual(['armed', 'EntryRefused'])
  story.presence({ token: 'another' }).pass(60_000)
  expect([story.phase, story.types.at(-1)]).toEqual(['idle', 'SessionClosed'])
})

test('L8: an unlock that acts after a person took over is told, as nobody knows of it', () => {
  const story = new Story().sent('auto').tell({ type: 'TakeOver', actor: OWNER })
  story.tell({ type: 'EvidenceSealed', sid: SID })
  expect(story.phase).toBe('idle')
  for (let i = 0; i < 8; i++) story.pass(5_000).answers('unlocked', 'closed')
  expect(story.alarms).not.toEqual([])
})

test('a bolt that a person was seen to have withdrawn before taking over is theirs', () => {
  const story = new Story().unlocked('auto').tell({ type: 'TakeOver', actor: OWNER })
  story.tell({ type: 'EvidenceSealed', sid: SID })
  for (let i = 0; i < 8; i++) story.pass(5_000).answers('unlocked', 'closed')
  expect(story.alarms).toEqual([])
})
