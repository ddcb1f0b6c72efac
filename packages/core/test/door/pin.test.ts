// Mode *pin*: a PIN in the place of the unlock, for one use and half a minute, forgotten before anything is called
// secure, and an alarm where nobody saw the door open (threats G9, T10).
import { type Effect, defaultSettings, denied, instant, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { OP, OWNER, SID, Story } from './story.ts'

const granted = (): Story => new Story().granted()
const issued = (story: Story, type: Effect['type']): number =>
  story.effects.filter((effect) => effect.type === type).length
const has = (story: Story, type: string): boolean => story.events.some((event) => event.type === type)

describe('the grant', () => {
  test('takes the place of the unlock, ends with the lock, and is committed like one', () => {
    const story = new Story().committed('pin')
    const at = story.now
    expect(story.events.at(-1)).toMatchObject({ mode: 'pin', notAfter: at + 2000, endsAt: at + 30_000 })
    expect(story.last?.effects.map(({ effect }) => effect)).toEqual([
      { type: 'GrantPin', op: OP, notAfter: at + 2000, endsAt: at + 30_000 },
    ])
    expect(issued(story, 'UnlockDoor')).toBe(0)
  })

  test('is granted once for each op, whatever is told after it', () => {
    const story = granted().answers().frames(5).pin('stored').live()
    expect(issued(story, 'GrantPin')).toBe(1)
  })

  test('needs liveness as the automatic mode does', () => {
    const story = new Story().proving('pin').frames()
    story.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' }).answers()
    expect(story.phase).toBe('proving')
    expect(denied(story.door, instant(story.now), wallTime(story.wall))?.code).toBe('LIVENESS_UNPROVED')
    expect(story.live().phase).toBe('unlocking')
  })

  test('is denied by a lock that stopped enforcing it', () => {
    const story = new Story().almost('pin').tell({ type: 'ReportFitness', unfit: null })
    expect(story.answers().phase).toBe('proving')
    expect(denied(story.door, instant(story.now), wallTime(story.wall))?.code).toBe('LOCK_UNFIT')
  })

  test('holds no digits: no effect, event or state has a place for them', () => {
    const story = granted().pin('used').bolt('unlocked', { q: null })
    expect(JSON.stringify([story.events, story.effects, story.door])).not.toMatch(/"pin":"/)
  })
})

describe('where a lock does not end a PIN by itself', () => {
  test('a wish for it becomes the owner’s yes', () => {
    expect(new Story().started(false).arm({ mode: 'pin' }).door.session?.mode).toBe('owner')
  })
  test('also when that is known only once the courier stands there', () => {
    const story = new Story().armed('pin').tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.door.session?.mode).toBe('pin')
    story.tell({ type: 'ReportClock', ok: true }).presence()
    expect(story.types).toEqual(['PresenceProved', 'SessionTightened', 'ApprovalAsked'])
    expect(story.door.session).toMatchObject({ mode: 'owner', phase: 'authorising' })
  })
  test('a line of before there were PINs tells of none', () => {
    expect(new Story().tell({ type: 'ReportFitness', unfit: null }).door.gate.pin).toBe(false)
  })
})

test.each([
  ['auto', 'pin', 'pin'],
  ['owner', 'pin', 'owner'],
  ['owner', 'auto', 'owner'],
  ['auto', 'owner', 'owner'],
] as const)('under the ceiling %s a wish for %s is %s', (ceiling, mode, want) => {
  expect(new Story().started(true).arm({ mode, ceiling }).door.session?.mode).toBe(want)
})

describe('the door', () => {
  test('is unlocked by it, opened, shut, and proved secure', () => {
    const story = granted().pin('used').bolt('unlocked', { q: null })
    expect(story.phase).toBe('unlocked')
    story.contact('open', null).frame().contact('closed', null).answers()
    story.tell({ type: 'EvidenceSealed', sid: SID })
    expect(story.events.at(-1)).toMatchObject({ type: 'SessionClosed', outcome: 'delivered', secured: true })
    expect([story.alarms, issued(story, 'RevokePin')]).toEqual([[], 0])
  })

  test('named by the op it is the courier’s credential, named otherwise a resident’s own', () => {
    expect(granted().bolt('unlocked', { q: null, credential: OP }).phase).toBe('unlocked')
    const resident = granted().bolt('unlocked', { q: null, credential: 'u_7' })
    expect([resident.phase, resident.types]).toEqual(['unlocking', ['BoltObserved', 'ActuationYielded']])
  })

  test('unused, it is forgotten after 30 s and not a millisecond earlier', () => {
    const story = granted()
    const end = story.now + 30_000
    while (story.now < end - 500) story.alive(500)
    story.frame({ age: 0 }).pass(end - story.now - 1)
    expect([story.phase, issued(story, 'RevokePin')]).toEqual(['unlocking', 0])
    story.pass(1)
    expect([story.phase, issued(story, 'RevokePin')]).toEqual(['relocking', 1])
  })

  test('is not secure while the PIN may stand, however locked it is', () => {
    const story = granted().tell({ type: 'AbortSession', sid: SID, actor: OWNER })
    story.alive(11_000).answers()
    expect([story.phase, has(story, 'DoorSecured')]).toEqual(['relocking', false])
    story.pin('gone')
    expect(story.phase).toBe('sealing')
  })
})

describe('it is taken back at once', () => {
  const reasons: readonly [string, (story: Story) => unknown, number][] = [
    ['the owner stops the visit', (s) => s.tell({ type: 'AbortSession', sid: SID, actor: OWNER }), 0],
    ['the camera is silent for 2.5 s', (s) => s.pass(2500), 2500],
    ['somebody tampers', (s) => s.tell({ type: 'ReportTamper', on: true }), 0],
    ['the disk is full', (s) => s.tell({ type: 'ReportStorage', ok: false }), 0],
    ['the dead-man fires', (s) => s.tell({ type: 'ReportDeadman', op: OP, what: 'fired' }), 0],
    ['the hub is born again', (s) => s.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }), 0],
    ['an owner takes over', (s) => s.tell({ type: 'TakeOver', actor: OWNER }), 0],
    ['the host of the lock says that it came too late', (s) => voided(s), 0],
  ]
  const voided = (story: Story): Story =>
    story.tell({ type: 'ReportEffect', effect: 'GrantPin', op: OP, result: 'void', code: 'TOO_LATE' })
  test.each(reasons)('%s', (_why, happen, within) => {
    const story = granted()
    const from = story.now
    happen(story)
    expect([issued(story, 'RevokePin'), story.now - from]).toEqual([1, within])
  })

  test('the edge falls silent', () => {
    const story = granted()
    const from = story.now
    for (let ms = 0; ms < 10_000; ms += 500) story.pass(500).frame({ age: 0 })
    expect(story.alarms).toEqual(['EDGE_SILENT'])
    expect([issued(story, 'RevokePin'), story.phase, story.now - from]).toEqual([1, 'relocking', 10_000])
  })

  test('one that the gate held back never left and needs no taking back', () => {
    const story = new Story().committed('pin').mark()
    story.tell({ type: 'ReportEffect', effect: 'GrantPin', op: OP, result: 'void', code: 'ABORTED' })
    expect([story.phase, issued(story, 'RevokePin')]).toEqual(['relocking', 0])
  })

  test('one in doubt after a crash is', () => {
    const story = new Story().committed('pin').mark()
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.types).toContain('UnlockUnknown')
    expect([issued(story, 'RevokePin'), issued(story, 'GrantPin')]).toEqual([1, 1])
  })

  test('and again every five seconds until the lock has confirmed', () => {
    const story = granted().tell({ type: 'AbortSession', sid: SID, actor: OWNER }).alive(4_999)
    expect(issued(story, 'RevokePin')).toBe(1)
    story.alive(10_001)
    expect(issued(story, 'RevokePin')).toBe(4)
    story.pin('gone').alive(20_000)
    expect(issued(story, 'RevokePin')).toBe(4)
  })

  test('a lock that got it late is told to forget it then', () => {
    const story = new Story().sent('pin').tell({ type: 'AbortSession', sid: SID, actor: OWNER })
    expect(story.pin('stored').issued).toEqual(['RevokePin'])
    expect(story.pin('gone').pin('stored').issued).toEqual([])
  })

  test('one of a visit nobody knows is taken back, and its use is an alarm', () => {
    const story = new Story().started()
    expect(story.pin('stored').issued).toEqual(['RevokePin'])
    expect(story.pin('used').alarms).toEqual(['UNLOCKED_UNASKED'])
  })
})

describe('S38: opened by PIN while nobody saw it', () => {
  const keyedIn = (story: Story): Story => story.pin('used').bolt('unlocked', { q: null })
  test.each([
    [3499, []],
    [3500, []],
    [3501, ['UNSEEN_OPENING']],
  ])('with the newest picture %d ms old', (age, want) => {
    const story = granted()
    // The moment of the newest durable picture, whatever the watch over the camera has done meanwhile.
    const { session } = story.door
    if (!session || !('hot' in session)) throw new Error('not hot')
    const frames = { ...session.hot.frames, newest: instant(story.now - age) }
    story.door = { ...story.door, session: { ...session, hot: { ...session.hot, frames } } }
    expect(keyedIn(story).alarms).toEqual(want)
  })

  test('the camera is jammed after the grant and the PIN used at any second of its life', () => {
    for (let second = 1; second <= 30; second++) {
      const story = granted()
      for (let s = 0; s < second; s++) story.pass(1000).tell({ type: 'ReportEdge' })
      keyedIn(story)
      const seen = second < 4
      expect(story.alarms.includes('UNSEEN_OPENING'), `after ${second} s`).toBe(!seen)
      expect(issued(story, 'RevokePin'), `after ${second} s`).toBe(second < 3 ? 0 : 1 + extra(second))
    }
  })
  /** Taken back at 2.5 s and every five seconds from there. */
  const extra = (second: number): number => Math.floor((second - 2.5) / 5)

  test('found open after a crash', () => {
    const story = granted().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }).bolt('unlocked')
    expect(story.alarms).toContain('UNSEEN_OPENING')
  })
})

describe('S31: no visit is closed while its PIN may stand', () => {
  const takenOver = (): Story => granted().tell({ type: 'TakeOver', actor: OWNER })
  test('sealed evidence waits for the lock', () => {
    const story = takenOver().tell({ type: 'EvidenceSealed', sid: SID })
    expect([story.phase, story.types]).toEqual(['sealing', ['EvidenceSealed']])
    story.pin('gone')
    expect([story.phase, story.types]).toEqual(['idle', ['PinNoted', 'SessionClosed']])
  })
  test('when the time to seal is over a person is called, and the lock is told on', () => {
    const story = takenOver().tell({ type: 'EvidenceSealed', sid: SID }).pass(59_999)
    expect(story.alarms).toEqual([])
    expect(story.pass(1).alarms).toEqual(['PIN_STANDING'])
    const before = issued(story, 'RevokePin')
    story.pass(60_000)
    expect([story.phase, issued(story, 'RevokePin') - before]).toEqual(['sealing', 12])
    expect(story.pin('used').phase).toBe('idle')
  })
  test('a door that is not proved for want of it says so', () => {
    const story = granted().tell({ type: 'AbortSession', sid: SID, actor: OWNER })
    story.alive(18_000)
    expect(story.alarms).toEqual(['RELOCK_UNPROVED', 'PIN_STANDING'])
  })
  test('unsealed evidence and a forgotten PIN close it as ever', () => {
    const story = takenOver().pin('gone').pass(60_000)
    expect(story.events.at(-1)).toMatchObject({ type: 'SessionClosed', outcome: 'unsealed' })
  })
})

test('half a minute fits into every longer bound', () => {
  expect(defaultSettings.timers.unlock).toBeLessThan(30_000)
})
