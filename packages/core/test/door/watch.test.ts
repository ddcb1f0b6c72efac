// Those who may contradict and raise alarms and never grant: other witnesses of the leaf, the count of people, the
// household (threats G4, G13, G14).
import { describe, expect, test } from 'vitest'
import { OWNER, SID, Story } from './story.ts'

const secured = (story: Story): boolean => story.events.some(({ type }) => type === 'DoorSecured')
const says = (
  story: Story,
  word: 'open' | 'closed' | 'unknown',
  source: 'leaf-picture' | 'lock-door-sensor' = 'leaf-picture',
): Story => story.tell({ type: 'ReportWitness', source, says: word })

describe('another witness of the leaf', () => {
  test('that looks no more withholds nothing, and grants nothing', () => {
    const story = says(new Story().inside(), 'open').contact('closed', null).answers()
    expect(secured(story)).toBe(false)
    expect(secured(says(story, 'unknown'))).toBe(false)
    expect(secured(story.alive(500).answers())).toBe(true)
  })

  test('G14: a magnet at the reed and the bolt in the air prove nothing', () => {
    // The sensor of the lock said open when the leaf opened, and says so still when the reed says shut.
    const story = says(new Story().inside(), 'open', 'lock-door-sensor').contact('closed', null)
    const from = story.now
    for (let s = 0; s < 10; s++) story.alive(500).answers()
    expect(secured(story)).toBe(false)
    expect(story.alarms).toEqual(['WITNESSES_DISAGREE'])
    expect(story.now - from).toBeLessThanOrEqual(20_000)
    story.alive(30_000).answers()
    expect(secured(story)).toBe(false)
  })

  test('that only lags behind the contact disturbs nothing', () => {
    const story = says(new Story().inside(), 'open').contact('closed', null).alive(1_500)
    says(story, 'closed').answers()
    expect([story.phase, story.alarms]).toEqual(['sealing', []])
    expect(story.events.some(({ type }) => type === 'WitnessContradicted')).toBe(false)
  })

  test('that sits in a slow lock has five seconds', () => {
    const story = says(new Story().inside(), 'open', 'lock-door-sensor').contact('closed', null).alive(4_900)
    says(story, 'closed', 'lock-door-sensor').answers()
    expect([story.phase, story.alarms]).toEqual(['sealing', []])
  })

  test.each([
    [1_999, false],
    [2_000, true],
  ])('that says otherwise for %d ms contradicts: %s', (ms, contradicts) => {
    const story = says(new Story().inside(), 'open').contact('closed', null)
    const from = story.now
    story.tell({ type: 'ReportEdge' }).frame({ age: 0 })
    story.pass(ms)
    expect(story.events.some(({ type }) => type === 'WitnessContradicted')).toBe(contradicts)
    expect(story.now - from).toBe(ms)
  })

  test.each([
    [4_999, false],
    [5_000, false],
    [5_001, true],
  ])('S39: a proof %d ms after a contradiction concludes: %s', (ms, concludes) => {
    const story = says(new Story().relocking(), 'open').alive(3_000)
    says(story, 'closed')
    const { contradicted } = story.door.gate
    expect(contradicted).not.toBeNull()
    story.now = contradicted ?? 0
    const until = story.now + ms
    story
      .alive(ms - 1)
      .pass(until - story.now)
      .answers()
    expect(secured(story)).toBe(concludes)
  })

  test('that is quicker than the contact disturbs nothing either', () => {
    const story = says(new Story().unlocked().alive(4_000), 'open').alive(1_900)
    story.contact('open', null).alive(10_000)
    says(story, 'closed').alive(1_900).contact('closed', null).answers()
    expect([story.phase, story.alarms]).toEqual(['sealing', []])
  })

  test('S39: a restart is no way past a contradiction', () => {
    const story = says(new Story().inside(), 'open').contact('closed', null).alive(2_500)
    expect(story.events.some(({ type }) => type === 'WitnessContradicted')).toBe(true)
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }).alive(3_000).answers()
    expect(secured(story)).toBe(false)
    story.alive(3_000).answers()
    expect(secured(story)).toBe(true)
  })

  test('that says the leaf is open keeps it shut', () => {
    const story = says(new Story().almost(), 'open').contact('closed')
    expect(story.phase).toBe('proving')
  })

  test('never makes a door secure, whatever it says', () => {
    const story = new Story().relocking().alive(3_000)
    says(says(story, 'closed'), 'closed', 'lock-door-sensor').bolt('locked')
    expect(secured(story)).toBe(false)
  })

  test('that is lost says nothing any more', () => {
    const story = says(new Story().inside(), 'open').tell({ type: 'ReportLost', device: 'camera' })
    expect(story.door.gate.thirds).toEqual([])
    says(story, 'open', 'lock-door-sensor').tell({ type: 'ReportLost', device: 'lock' })
    expect(story.door.gate.thirds).toEqual([])
  })
})

describe('people', () => {
  const counted = (story: Story, entered: number, left: number, confidence = 0.9): Story =>
    story.tell({ type: 'ReportPeople', in: entered, out: left, confidence })
  test('two at a time are too many', () => {
    expect(counted(new Story().inside(), 2, 0).alarms).toEqual(['TOO_MANY_PEOPLE'])
  })
  test('in again is told', () => {
    const story = counted(counted(new Story().inside(), 1, 0), 1, 1)
    expect(story.alarms).toEqual([])
    expect(counted(story, 2, 1).alarms).toEqual(['SECOND_ENTRY'])
  })
  test('G13: one in and none out is told when the door is proved, and does not keep it from being proved', () => {
    const story = counted(new Story().inside(), 1, 0).contact('closed', null)
    expect(story.alarms).toEqual([])
    story.answers()
    expect([story.phase, story.alarms]).toEqual(['sealing', ['LEFT_INSIDE']])
  })
  test('who came out again is not missed', () => {
    const story = counted(counted(new Story().inside(), 1, 0).contact('closed', null), 1, 1).answers()
    expect(story.alarms).toEqual([])
  })
  test.each([
    [0.49, []],
    [0.5, ['TOO_MANY_PEOPLE']],
    [Number.NaN, []],
  ])('counted with a confidence of %d', (confidence, want) => {
    expect(counted(new Story().inside(), 2, 0, confidence).alarms).toEqual(want)
  })
  test.each([-1, 0.5, Number.NaN, Infinity])('a count of %d is none', (count) => {
    expect(counted(new Story().inside(), count, 0).types).toEqual([])
  })
  test('let nobody in', () => {
    const story = counted(new Story().almost(), 1, 1)
    expect(story.phase).toBe('proving')
  })
})

describe('nobody at home', () => {
  const home = (story: Story, residents: number | null): Story =>
    story.tell({ type: 'ReportHousehold', in: residents })
  /** A visit has ended and so has its tail. */
  const afterwards = (): Story => {
    const story = new Story().closed()
    while (story.door.gate.tail) story.pass(5_000).answers()
    return story
  }

  test('G13: the first opening after a visit is an alarm, hours later too', () => {
    const story = home(afterwards(), 0).pass(6 * 3_600_000)
    story.contact('open', null)
    expect(story.alarms).toEqual(['OPENED_FROM_INSIDE'])
  })
  test('and only the first', () => {
    const story = home(afterwards(), 0).contact('open', null).contact('closed', null)
    const [standing] = story.door.gate.alarms
    if (!standing) throw new Error('no alarm')
    story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye: false })
    expect(story.contact('open', null).alarms).toEqual([])
  })
  test('it is remembered through a restart, the household is not', () => {
    const story = afterwards().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: true })
    expect(story.door.gate).toMatchObject({ visited: true, household: null })
    story.answers()
    expect(home(story, 0).contact('open', null).alarms).toEqual(['OPENED_FROM_INSIDE'])
  })
  test.each<[string, (story: Story) => Story]>([
    ['somebody is at home', (s) => home(s, 1)],
    ['it is not known who is', (s) => home(s, null)],
    ['a resident came and went since', (s) => home(home(s, 1), 0)],
    [
      'it was opened with a named credential',
      (s) => home(s, 0).bolt('unlocked', { q: null, credential: 'x' }),
    ],
    ['no visit was here', () => home(new Story().started(), 0)],
  ])('no alarm where %s', (_why, lead) => {
    expect(lead(afterwards()).contact('open', null).alarms).toEqual([])
  })
  test('a courier of the next visit finds it open: the try ends and the alarm stands', () => {
    const story = home(afterwards(), 0).arm().presence({ token: 'next' }).contact('open', null)
    expect([story.phase, story.code, story.alarms]).toEqual(['armed', 'DOOR_IN_USE', ['OPENED_FROM_INSIDE']])
  })

  test('G4: an unlock by an order that is not ours is an alarm and no use of the household', () => {
    const story = home(new Story().started(), 0).bolt('unlocked', { q: null })
    expect(story.alarms).toEqual(['UNLOCKED_UNASKED'])
    expect(story.types).not.toContain('ManualUse')
    expect(story.issued).not.toContain('LockDoor')
  })
  test.each<[string, (story: Story) => Story]>([
    ['by a hand at the door', (s) => home(s, 0).bolt('unlocked', { q: null, source: 'manual' })],
    ['by a named credential', (s) => home(s, 0).bolt('unlocked', { q: null, credential: 'x' })],
    ['while somebody is at home', (s) => home(s, 1).bolt('unlocked', { q: null })],
    ['while that is not known', (s) => s.bolt('unlocked', { q: null })],
  ])('but not %s', (_how, lead) => {
    const story = lead(new Story().started())
    expect([story.alarms, story.types.includes('ManualUse')]).toEqual([[], true])
  })
})

test('what is lost of a visit that goes on is never a reason to let anybody in', () => {
  const story = says(new Story().proving(), 'closed').tell({ type: 'ReportHousehold', in: 3 })
  expect([story.phase, story.door.session?.sid]).toEqual(['proving', SID])
})
