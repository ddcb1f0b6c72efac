// Past visits under other rules: what would have been otherwise comes first, nothing is changed by looking, and records
// of an earlier version are tried by what they kept.
import { type Policy, type Sentence, plainPolicy, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { LocalDay, type RehearsedVisit, pastOf, rehearse } from '../src/index.ts'
import { SimulatedHome } from './simulated-home.ts'

const day = new LocalDay('Europe/Berlin')

const sentence = (more: Partial<Sentence>): Sentence => ({ id: 'a', place: 'inside', mode: 'auto', ...more })

const tried = (home: SimulatedHome, policy: Policy, since = 0): readonly RehearsedVisit[] =>
  rehearse({
    ...pastOf(home.runtime.records),
    policy,
    since: wallTime(since),
    localTime: (wall) => day.at(wall),
  })

/** One that was asked about. */
async function withPast(): Promise<SimulatedHome> {
  const home = await SimulatedHome.open()
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 3 })
  await home.pass(0.1)
  await home.arrive()
  await home.approve()
  await home.pass(3)
  await home.dropOff()
  await home.pass(60)
  return home
}

describe('a visit of the past', () => {
  test('under the same rules is the same', async () => {
    await using home = await withPast()
    expect(tried(home, plainPolicy('owner'))).toMatchObject([{ differs: false, looser: false }])
  })
  test('under looser ones is told as looser', async () => {
    await using home = await withPast()
    const looser = {
      mode: 'owner',
      sentences: [sentence({ carrier: 'ups', days: [1], from: 660, to: 661 })],
    } as const
    expect(tried(home, looser)).toMatchObject([
      {
        looser: true,
        then: { place: 'inside', mode: 'owner', because: [] },
        now: { place: 'inside', mode: 'auto', because: ['a'] },
      },
    ])
  })
  test('is tried in its own hour, not in this one', async () => {
    await using home = await withPast()
    const other = { mode: 'owner', sentences: [sentence({ from: 700, to: 800 })] } as const
    expect(tried(home, other)).toMatchObject([{ differs: false }])
  })
  test('under tighter ones is told as such', async () => {
    await using home = await withPast()
    const tighter: Policy = { mode: 'owner', sentences: [sentence({ place: 'porch', mode: 'owner' })] }
    expect(tried(home, tighter)).toMatchObject([{ differs: true, looser: false, now: { place: 'porch' } }])
  })
  test('of before the span, or to which nobody came, is left out', async () => {
    await using home = await withPast()
    expect(tried(home, plainPolicy('auto'), home.clock.wall())).toEqual([])
    await using quiet = await SimulatedHome.open()
    await quiet.armed()
    expect(tried(quiet, plainPolicy('auto'))).toEqual([])
  })
  test('of an earlier version is tried by its claim, window and carrier', async () => {
    await using home = await withPast()
    const { records, journal } = home.runtime
    const [visit] = home.runtime.visits.all
    if (!visit) throw new Error('no visit')
    const { ruling: _, tightened: __, ...earlier } = visit
    await journal.append({ lines: [], records: [records.put('visit', visit.id, earlier)] })
    expect(tried(home, { mode: 'owner', sentences: [sentence({ carrier: 'dhl' })] })).toMatchObject([
      { differs: false },
    ])
    expect(tried(home, plainPolicy('owner'))).toMatchObject([{ differs: false }])
  })
  test('looking writes nothing and asks no door anything', async () => {
    await using home = await withPast()
    const before = [home.lines.length, home.door.unlocks.length, home.state.session]
    tried(home, plainPolicy('auto'))
    expect([home.lines.length, home.door.unlocks.length, home.state.session]).toEqual(before)
  })
})

test('the looser ones come first, then what else is otherwise, each in the order of time', async () => {
  await using home = await withPast()
  const [visit] = home.runtime.visits.all
  if (!visit?.ruling) throw new Error('no visit')
  const { ruling } = visit
  const at = (id: string, wall: number, carrier: string) => ({
    ...visit,
    id: id as typeof visit.id, // cast: only told apart here
    ruling: { ...ruling, wall: wallTime(wall), cases: ruling.cases.map((each) => ({ ...each, carrier })) },
  })
  const visits = [
    at('s_1', 5, 'same'),
    at('s_2', 4, 'out'),
    at('s_3', 3, 'in'),
    at('s_4', 2, 'out'),
    at('s_5', 1, 'in'),
  ]
  const policy: Policy = {
    mode: 'owner',
    sentences: [sentence({ id: 'a', carrier: 'in' }), sentence({ id: 'b', carrier: 'out', place: 'refuse' })],
  }
  const past = { visits, policy, since: wallTime(0), parcelOf: () => null, localTime: day.at.bind(day) }
  expect(rehearse(past).map(({ session }) => session)).toEqual(['s_5', 's_3', 's_4', 's_2', 's_1'])
})
