// Making safe: what proves a door secure, what does not, and where the bolt must not be thrown.
import { describe, expect, test } from 'vitest'
import { OP, OWNER, SID, Story } from './story.ts'

const secured = (story: Story): boolean => story.events.some(({ type }) => type === 'DoorSecured')

describe('proof', () => {
  test('a lock that says locked by itself proves nothing', () => {
    const story = new Story().relocking().bolt('locked', { q: null }).contact('closed', null)
    expect(secured(story)).toBe(false)
  })
  test('nor does the bolt alone', () => {
    expect(secured(new Story().relocking().bolt('locked'))).toBe(false)
  })
  test('nor an answer to an older question', () => {
    const story = new Story().relocking()
    const { q } = story
    story.pass(6_000)
    expect(story.q).toBeGreaterThan(q)
    expect(secured(story.bolt('locked', { q }).contact('closed', q))).toBe(false)
  })
  test('a contrary report between the answers voids them', () => {
    const story = new Story().relocking()
    const { q } = story
    story.bolt('locked', { q }).contact('open', null).contact('closed', null).contact('closed', q)
    expect(secured(story)).toBe(false)
    expect(secured(story.answers())).toBe(true)
  })
  test('a lock that never said unlocked while the door stood open cannot testify', () => {
    const story = new Story().sent().contact('open', null).bolt('locked', { q: null })
    // Long after a sent unlock would have arrived, so that only the lock's silence stands against it.
    story.contact('closed', null).alive(11_000).answers()
    expect(secured(story)).toBe(false)
    story.alive(18_000)
    expect(story.alarms).toEqual(['RELOCK_UNPROVED'])
  })
  test('a slow lock may answer at the open door what it read before: it is not distrusted for that', () => {
    const story = new Story().sent()
    const { q } = story
    story.alive(1_000).contact('open', null).bolt('locked', { q })
    expect(story.types).not.toContain('WitnessDistrusted')
    // The next question is asked at the open door, and answered truly.
    story.alive(5_000).bolt('unlocked').contact('open').contact('closed', null).answers()
    expect(secured(story)).toBe(true)
  })
  test('a lock that answers locked at the open door is distrusted for the visit', () => {
    const story = new Story().sent().contact('open', null)
    story.alive(5_000).bolt('locked')
    expect(story.types).toContain('WitnessDistrusted')
  })
  test('a sent unlock that nobody saw work is given ten seconds to arrive', () => {
    const story = new Story().sent().alive(8_000)
    expect(story.phase).toBe('relocking')
    story.answers()
    expect(secured(story)).toBe(false)
    story.alive(2_100).answers()
    expect(secured(story)).toBe(true)
    story.tell({ type: 'EvidenceSealed', sid: SID })
    expect(story.events.at(-1)).toMatchObject({ outcome: 'undelivered', unexercised: true })
  })
})

describe('the bolt', () => {
  test('is never thrown at an open leaf', () => {
    const story = new Story()
      .unlocked()
      .contact('open', null)
      .tell({ type: 'AbortSession', sid: SID, actor: OWNER })
    story.alive(40_000)
    expect(story.effects.some(({ type }) => type === 'LockDoor')).toBe(false)
  })
  test('is never thrown in a fire', () => {
    const story = new Story()
      .inside()
      .tell({ type: 'ReportFire', on: true })
      .contact('closed', null)
      .alive(30_000)
    expect(story.effects.some(({ type }) => type === 'LockDoor')).toBe(false)
    story.tell({ type: 'ReportFire', on: false })
    expect(story.issued).toContain('LockDoor')
  })
  test('gives way to whoever keeps turning the thumbturn', () => {
    const story = new Story().relocking()
    const locks = (): number => story.effects.filter(({ type }) => type === 'LockDoor').length
    for (let i = 0; i < 2; i++)
      story.bolt('locked', { q: null }).bolt('unlocked', { q: null, source: 'manual' })
    const before = locks()
    story.alive(12_000)
    expect(locks()).toBe(before)
  })
  test('after a restart waits for the first sight of a closed leaf', () => {
    const story = new Story().inside().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.issued).not.toContain('LockDoor')
    story.bolt('unlocked').contact('closed')
    expect(story.issued).toContain('LockDoor')
  })
  test('is tried again every five seconds until proved', () => {
    const story = new Story().relocking().alive(16_000)
    expect(story.effects.filter(({ type }) => type === 'LockDoor').length).toBeGreaterThanOrEqual(4)
  })
})

describe('a restart', () => {
  test('voids an unlock that was not marked, and doubts one that was', () => {
    const restart = { type: 'Restarted', epoch: 2, was: 1, rebooted: false } as const
    expect(new Story().committed().tell(restart).types).toContain('UnlockVoided')
    const doubted = new Story().committed().mark().tell(restart)
    expect(doubted.types).toContain('UnlockUnknown')
    doubted.answers()
    expect(secured(doubted)).toBe(false)
    expect(doubted.effects.filter(({ type }) => type === 'UnlockDoor')).toHaveLength(1)
  })
  test('ends in proof or alarm within 40 s, in every hot phase and after a reboot', () => {
    for (const lead of ['sent', 'unlocked', 'inside', 'relocking'] as const)
      for (const rebooted of [false, true]) {
        const story = new Story()[lead]()
        if (rebooted) story.now = 5
        story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted })
        story.pass(40_000)
        expect(story.alarms, `${lead} ${rebooted}`).toContain('RESTARTED_OPEN')
      }
  })
  test('with the door proved at once raises nothing and seals', () => {
    const story = new Story()
      .relocking()
      .tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
      .answers()
    expect(story.phase).toBe('sealing')
    story.tell({ type: 'EvidenceSealed', sid: SID }).pass(3_000).answers().alive(20_000)
    expect(story.alarms).toEqual([])
  })
  test('asks with numbers no earlier life has used', () => {
    const story = new Story().relocking()
    const { q } = story
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.q).toBeGreaterThan(q + 100_000)
  })
})

test('nobody steps in: the door is locked again and the owner is told that nothing moved', () => {
  const story = new Story().unlocked().alive(30_000)
  story.answers().tell({ type: 'EvidenceSealed', sid: SID })
  expect(story.events.at(-1)).toMatchObject({ outcome: 'undelivered', secured: true, unexercised: true })
  expect(story.issued).toContain('NotifyOwner')
})

test('the dead-man is armed again when a door reopens after its release', () => {
  const story = new Story()
    .sealing()
    .tell({ type: 'ReportDeadman', op: OP, what: 'disarmed' })
    .contact('open', null)
  expect(story.issued).toContain('ArmDeadman')
})

test('an alarm that a person has answered sounds again at once when it happens anew', () => {
  const story = new Story().relocking().alive(18_000)
  expect(story.alarms).toEqual(['RELOCK_UNPROVED'])
  const [standing] = story.door.gate.alarms
  if (!standing) throw new Error('no alarm stands')
  story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye: false })
  expect(story.alarms).toEqual([])
  // The door is opened and shut once more, and again it cannot be proved.
  story.contact('open', null).alive(1_000).contact('closed', null).alive(19_000)
  expect(story.alarms).toEqual(['RELOCK_UNPROVED'])
})

describe('R6: the leaf was open while the hub was down', () => {
  const opened = (story: Story): Story =>
    story.tell({ type: 'ReportOpened', noted: story.door.gate.boot?.at ?? (0 as never) })
  const reborn = { type: 'Restarted', epoch: 2, was: 1, rebooted: false } as const

  test('counts as opened: the visit is not told as one in which nobody came in', () => {
    const story = opened(new Story().sent().tell(reborn))
    expect(story.events.at(-1)).toMatchObject({ type: 'DoorOpened', why: 'edge' })
    story.bolt('unlocked').contact('closed').frame().answers()
    expect(story.phase).toBe('sealing')
    story.tell({ type: 'EvidenceSealed', sid: SID })
    expect(story.events.at(-1)).toMatchObject({ type: 'SessionClosed', unexercised: false })
  })
  test('a lock that is locked again and never said unlocked cannot testify', () => {
    const story = opened(new Story().sent().tell(reborn)).answers().alive(20_000).answers()
    expect([secured(story), story.alarms.includes('RELOCK_UNPROVED')]).toEqual([false, true])
  })
  test('in the tail it is an alarm', () => {
    expect(opened(new Story().closed().tell(reborn)).alarms).toEqual(['OPENED_UNASKED'])
  })
  test('told twice it is one opening', () => {
    const story = opened(opened(new Story().sent().tell(reborn)))
    expect(story.events.filter(({ type }) => type === 'DoorOpened')).toHaveLength(1)
  })
})

test('who takes over at the door while an entry is being proved keeps that courier out', () => {
  const story = new Story().almost().tell({ type: 'RequestLock', actor: OWNER, right: true })
  story.tell({ type: 'CallAlarm', actor: OWNER })
  const [standing] = story.door.gate.alarms
  if (!standing) throw new Error('no alarm stands')
  expect(story.phase).toBe('proving')
  story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye: true })
  expect(story.types).toContain('OwnerTookOver')
  expect([story.phase, story.code]).toEqual(['armed', 'DOOR_IN_USE'])
})

test('a lock that says twice that an unlock came too late is believed neither time', () => {
  const story = new Story().sent()
  const late = {
    type: 'ReportEffect',
    effect: 'UnlockDoor',
    op: OP,
    result: 'void',
    code: 'TOO_LATE',
  } as const
  // One copy of the order may have come in time: the unlock is waited for as if nobody had said anything.
  story.tell(late).tell(late).alive(2_000).answers()
  expect(secured(story)).toBe(false)
  story.alive(9_000).answers()
  expect(secured(story)).toBe(true)
})
