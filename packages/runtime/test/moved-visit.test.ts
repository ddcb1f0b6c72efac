// A later report of the carrier moves the window of the visit that is announced: at the door, in the journal, over a
// restart; and not under a courier who has begun. On the real runtime in virtual time.
import { hours, wallTime } from '@portico/core'
import type { CarrierReport } from '@portico/runtime'
import { describe, expect, test } from 'vitest'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

let count = 0

function tell(home: SimulatedHome, [from, to]: readonly [number, number], more: Partial<CarrierReport> = {}) {
  const now = home.clock.wall()
  const eventId = `moved_${count++}`
  return home.runtime.deliveries.report({
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'out-for-delivery',
    occurredAt: now,
    window: { from: wallTime(now + hours(from)), to: wallTime(now + hours(to)) },
    elsewhere: null,
    eventId,
    body: new TextEncoder().encode(eventId),
    ...more,
  })
}

const saidOf = ({ lines }: SimulatedHome): readonly unknown[] =>
  lines.filter(({ type }) => type === 'ParcelObserved').map(({ data }) => data['window'])
const movesOf = ({ lines }: SimulatedHome): number =>
  lines.filter(({ type }) => type === 'VisitWindowMoved').length

describe('a later window', () => {
  test('is that of the visit and of the door, whose courier then comes in its time alone', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.claim()
    await tell(home, [0, 3])
    await home.pass(0.1)
    expect(home.state.session).toMatchObject({ phase: 'armed', ceiling: 'auto' })
    const later = home.clock.wall() + hours(2)
    await tell(home, [2, 4])
    await home.pass(0.1)
    expect(home.runtime.visits.all).toHaveLength(1)
    expect(home.runtime.visits.all[0]).toMatchObject({ from: later, to: later + hours(2), ceiling: 'auto' })
    expect(home.state.session).toMatchObject({ phase: 'armed', from: later })
    expect(await home.arrive(NUMBER)).toBe('OUTSIDE_WINDOW')
    expect([saidOf(home), movesOf(home)]).toEqual([[undefined, undefined, 'moved'], 1])

    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.visits.all[0]).toMatchObject({ from: later })
  })

  test('that is wider asks the owner from then on, and a narrow one after it does not open unasked again', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.claim()
    await tell(home, [0, 3])
    for (const to of [8, 2]) {
      await home.pass(1)
      await tell(home, [0, to])
    }
    await home.pass(0.1)
    expect(home.state.session).toMatchObject({ phase: 'armed', ceiling: 'owner', mode: 'owner' })
    expect(movesOf(home)).toBe(2)
  })

  test('by somebody who vouches for less is kept with the parcel and moves nothing', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    await tell(home, [0, 3])
    await home.pass(0.1)
    const [visit] = home.runtime.visits.all
    await tell(home, [1, 2], { grade: 'none', source: 'token' })
    expect(home.runtime.visits.all).toEqual([visit])
    expect([saidOf(home).at(-1), movesOf(home)]).toEqual(['weaker', 0])
  })

  test('comes too late for a courier who has begun', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    await tell(home, [0, 3])
    await home.pass(0.1)
    expect(await home.arrive(NUMBER)).toBeNull()
    const { phase } = home
    const [visit] = home.runtime.visits.all
    await tell(home, [2, 4])
    expect(home.phase).toBe(phase)
    expect(home.runtime.visits.all[0]).toMatchObject({ from: visit?.from, to: visit?.to })
    expect([saidOf(home).at(-1), movesOf(home)]).toEqual(['begun', 0])
  })
})
