// Every deadline: what happens on it, that nothing happens a millisecond before, and that none is lost or outlives
// its reason.
import { describe, expect, test } from 'vitest'
import { op, sessionId } from '@portico/core'
import { OWNER, SID, Story, into } from './story.ts'

interface Case {
  readonly lead: () => Story
  /** ms after the last command of the lead. */
  readonly after: number
  readonly then: string
  readonly code?: string
  readonly alarm?: string
}

const cases: Readonly<Record<string, Case>> = {
  'armed until the window ends': { lead: into.armed, after: 3_600_000 - 1_000, then: 'idle' },
  'approval 60 s': { lead: into.authorising, after: 60_000, then: 'armed', code: 'APPROVAL_TIMEOUT' },
  'proof 12 s': { lead: into.proving, after: 12_000, then: 'armed', code: 'FRAMES_FEW' },
  'inside 60 s': { lead: into.inside, after: 60_000, then: 'inside', alarm: 'DOOR_LEFT_OPEN' },
  'unlocked 30 s': { lead: into.unlocked, after: 30_000, then: 'relocking' },
  'unlocking 8 s': { lead: into.unlocking, after: 8_000, then: 'relocking' },
  'relock 18 s': { lead: into.relocking, after: 18_000, then: 'unproved', alarm: 'RELOCK_UNPROVED' },
  'seal 60 s': { lead: into.sealing, after: 60_000, then: 'idle' },
}

describe.each(Object.entries(cases))('%s', (_name, { lead, after, then, code, alarm }) => {
  test('not a millisecond early', () => {
    const story = lead()
    const { phase, alarms } = story
    healthy(story, after - 1)
    expect([story.phase, story.alarms]).toEqual([phase, alarms])
  })
  test('on time', () => {
    const story = lead()
    healthy(story, after)
    expect(story.phase).toBe(then)
    if (code) expect(story.events.findLast(({ type }) => type === 'EntryRefused')).toMatchObject({ code })
    expect(story.alarms).toEqual(alarm ? [alarm] : [])
  })
})

/** Keeps camera and edge alive while hot, so that only the deadline in question can act. */
function healthy(story: Story, ms: number): void {
  const end = story.now + ms
  const session = story.door.session
  if (session && 'hot' in session && session.phase !== 'sealing') {
    while (story.now < end) {
      story
        .pass(Math.min(500, end - story.now))
        .tell({ type: 'ReportEdge' })
        .frame({ age: 0 })
    }
    return
  }
  story.pass(ms)
}

test('the courier is reminded before the time inside is over', () => {
  const story = new Story().inside()
  story.alive(36_000)
  expect(story.events.some(({ type }) => type === 'CourierWarned')).toBe(true)
})

test('a camera silent for 2.5 s while hot is lost, told once, and comes back with the next good picture', () => {
  const story = new Story().inside()
  for (let i = 0; i < 4; i++) story.pass(1_000).tell({ type: 'ReportEdge' })
  expect(story.alarms).toEqual(['CAMERA_LOST_OPEN'])
  const lost = (): number => story.events.filter(({ type }) => type === 'CameraLost').length
  expect(lost()).toBe(1)
  story.frame({ age: 0 }).pass(2_500).pass(1)
  expect(lost()).toBe(2)
})

test('a camera that only repeats its last picture is lost as well', () => {
  const story = new Story().inside()
  for (let i = 0; i < 6; i++) story.pass(500).tell({ type: 'ReportEdge' }).frame({ age: 0, changed: false })
  expect(story.alarms).toEqual(['CAMERA_LOST_OPEN'])
})

test('new pictures of a cloth before the lens show nothing: the camera counts as lost', () => {
  const story = new Story().inside()
  for (let i = 0; i < 6; i++) story.pass(500).tell({ type: 'ReportEdge' }).frame({ age: 0, doubt: 'covered' })
  expect(story.alarms).toEqual(['CAMERA_LOST_OPEN'])
})

test('ten seconds without the edge while hot raise the alarm', () => {
  const story = new Story().inside()
  for (let i = 0; i < 20; i++) story.pass(500).frame({ age: 0 })
  expect(story.alarms).toEqual(['EDGE_SILENT'])
})

test('the cap over everything is not extended by anything', () => {
  const story = new Story().inside()
  const committed = story.door.session && 'hot' in story.door.session ? story.door.session.hot.committed : 0
  for (let i = 0; i < 20; i++) {
    story.contact('closed', null).alive(5_000)
    story.contact('open', null).alive(5_500)
  }
  expect(story.events).toContainEqual(
    expect.objectContaining({ type: 'DeadlineReached', name: 'insecure', due: committed + 208_000 }),
  )
})

test('an early visit loses no deadline', () => {
  const story = new Story().relocking()
  for (let i = 0; i < 100; i++) {
    story.tell({ type: 'ReachDeadline' })
    expect(story.last?.wakeAt).not.toBeNull()
  }
})

test('a reopening while sealing leaves no deadline of the seal behind', () => {
  const story = new Story().sealing().contact('open', null)
  healthy(story, 61_000)
  expect(story.phase).not.toBe('idle')
})

test('in the tail 30 s without a full answer are an alarm, and the answer must be proof', () => {
  const story = new Story().closed().pass(30_000)
  expect(story.alarms).toEqual(['DOOR_UNANSWERING'])
})

test('a second visit whose owner is asked does not blind the tail of the first', () => {
  const story = new Story().closed().arm().presence({ token: 'second' })
  for (let step = 0; step < 9; step++) story.pass(5_000).answers()
  expect(story.phase).toBe('authorising')
  expect(story.alarms).toEqual([])
})

test('the tail of a visit that ends while the next is proved leaves the watch at the edge to that one', () => {
  const story = new Story().closed()
  for (let polls = 0; polls < 23; polls++) story.pass(5_000).answers()
  const [sid, next] = [sessionId('s_2'), op('s_2#0')]
  story.arm({ sid, mode: 'auto' })
  story.tell({
    type: 'ProvePresence',
    sid,
    method: 'door-code',
    token: 'second',
    fault: null,
    localDate: '2026-11-23',
    nonce: 'cc',
  })
  story.tell({ type: 'ReportDeadman', op: next, what: 'armed' })
  expect([story.phase, story.door.gate.watching, story.door.gate.tail === null]).toEqual([
    'proving',
    next,
    false,
  ])
  for (let polls = 0; polls < 8 && story.door.gate.tail; polls++) story.pass(1_000).answers()
  expect([story.phase, story.door.gate.watching, story.door.gate.tail]).toEqual(['proving', next, null])
})

test('a second visit that is proved goes on with what the tail of the first has seen', () => {
  const story = new Story().closed().arm().presence({ token: 'second' })
  for (let step = 0; step < 4; step++) story.pass(5_000).answers()
  story.approve()
  for (let step = 0; step < 7; step++) story.pass(1_600).answers()
  expect(story.phase).toBe('proving')
  expect(story.alarms).toEqual([])
})

test('questions keep their pace: never before the answer or six seconds', () => {
  const story = new Story().relocking()
  story.answers('unlocked', 'closed')
  const asked: number[] = []
  for (let ms = 0; ms < 12_000; ms += 100) {
    const before = story.q
    story.pass(100)
    if (story.q !== before) asked.push(story.now)
  }
  expect(asked.length).toBeGreaterThan(0)
  for (const [i, at] of asked.entries())
    if (i > 0) expect(at - (asked[i - 1] ?? 0)).toBeGreaterThanOrEqual(6_000)
})

describe('alarms', () => {
  test('repeat every five seconds and escalate until a person answers', () => {
    const story = new Story().closed().tell({ type: 'ReportTamper', on: true })
    const levels = (): number[] =>
      story.effects.flatMap((effect) => (effect.type === 'RaiseAlarm' ? [effect.level] : []))
    story.pass(50_000)
    expect(levels().length).toBeGreaterThanOrEqual(10)
    expect([Math.min(...levels()), Math.max(...levels())]).toEqual([0, 2])
    for (const { alarm } of story.door.gate.alarms)
      story.tell({ type: 'AcknowledgeAlarm', alarm, actor: OWNER, secureByEye: false })
    const count = levels().length
    story.answers().pass(4_000)
    expect(levels()).toHaveLength(count)
  })

  test('come back after 120 s while the door is still not proved', () => {
    const story = new Story().relocking().alive(18_000)
    const [standing] = story.door.gate.alarms
    if (!standing) throw new Error('no alarm')
    story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye: false })
    story.alive(119_000)
    expect(story.alarms).toEqual([])
    story.alive(1_500)
    expect(story.alarms).toEqual(['RELOCK_UNPROVED'])
  })

  test('who stands at the door and sees it shut ends the visit and its alarms', () => {
    const story = new Story().relocking().alive(18_000)
    const [standing] = story.door.gate.alarms
    if (!standing) throw new Error('no alarm')
    story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye: true })
    expect([story.phase, story.alarms]).toEqual(['sealing', []])
    story.tell({ type: 'EvidenceSealed', sid: SID })
    expect(story.events.at(-1)).toMatchObject({ outcome: 'taken-over' })
  })
})
