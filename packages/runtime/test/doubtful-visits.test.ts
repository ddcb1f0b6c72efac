// G1: a visit that this house saw as delivered is called so once the carrier says it, too; until then it waits, and after
// an hour, or when somebody comes with the same label, people are told that it is doubtful.
import { type Confirmation, type JournalLine, confirmationState, hours, minutes } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

async function delivered(): Promise<SimulatedHome> {
  const home = await SimulatedHome.open()
  await home.armed()
  expect(await home.arrive()).toBeNull()
  await home.approve()
  await home.pass(8)
  await home.dropOff()
  await home.pass(40)
  expect(visitOf(home)).toMatchObject({ state: 'closed', outcome: 'delivered' })
  return home
}
const visitOf = (home: SimulatedHome) => home.runtime.visits.all[0]
const confirmationOf = (home: SimulatedHome): Confirmation => {
  const confirmation = visitOf(home)?.confirmation
  if (!confirmation) throw new Error('nothing is waited for')
  return confirmation
}
const stateOf = (home: SimulatedHome): string => confirmationState(confirmationOf(home))
const linesOf = ({ lines }: SimulatedHome, type: string): readonly JournalLine[] =>
  lines.filter((line) => line.type === type)
/** Until so many ms after our delivered. */
async function passTo(home: SimulatedHome, ms: number): Promise<void> {
  const closed = visitOf(home)?.closed ?? 0
  await home.pass((closed + ms - home.clock.wall()) / 1000)
}
const HOUR = hours(1)

describe('T1: the word of the carrier', () => {
  test('agrees: the visit is confirmed, and nothing is doubtful for ever', async () => {
    await using home = await delivered()
    expect(stateOf(home)).toBe('waits')
    await home.report('delivered')
    await home.pass(0.1)
    expect(stateOf(home)).toBe('agreed')
    expect(linesOf(home, 'VisitConfirmed')).toMatchObject([
      { session: visitOf(home)?.id, door: 'front', data: { late: false } },
    ])
    await passTo(home, 3 * HOUR)
    expect([linesOf(home, 'VisitDoubted'), home.notices.includes('VISIT_DOUBTFUL')]).toEqual([[], false])
  })

  test('is silent for an hour: people are told once, with the film, and not a moment earlier', async () => {
    await using home = await delivered()
    await passTo(home, HOUR - 1)
    expect([stateOf(home), linesOf(home, 'VisitDoubted')]).toEqual(['waits', []])
    await passTo(home, HOUR + 1)
    const film = visitOf(home)?.film.map(({ sha256 }) => sha256)
    expect(film?.length).toBeGreaterThan(0)
    expect(linesOf(home, 'VisitDoubted')).toMatchObject([
      { session: visitOf(home)?.id, data: { notice: 'VISIT_DOUBTFUL', why: 'carrier-silent', film } },
    ])
    await passTo(home, 5 * HOUR)
    expect(stateOf(home)).toBe('doubtful')
    expect(home.notices.filter((notice) => notice === 'VISIT_DOUBTFUL')).toHaveLength(1)
  })

  test('speaks late, and is heard', async () => {
    await using home = await delivered()
    await passTo(home, 2 * HOUR)
    await home.report('delivered')
    await home.pass(0.1)
    expect(stateOf(home)).toBe('agreed')
    expect(linesOf(home, 'VisitConfirmed')).toMatchObject([{ data: { late: true } }])
  })

  test('said it while the courier was inside', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(8)
    await home.report('delivered')
    await home.dropOff()
    await home.pass(40)
    expect(stateOf(home)).toBe('agreed')
  })

  test('says that it went elsewhere: that is no word for us', async () => {
    await using home = await delivered()
    await home.report('delivered-elsewhere')
    await passTo(home, HOUR + 1)
    expect(stateOf(home)).toBe('doubtful')
  })

  test('speaks through somebody who vouches for less than the one who announced it: nobody has spoken', async () => {
    await using home = await delivered()
    await home.runtime.deliveries.report({
      source: 'token',
      grade: 'none',
      carrier: 'ups',
      numbers: [NUMBER],
      status: 'delivered',
      occurredAt: home.clock.wall(),
      window: null,
      elsewhere: null,
      eventId: 'x',
      body: new TextEncoder().encode('x'),
    })
    await passTo(home, HOUR + 1)
    expect(stateOf(home)).toBe('doubtful')
  })
})

describe('T1: a second visitor with the label', () => {
  test('is told what anybody is told, and the visit is doubtful, once, whatever the carrier says', async () => {
    await using home = await delivered()
    await home.report('delivered')
    await home.pass(0.1)
    expect(await home.arrive()).toBe('LABEL_UNKNOWN')
    expect(await home.arrive()).toBe('LABEL_UNKNOWN')
    expect(stateOf(home)).toBe('doubtful')
    expect(linesOf(home, 'VisitDoubted')).toMatchObject([{ data: { why: 'label-again' } }])
    expect(home.notices.filter((notice) => notice === 'VISIT_DOUBTFUL')).toHaveLength(1)
  })

  test('a label that was never used, or that nobody who stands there has shown, says nothing', async () => {
    await using home = await delivered()
    expect(await home.arrive('1Z9999999999999999')).toBe('LABEL_UNKNOWN')
    const { desk } = home.runtime
    await desk.beginByLabel({ door: 'front' as never, code: 'invented', label: NUMBER })
    expect(stateOf(home)).toBe('waits')
  })

  test('one who was not let in has used no label', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    const sid = home.state.session?.sid
    if (!sid) throw new Error('nobody asks')
    await home.runtime.ask('front' as never, {
      type: 'DenyEntry',
      sid,
      actor: { by: 'u_1' as never, face: 'owner-page' },
    })
    await home.pass(1)
    expect(await home.arrive()).toBe('LABEL_UNKNOWN')
    expect([visitOf(home)?.confirmation, linesOf(home, 'VisitDoubted')]).toEqual([null, []])
  })
})

describe('through a restart', () => {
  test('the hour goes on: down for the whole of it, people are told at the next start', async () => {
    await using home = await delivered()
    home.crash()
    await home.clock.advance(hours(2))
    await home.begin(home.journal.reopen())
    await home.pass(1)
    expect(stateOf(home)).toBe('doubtful')
  })

  test('what was told is not told again, and a second label is another reason', async () => {
    await using home = await delivered()
    await passTo(home, HOUR + 1)
    home.crash()
    await home.begin(home.journal.reopen())
    await home.pass(120)
    expect(linesOf(home, 'VisitDoubted')).toHaveLength(1)
    await home.arrive()
    expect(confirmationOf(home).doubts.map(({ why }) => why)).toEqual(['carrier-silent', 'label-again'])
  })
})

test('a wall clock that jumps an hour ahead has seen no hour pass', async () => {
  await using home = await delivered()
  home.clock.jump({ wall: hours(2) })
  await home.pass(120)
  expect(home.state.gate.clockOk).toBe(false)
  expect(stateOf(home)).toBe('waits')
  // By the time it is trusted again, there is no telling how long it was: it is said rather than kept back.
  await home.clock.advance(minutes(12))
  expect(stateOf(home)).toBe('doubtful')
})
