// Every timer there is, at one millisecond below its time, on it, and one above: nothing early, nothing lost, nothing
// twice. A timer left out does not compile.
import { describe, expect, test } from 'vitest'
import { type TimerName, deadlinesOf } from '../../src/door/deadlines.ts'
import { OWNER, SID, Story, into } from './story.ts'

interface Case {
  readonly lead: () => Story
  /** ms from the last command of the lead. */
  readonly after: number
  /** What it is known by; default `DeadlineReached` of its name. */
  readonly event?: string
  /** What goes on reporting meanwhile; default everything. */
  readonly alive?: 'all' | 'camera' | 'edge' | 'nothing'
}

const hand = (): Story =>
  into.idle().tell({
    type: 'RequestOpen',
    actor: OWNER,
    right: true,
    // cast: a moment and a name of this story
    assurance: 1_000 as never,
    op: 'h_1' as never,
  })

const timers: Readonly<Record<TimerName, Case>> = {
  expire: { lead: into.armed, after: 3_599_000, alive: 'nothing' },
  approve: { lead: into.authorising, after: 60_000, alive: 'nothing' },
  prove: { lead: into.proving, after: 12_000 },
  unlock: { lead: into.unlocking, after: 8_000 },
  open: { lead: into.unlocked, after: 30_000 },
  inside: { lead: into.inside, after: 60_000 },
  relock: { lead: into.relocking, after: 18_000 },
  insecure: { lead: into.inside, after: 208_000 },
  boot: {
    lead: () => into.idle().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }),
    after: 40_000,
    alive: 'nothing',
  },
  seal: { lead: into.sealing, after: 60_000, alive: 'nothing' },
  edge: { lead: into.inside, after: 10_000, alive: 'camera' },
  tail: { lead: () => new Story().closed(), after: 30_000, alive: 'nothing' },
  hand: { lead: hand, after: 5_000, alive: 'nothing' },
  ask: {
    lead: () => into.idle().tell({ type: 'RequestLock', actor: OWNER, right: true }),
    after: 18_000,
    alive: 'nothing',
  },
  query: { lead: into.relocking, after: 6_000, event: 'QueryIssued' },
  lock: { lead: into.relocking, after: 5_000, event: 'LockIssued' },
  camera: { lead: () => into.inside().frame({ age: 0 }), after: 2_500, event: 'CameraLost', alive: 'edge' },
  alarm: {
    lead: () => into.idle().tell({ type: 'ReportTamper', on: true }),
    after: 5_000,
    event: 'AlarmRepeated',
    alive: 'nothing',
  },
  warn: { lead: into.inside, after: 36_000, event: 'CourierWarned' },
  pin: {
    lead: () => new Story().granted().tell({ type: 'AbortSession', sid: SID, actor: OWNER }),
    after: 5_000,
    event: 'PinRevoked',
  },
  lag: {
    lead: () =>
      into
        .inside()
        .tell({ type: 'ReportWitness', source: 'leaf-picture', says: 'open' })
        .contact('closed', null),
    after: 2_000,
    event: 'WitnessContradicted',
  },
  silent: {
    lead: into.idle,
    after: 66_000,
    event: 'DeviceLost',
    alive: 'nothing',
  },
}

function live(story: Story, ms: number, alive: Case['alive']): void {
  if (alive === 'nothing') return void story.pass(ms)
  const end = story.now + ms
  while (story.now < end) {
    story.pass(Math.min(2_000, end - story.now))
    if (alive !== 'camera') story.tell({ type: 'ReportEdge' })
    if (alive !== 'edge') story.frame({ age: 0 })
  }
}

describe.each(Object.entries(timers))('%s', (name, { lead, after, event, alive = 'all' }) => {
  const times = (story: Story): number =>
    story.events.filter((each) =>
      event === undefined ? each.type === 'DeadlineReached' && each.name === name : each.type === event,
    ).length
  test.each([
    [-1, 0],
    [0, 1],
    [1, 1],
  ])('%d ms from its time: %d', (offset, want) => {
    const story = lead()
    const before = times(story)
    live(story, after - 1, alive)
    if (offset >= 0) story.pass(offset + 1)
    expect(times(story) - before).toBe(want)
  })

  test('is among the deadlines of the door, and its visit moves the door past it', () => {
    const story = lead()
    live(story, after - 1, alive)
    expect(deadlinesOf(story.door).map((due) => due.name)).toContain(name)
    story.pass(1)
    expect(deadlinesOf(story.door).every(({ due }) => due > story.now)).toBe(true)
  })
})

describe('the rhythm of questions', () => {
  const answeredIn = (lead: Story): Story => lead.answers()
  const cases: readonly [string, () => Story, number][] = [
    ['idle', () => answeredIn(into.idle()), 60_000],
    ['armed', () => answeredIn(into.armed()), 60_000],
    ['proving', () => answeredIn(into.proving()), 1_500],
    ['unlocking', () => into.unlocking().answers('locked'), 5_000],
    ['unlocked', () => into.unlocked().answers('unlocked'), 5_000],
    ['relocking', () => into.relocking().answers('unlocked'), 1_500],
    ['the tail', () => new Story().closed(), 5_000],
    ['after a restart', () => reborn().answers('unlocked'), 1_500],
  ]
  const reborn = (): Story => into.idle().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
  test.each(cases)('%s', (_when, lead, gap) => {
    const story = lead()
    const { q, door } = story
    live(story, gap - 1, door.session && 'hot' in door.session ? 'all' : 'nothing')
    expect(story.q).toBe(q)
    story.pass(1)
    expect(story.q).toBe(q + 1)
  })
})

describe('after a restart of the machine', () => {
  // The clock of the machine begins anew: every instant of before is larger than any to come for a long time.
  const rebooted = (story: Story): Story => {
    story.now = 5
    return story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: true })
  }
  test('a visit whose evidence was being sealed does not wait for ever', () => {
    const lead = into.sealing()
    lead.now = 90_000_000
    expect(rebooted(lead).pass(60_000).phase).toBe('idle')
  })
  test('guesses of before do not lock out for longer than ten minutes', () => {
    const story = into.armed()
    story.now = 50_000
    for (let i = 0; i < 5; i++) story.presence({ fault: 'PRESENCE_INVALID' })
    rebooted(story).tell({ type: 'ReportClock', ok: true })
    // The window is of the wall clock, which went on.
    story.door = { ...story.door, session: story.door.session && { ...story.door.session, from: 0 as never } }
    expect(story.presence().code).toBe('TOO_MANY_TRIES')
    story.pass(600_001)
    expect(story.presence().phase).toBe('authorising')
  })
  test('an edge that is never heard again is told after the grace for cameras', () => {
    const story = rebooted(into.inside())
    for (let ms = 0; ms < 12_000; ms += 500) story.pass(500).frame({ age: 0 })
    expect(story.alarms).toContain('EDGE_SILENT')
  })
})

describe('power', () => {
  const DAY = 24 * 3_600_000
  const armed = (from: number, to: number): Story => {
    const story = into.idle()
    return story.tell({
      type: 'ArmSession',
      sid: SID,
      mode: 'owner',
      from: (story.wall + from) as never,
      to: (story.wall + to) as never,
      source: 'easypost',
      claim: 'household',
      channel: 'carrier-signed',
      ceiling: 'auto',
      parcels: [],
      policy: 'x',
    })
  }
  test.each([
    ['of a day', 0, DAY, DAY / 2],
    ['of an hour', 0, 3_600_000, 3_600_000],
    ['that begins in six hours', DAY / 4, DAY, (DAY * 3) / 4],
  ])('in a window %s ends in time, restarts or not', (_what, from, to, ends) => {
    const story = armed(from, to).pass(1_000)
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }).pass(ends - 1_001)
    expect(story.phase).toBe('armed')
    expect(story.pass(1).phase).toBe('idle')
  })
})
