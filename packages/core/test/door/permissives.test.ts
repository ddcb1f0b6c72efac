// Each permissive alone keeps the door shut, at one below its limit, on it and one above; and the first failing code
// is the one that is told.
import {
  type DoorState,
  type Mode,
  type ThirdWitness,
  defaultSettings,
  denied,
  instant,
  wallTime,
} from '@portico/core'
import { describe, expect, test } from 'vitest'
import { OP, OWNER, Story } from './story.ts'

/** A door in which only the last answer is missing, so that `denied` is null right after it. */
function ready(mode: 'owner' | 'auto' = 'owner'): Story {
  return new Story().committed(mode)
}

const code = (story: Story, later = 0): string | null =>
  denied(story.door, instant(story.now + later), wallTime(story.wall + later))?.code ?? null

test('nothing denies a door in which all permissives hold', () => {
  expect(code(ready())).toBeNull()
  expect(code(ready('auto'))).toBeNull()
})

test('a door that nobody asked to open is denied', () => {
  expect(code(new Story().armed())).toBe('NOT_ASKED')
  expect(code(new Story().unlocked())).toBe('NOT_ASKED')
})

/** The same door with one thing changed. */
function gateWith(story: Story, change: Partial<DoorState['gate']>): Story {
  story.door = { ...story.door, gate: { ...story.door.gate, ...change } }
  return story
}

describe('by age', () => {
  const cases: readonly [string, string, number, (age: number) => Story][] = [
    [
      'newest picture',
      'FRAME_STALE',
      1500,
      (age) => hotWith(ready(), (hot) => ({ frames: { ...hot.frames, newest: ago(age) } })),
    ],
    [
      'presence',
      'PRESENCE_STALE',
      120_000,
      (age) => hotWith(ready(), (hot) => ({ presence: { ...hot.presence, at: ago(age) }, approved: ago(0) })),
    ],
    ['edge', 'ALARM_PATH_DOWN', 7000, (age) => gateWith(ready(), { edgeSeen: ago(age) })],
    ['answers', 'START_UNPROVED', 5000, (age) => seenAt(ready(), age)],
  ]
  const ago = (age: number): ReturnType<typeof instant> => instant(1_000 - age)
  type Hot = Extract<NonNullable<DoorState['session']>, { hot: unknown }>['hot']
  function hotWith(story: Story, change: (hot: Hot) => Partial<Hot>): Story {
    const { session } = story.door
    if (!session || !('hot' in session)) throw new Error('not hot')
    story.door = { ...story.door, session: { ...session, hot: { ...session.hot, ...change(session.hot) } } }
    return story
  }
  function seenAt(story: Story, age: number): Story {
    const { bolt, contact } = story.door.gate
    return gateWith(story, {
      bolt: { ...bolt, answered: ago(age) },
      contact: { ...contact, answered: ago(age) },
    })
  }
  test.each(cases)('%s: one below, on and one above the limit', (_what, want, limit, make) => {
    expect(code(make(limit - 1))).toBeNull()
    expect(code(make(limit))).toBeNull()
    expect(code(make(limit + 1))).toBe(want)
  })
})

test('three good pictures are needed, not two', () => {
  const story = new Story().proving().frames(2)
  story.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' }).answers()
  expect(code(story)).toBe('FRAMES_FEW')
  expect(story.frame({ age: 0 }).phase).toBe('unlocking')
})

test('pictures that are not durable, or captured before the proof began, do not count', () => {
  const story = new Story().proving()
  story.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' }).answers()
  for (let i = 0; i < 5; i++) story.frame({ age: 0, durable: false }).frame({ age: 1 })
  expect(story.phase).toBe('proving')
  expect(code(story)).toBe('FRAMES_FEW')
})

test('a last picture that repeats the one before it denies', () => {
  const story = ready().frame({ age: 0, changed: false })
  expect(code(story)).toBe('FRAME_FROZEN')
})

test.each([
  ['covered', 'FRAME_COVERED'],
  ['moved', 'FRAME_DOUBTFUL'],
  ['unsharp', 'FRAME_DOUBTFUL'],
  ['clock', 'FRAME_DOUBTFUL'],
] as const)('a picture that is %s denies, however new, until one without doubt comes', (doubt, want) => {
  const story = ready().frame({ age: 0, doubt })
  expect(code(story)).toBe(want)
  expect(code(story.frame({ age: 0 }))).not.toBe(want)
})

describe('the window', () => {
  test('opens and closes to the millisecond', () => {
    const story = ready()
    const { session } = story.door
    const at = (from: number, to: number): string | null => {
      story.door = {
        ...story.door,
        session: session && { ...session, from: wallTime(from), to: wallTime(to) },
      }
      return code(story)
    }
    expect(at(story.wall, story.wall)).toBeNull()
    expect(at(story.wall + 1, story.wall + 2)).toBe('OUTSIDE_WINDOW')
    expect(at(story.wall - 2, story.wall - 1)).toBe('OUTSIDE_WINDOW')
  })
})

describe('by state', () => {
  const cases: readonly [string, Partial<DoorState['gate']>][] = [
    ['CLOCK_UNTRUSTED', { clockOk: false }],
    ['STORAGE', { storageOk: false }],
    ['FIRE', { fire: true }],
    ['TAMPER', { tamper: true }],
    ['WITNESS_PATH', { unfit: 'WITNESS_PATH' }],
    ['LOCK_UNFIT', { unfit: 'LOCK_UNFIT' }],
    ['DEADMAN_UNARMED', { deadman: null }],
    ['DEADMAN_UNARMED', { deadman: { op: OP, state: 'asked' } }],
    ['DEADMAN_UNARMED', { deadman: { op: 's_0#0' as never, state: 'armed' } }],
    ['ALARM_PATH_DOWN', { edgeSeen: null }],
    ['BATTERY_LOW', { battery: 14 }],
    ['BATTERY_LOW', { battery: null }],
  ]
  test.each(cases)('%s', (want, change) => {
    expect(code(gateWith(ready(), change))).toBe(want)
  })

  test('a battery on the limit is enough', () => {
    expect(code(gateWith(ready(), { battery: 15 }))).toBeNull()
  })

  test('a jammed bolt denies as a fault of the lock', () => {
    const story = ready()
    expect(code(gateWith(story, { bolt: { ...story.door.gate.bolt, word: 'jammed' } }))).toBe('LOCK_FAULT')
  })

  test('one witness alone, or an answer to an older question, proves nothing', () => {
    const { bolt, contact, question } = ready().door.gate
    for (const change of [
      { bolt: { ...bolt, answers: null } },
      { contact: { ...contact, answers: null } },
      { bolt: { ...bolt, word: 'unlocked' as const } },
      { contact: { ...contact, word: 'open' as const } },
      { contact: { ...contact, word: 'unknown' as const } },
      { question: { ...question, q: question.q + 1 } },
      { question: { ...question, voided: true } },
    ])
      expect(code(gateWith(ready(), change))).toBe('START_UNPROVED')
  })

  test('what a witness says by itself makes its answer no younger', () => {
    // The bolt answers and says so again and again; the contact's answer comes when the bolt's is too old.
    const slow = new Story().almost('auto')
    for (let told = 0; told < 5; told++)
      slow.pass(1_000).tell({ type: 'ReportEdge' }).bolt('locked', { q: null }).frame({ age: 0 })
    slow.pass(500).contact('closed')
    expect(slow.phase).toBe('proving')
    const { bolt, question } = slow.door.gate
    expect({ ...bolt, seen: slow.now - (bolt.seen ?? 0), answered: slow.now - (bolt.answered ?? 0) }).toEqual(
      {
        word: 'locked',
        answers: question.q,
        seen: 500,
        answered: 5_500,
      },
    )
    expect(code(slow)).toBe('START_UNPROVED')
  })

  test('a standing alarm denies until a person acknowledged it', () => {
    const story = ready().tell({ type: 'ReportTamper', on: true })
    expect(story.alarms).toEqual(['TAMPER'])
    const again = new Story()
      .armed()
      .tell({ type: 'ReportTamper', on: true })
      .tell({ type: 'ReportTamper', on: false })
    again.presence().approve().frames()
    again.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' }).answers()
    expect(code(again)).toBe('ALARM_STANDING')
    const [standing] = again.door.gate.alarms
    if (!standing) throw new Error('no alarm')
    again.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye: false })
    expect(again.frame({ age: 0 }).phase).toBe('unlocking')
  })
})

describe('T7: a door with another witness of its leaf, P13', () => {
  type Says = 'open' | 'closed' | 'unknown'
  function witnessed(mode: Mode, third: ThirdWitness | null, says?: readonly [ThirdWitness, Says]): Story {
    const story = new Story({ ...defaultSettings, thirdWitness: third }).started(mode === 'pin')
    if (says) story.tell({ type: 'ReportWitness', source: says[0], says: says[1] })
    story.arm({ mode }).presence()
    if (mode === 'owner') story.approve()
    story.frames().tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' })
    if (mode !== 'owner') story.live()
    return story.answers()
  }
  const leaf = 'leaf-picture'
  const sensor = 'lock-door-sensor'

  test.each<[Mode, ThirdWitness | null, readonly [ThirdWitness, Says] | undefined, string | null]>([
    ['auto', leaf, [leaf, 'closed'], null],
    ['auto', leaf, undefined, 'THIRD_WITNESS_MISSING'],
    ['auto', leaf, [leaf, 'unknown'], 'THIRD_WITNESS_MISSING'],
    ['auto', leaf, [sensor, 'closed'], 'THIRD_WITNESS_MISSING'],
    ['auto', leaf, [leaf, 'open'], 'START_UNPROVED'],
    ['auto', sensor, [sensor, 'closed'], null],
    ['auto', sensor, undefined, 'THIRD_WITNESS_MISSING'],
    ['pin', leaf, undefined, 'THIRD_WITNESS_MISSING'],
    ['pin', leaf, [leaf, 'closed'], null],
    ['auto', null, undefined, null],
    ['owner', leaf, undefined, null],
  ])('mode %s, the door has %s, said was %j: %s', (mode, third, says, want) => {
    const story = witnessed(mode, third, says)
    expect([story.phase, code(story)]).toEqual([want === null ? 'unlocking' : 'proving', want])
  })

  test('is waited for: its word commits nothing by itself, and nothing is committed without it', () => {
    const story = witnessed('auto', leaf)
    story.tell({ type: 'ReportWitness', source: leaf, says: 'closed' })
    expect(story.phase).toBe('proving')
    expect(story.frame({ age: 0 }).phase).toBe('unlocking')
  })

  test('lost after the commit it denies at the gate', () => {
    const story = witnessed('auto', leaf, [leaf, 'closed']).tell({ type: 'ReportLost', device: 'camera' })
    expect(code(story)).toBe('THIRD_WITNESS_MISSING')
  })

  test('a restart forgets its word', () => {
    const story = witnessed('auto', leaf, [leaf, 'closed'])
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.door.gate.thirds).toEqual([])
  })
})

test('a no that came after the commit denies at the gate', () => {
  const story = ready()
  story.tell({ type: 'AbortSession', sid: story.door.session?.sid ?? ('' as never), actor: OWNER })
  expect(code(story)).not.toBeNull()
})

test('an approval from before this presence is none', () => {
  const story = new Story().proving()
  story.tell({ type: 'AbortSession', sid: 's_9' as never, actor: OWNER })
  expect(story.code).toBe('OTHER_SESSION')
  expect(new Story({ ...defaultSettings }).authorising().frames().answers().phase).toBe('authorising')
})
