// RequestOpen: the only way a person opens through the hub (threats G2).
import { describe, expect, test } from 'vitest'
import { instant, op } from '@portico/core'
import { BRIDGE, OWNER, Story } from './story.ts'

const HAND = op('h_1')

function ask(
  story: Story,
  more: { right?: boolean; age?: number | null; actor?: typeof OWNER | typeof BRIDGE; op?: typeof HAND } = {},
): Story {
  const { right = true, age = 0, actor = OWNER } = more
  const assurance = age === null ? null : instant(story.now - age)
  return story.tell({ type: 'RequestOpen', actor, right, assurance, op: more.op ?? HAND })
}
const granted = (): Story =>
  ask(new Story().started()).tell({ type: 'ReportDeadman', op: HAND, what: 'armed' })
const sent = (): Story => granted().mark(HAND).tellSent(HAND)

describe('is refused', () => {
  test('without the right, whoever asks', () => {
    expect(ask(new Story().started(), { right: false }).code).toBe('RIGHT_MISSING')
  })
  test('without an assurance of the last 60 s', () => {
    expect(ask(new Story().started(), { age: null }).code).toBe('ASSURANCE_MISSING')
    expect(ask(new Story().started(), { age: 60_001 }).code).toBe('ASSURANCE_MISSING')
    expect(ask(new Story().started(), { age: 60_000 }).code).toBeUndefined()
  })
  test('the fourth time in ten minutes, and while one is in flight', () => {
    const story = new Story().started()
    for (let i = 0; i < 3; i++) {
      ask(story)
      expect(ask(story).code).toBe('DOOR_BUSY')
      story.tell({ type: 'ReportDeadman', op: HAND, what: 'refused' })
    }
    expect(ask(story).code).toBe('OPENING_LIMIT')
    story.pass(600_001)
    expect(ask(story).code).toBeUndefined()
  })
  test('in a fire, and when the dead-man does not arm in time', () => {
    expect(ask(new Story().started().tell({ type: 'ReportFire', on: true })).code).toBe('FIRE')
    const story = ask(new Story().started()).pass(5_000)
    expect(story.code).toBe('DEADMAN_UNARMED')
    expect(story.door.gate.hand).toBeNull()
  })
})

test('unlocks once, only after the dead-man runs, and tells the household', () => {
  const story = granted()
  expect(story.types).toEqual(['DeadmanArmed', 'ManualOpenGranted', 'UnlockCommitted'])
  expect(story.issued).toEqual(['UnlockDoor', 'NotifyOwner'])
})

test('locks again behind the person and ends with proof', () => {
  const story = sent().bolt('unlocked', { q: null }).contact('open', null)
  expect(story.issued).toContain('DisarmDeadman')
  story.contact('closed', null)
  expect(story.issued).toContain('LockDoor')
  story.answers()
  expect(story.types).toEqual(['ContactObserved', 'DoorSecured', 'HandOpenEnded'])
  expect(story.alarms).toEqual([])
})

test('locks again when nobody came', () => {
  expect(
    sent()
      .bolt('unlocked', { q: null })
      .pass(30_000)
      .effects.some(({ type }) => type === 'LockDoor'),
  ).toBe(true)
})

test('that was locked again because nobody came alarms like any other when it cannot be proved', () => {
  const story = sent().alive(30_000)
  expect(story.door.gate.hand?.stage).toBe('relocking')
  story.alive(18_000)
  expect(story.alarms).toEqual(['RELOCK_UNPROVED'])
})

test('gives way to a hand that turns the bolt', () => {
  const story = sent().bolt('unlocked', { q: null }).contact('open', null).contact('closed', null)
  story.bolt('locked', { q: null }).bolt('unlocked', { q: null, source: 'manual' })
  expect(story.types).toContain('HandOpenEnded')
  const locks = story.effects.filter(({ type }) => type === 'LockDoor').length
  story.pass(60_000)
  expect(story.effects.filter(({ type }) => type === 'LockDoor')).toHaveLength(locks)
})

describe('another one is asked for at once', () => {
  const unlocked = (): Story => sent().bolt('unlocked', { q: null })
  const again = (story: Story): string | undefined => ask(story, { op: op('h_2') }).code

  test('after a wish to lock was proved: nobody waits for a leaf that will not move', () => {
    const story = unlocked().tell({ type: 'RequestLock', actor: BRIDGE, right: true })
    expect(story.issued).toContain('LockDoor')
    // One in flight, and no more: until the door is proved.
    expect(again(story)).toBe('DOOR_BUSY')
    story.bolt('locked', { q: null }).answers()
    expect(story.types).toEqual(['ContactObserved', 'DoorSecured', 'LockAskEnded', 'HandOpenEnded'])
    expect(story.issued).toEqual(['DisarmDeadman', 'ReleaseEdge'])
    expect(again(story)).toBeUndefined()
    story.tell({ type: 'ReportDeadman', op: op('h_2'), what: 'armed' })
    expect(story.issued).toContain('UnlockDoor')
  })
  test('after a key, a knob or the lock itself has thrown the bolt again', () => {
    const story = unlocked().answers('unlocked')
    expect(again(story)).toBe('DOOR_BUSY')
    story.bolt('locked', { q: null })
    expect(again(story)).toBe('DOOR_BUSY')
    story.answers()
    expect(story.types).toEqual(['ContactObserved', 'DoorSecured', 'HandOpenEnded'])
    expect(again(story)).toBeUndefined()
    expect(story.alarms).toEqual([])
  })
  test('while an unlock that nobody saw work may still be on its way: not before that has passed', () => {
    const story = sent().tell({ type: 'RequestLock', actor: BRIDGE, right: true }).answers()
    expect(story.types).not.toContain('DoorSecured')
    story.alive(9_000)
    expect(again(story)).toBe('DOOR_BUSY')
    story.alive(3_000).answers()
    expect(story.door.gate.hand).toBeNull()
    expect(story.events.filter(({ type }) => type === 'DoorSecured')).toHaveLength(1)
    expect(again(story)).toBeUndefined()
  })
  test('while nobody has seen it work and nobody locked: the door is not proved by what it was before', () => {
    const story = sent().alive(20_000).answers()
    expect(story.types).not.toContain('HandOpenEnded')
    expect(story.door.gate.hand?.stage).toBe('sent')
    expect(again(story)).toBe('DOOR_BUSY')
  })
})

test('its own unlock that arrives after a wish to lock is nobody’s hand: it is locked again', () => {
  const story = sent().tell({ type: 'RequestLock', actor: BRIDGE, right: true })
  story.bolt('locked', { q: null }).bolt('unlocked', { q: null })
  expect(story.types).not.toContain('HandOpenEnded')
  const locks = story.effects.filter(({ type }) => type === 'LockDoor').length
  story.pass(5_000)
  expect(story.effects.filter(({ type }) => type === 'LockDoor').length).toBeGreaterThan(locks)
})

test('that comes after a wish to lock ends that wish: nothing is thrown against it', () => {
  const story = new Story().started().bolt('unlocked', { q: null })
  story.tell({ type: 'RequestLock', actor: BRIDGE, right: true })
  ask(story).tell({ type: 'ReportDeadman', op: HAND, what: 'armed' })
  expect(story.types).toEqual(['DeadmanArmed', 'LockAskEnded', 'ManualOpenGranted', 'UnlockCommitted'])
  story.mark(HAND).tellSent(HAND).bolt('unlocked', { q: null })
  const locks = story.effects.filter(({ type }) => type === 'LockDoor').length
  story.pass(20_000)
  expect(story.effects.filter(({ type }) => type === 'LockDoor')).toHaveLength(locks)
  expect(story.alarms).toEqual([])
})

test('whose contact is lost while the leaf is open locks when it is heard to be shut', () => {
  const story = sent().bolt('unlocked', { q: null }).contact('open', null)
  story.tell({ type: 'ReportLost', device: 'contact' }).contact('closed', null)
  expect(story.issued).toContain('LockDoor')
  story.answers()
  expect(story.types).toContain('HandOpenEnded')
})

test('a door left open after it is an alarm in the end', () => {
  const story = sent().bolt('unlocked', { q: null }).contact('open', null).pass(208_000)
  expect(story.alarms).toEqual(['DOOR_LEFT_OPEN'])
})

test('an unlock refused at the last gate ends the opening and frees the dead-man', () => {
  const story = granted()
    .mark(HAND)
    .tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: HAND, result: 'void', code: 'TOO_LATE' })
  expect(story.types).toEqual(['UnlockVoided', 'Refused', 'HandOpenEnded'])
  expect(story.last?.events[1]?.event).toMatchObject({ command: 'RequestOpen', code: 'TOO_LATE', ...OWNER })
  expect(story.issued).toEqual(['DisarmDeadman', 'ReleaseEdge'])
})

test('after a restart in its middle the door is locked or an alarm tells', () => {
  const story = sent().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
  story.bolt('unlocked').contact('closed')
  expect(story.issued).toContain('LockDoor')
  story.pass(40_000)
  expect(story.alarms.length).toBeGreaterThan(0)
})

test('that somebody else ends by a wish to lock is refused in the name of who had asked for it', () => {
  const story = ask(new Story().started()).tell({ type: 'RequestLock', actor: BRIDGE, right: true })
  expect(story.last?.events.map(({ event }) => event)).toEqual([
    expect.objectContaining({ type: 'Refused', command: 'RequestOpen', code: 'ABORTED', ...OWNER }),
    expect.objectContaining({ type: 'HandOpenEnded' }),
    expect.objectContaining({ type: 'LockAsked', ...BRIDGE }),
    expect.anything(),
  ])
})

describe('locking by hand', () => {
  const lock = { type: 'RequestLock', actor: BRIDGE, right: true } as const
  test('needs its right and a closed door', () => {
    expect(new Story().started().tell({ ...lock, right: false }).code).toBe('RIGHT_MISSING')
    expect(new Story().started().contact('open', null).tell(lock).code).toBe('DOOR_OPEN')
  })
  test('ends with proof, or with an alarm', () => {
    const story = new Story().started().bolt('unlocked', { q: null }).tell(lock)
    expect(story.issued).toContain('LockDoor')
    expect(story.pass(18_000).alarms).toEqual(['RELOCK_UNPROVED'])
    const good = new Story().started().bolt('unlocked', { q: null }).tell(lock).bolt('locked', { q: null })
    good.answers()
    expect(good.types).toContain('LockAskEnded')
    expect(good.pass(30_000).alarms).toEqual([])
  })
  test('is taken up again after a restart', () => {
    const story = new Story().started().bolt('unlocked', { q: null }).tell(lock)
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    story.answers('unlocked')
    expect(story.issued).toContain('LockDoor')
  })
})
