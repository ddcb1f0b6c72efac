// What people of the house do with parcels, on the real runtime in virtual time: two become one and two again, one is
// split, one is none of theirs. Nothing of it lets a courier do more than before.
import { type Parcel, type ParcelId, actorId, wallTime } from '@portico/core'
import type { CarrierReport } from '@portico/runtime'
import { describe, expect, test } from 'vitest'
import { foundBy } from './found-by.ts'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

const [ANN, BOB] = [actorId('u_ann'), actorId('u_bob')]
const OTHER = 'JD0146000031234567'

let count = 0

function tell(home: SimulatedHome, more: Partial<CarrierReport>): Promise<unknown> {
  const now = home.clock.wall()
  return home.runtime.deliveries.report({
    source: 'track17',
    grade: 'signed',
    carrier: 'dhl',
    numbers: [OTHER],
    status: 'in-transit',
    occurredAt: now,
    window: null,
    elsewhere: null,
    eventId: `more_${count++}`,
    body: new TextEncoder().encode(JSON.stringify(more)),
    ...more,
  })
}

const idOf = (home: SimulatedHome, number: string): ParcelId => parcelOf(home, number).id

function parcelOf(home: SimulatedHome, number: string): Parcel {
  const parcel = home.runtime.deliveries.parcels.find(({ numbers }) => numbers.includes(number))
  if (!parcel) throw new Error('no such parcel')
  return parcel
}

const code = (rejected: Promise<unknown>): Promise<unknown> =>
  rejected.then(
    () => null,
    (error: unknown) => (error as { code?: string }).code, // cast: errors of the hub have one
  )

const acts = ({ lines }: SimulatedHome): readonly unknown[] =>
  lines
    .filter(({ type }) => /^Parcel(?:s|Split|Disowned|Act|Described|Conflict)/.test(type))
    .map(({ type, data }) => [type, data['by']])

describe('two that are one', () => {
  test('have one state, are found by either number, and survive a restart', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    await tell(home, {})
    const { acts: household } = home.runtime.deliveries
    const [first, second] = [idOf(home, NUMBER), idOf(home, OTHER)]
    await household.merge(first, second, ANN)
    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.deliveries.parcels).toHaveLength(1)
    expect(home.runtime.deliveries.get(second)).toMatchObject({ id: first, status: 'in-transit' })
    await tell(home, { status: 'delivered' })
    expect(parcelOf(home, NUMBER).status).toBe('delivered')
    expect(home.runtime.deliveries.stepsOf(first).map(({ status }) => status)).toEqual([
      null,
      'in-transit',
      'delivered',
    ])
  })

  test('G1: may no more than the one that nobody claimed, also when the visit was armed before', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.claim()
    await home.report('out-for-delivery', { windowHours: 3 })
    await home.pass(0.1)
    expect(home.state.session).toMatchObject({ phase: 'armed', ceiling: 'auto' })
    await tell(home, {})
    await home.runtime.deliveries.acts.merge(idOf(home, OTHER), idOf(home, NUMBER), ANN)
    await home.pass(0.1)
    expect(home.state.session).toMatchObject({ phase: 'armed', ceiling: 'owner', claim: 'none' })
    expect(await home.arrive(NUMBER)).toBeNull()
    expect(home.phase).toBe('authorising')
  })

  test('are two again when it is undone, and the visit stays as careful as it was made', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.claim()
    await home.report('out-for-delivery', { windowHours: 3 })
    await tell(home, {})
    const [first, second] = [idOf(home, NUMBER), idOf(home, OTHER)]
    await home.runtime.deliveries.acts.merge(first, second, ANN)
    await home.runtime.deliveries.acts.undo(second, BOB)
    await home.pass(0.1)
    expect(parcelOf(home, NUMBER)).toMatchObject({ numbers: [NUMBER], claim: 'household' })
    expect(parcelOf(home, OTHER)).toMatchObject({ numbers: [OTHER], status: 'in-transit', claim: 'none' })
    expect(home.state.session).toMatchObject({ ceiling: 'owner' })
    expect(acts(home)).toEqual([
      ['ParcelsMerged', ANN],
      ['ParcelActUndone', BOB],
    ])
    expect(await code(home.runtime.deliveries.acts.undo(first, ANN))).toBe('HUB_PARCEL_UNDO')
  })

  test('are announced once by a report that names both', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    await tell(home, {})
    await home.runtime.deliveries.acts.merge(idOf(home, NUMBER), idOf(home, OTHER), ANN)
    await tell(home, { numbers: [NUMBER, OTHER], carrier: null, status: 'out-for-delivery' })
    await home.pass(0.1)
    expect(home.runtime.visits.all).toHaveLength(1)
  })

  test('G8: a word that one of them is gone withdraws the visit of the whole', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await tell(home, {})
    await home.runtime.deliveries.acts.merge(idOf(home, NUMBER), idOf(home, OTHER), ANN)
    await home.pass(0.1)
    await tell(home, { status: 'delivered-elsewhere' })
    expect(await home.arrive()).toBe('PARCEL_DONE')
  })

  test('are refused where it makes no sense', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await tell(home, {})
    const [first, second] = [idOf(home, NUMBER), idOf(home, OTHER)]
    const { acts: household } = home.runtime.deliveries
    expect(await code(household.merge(first, first, ANN))).toBe('HUB_PARCEL_SAME')
    await household.describe(second, { confidential: true, person: BOB }, BOB)
    expect(await code(household.merge(first, second, ANN))).toBe('HUB_PARCEL_PRIVATE')
    expect(await home.arrive()).toBeNull()
    expect(await code(household.merge(first, second, BOB))).toBe('HUB_PARCEL_BUSY')
    expect(await code(household.split(first, ['hand'], ANN))).toBe('HUB_PARCEL_BUSY')
    expect(await code(household.disown(first, ANN))).toBe('HUB_PARCEL_BUSY')
    expect(home.phase).toBe('authorising')
  })
})

describe('one that is two', () => {
  test('is split by who spoke, the visit goes with its source, and later words go where they belong', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.claim()
    await home.report('out-for-delivery', { windowHours: 3 })
    await home.pass(0.1)
    const whole = idOf(home, NUMBER)
    const taken = await home.runtime.deliveries.acts.split(whole, ['easypost'], ANN)
    await home.pass(0.1)
    expect(taken).toMatchObject({ claim: 'none', status: 'out-for-delivery' })
    expect(home.state.session).toMatchObject({ ceiling: 'owner', parcels: [taken.id] })
    await home.report('arriving')
    expect(home.runtime.deliveries.get(taken.id)?.status).toBe('arriving')
    expect(home.runtime.deliveries.get(whole)).toMatchObject({ claim: 'household', status: null })
    await home.runtime.deliveries.acts.undo(whole, ANN)
    expect(home.runtime.deliveries.get(taken.id)).toMatchObject({
      id: whole,
      claim: 'household',
      status: 'arriving',
    })
    expect(await code(home.runtime.deliveries.acts.split(whole, ['nobody'], ANN))).toBe('HUB_PARCEL_APART')
  })

  test('cannot be one again once two carriers have spoken', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    await home.report('in-transit')
    const whole = idOf(home, NUMBER)
    await home.runtime.deliveries.acts.split(whole, ['easypost'], ANN)
    await tell(home, { numbers: [NUMBER], carrier: 'gls' })
    expect(home.runtime.deliveries.get(whole)?.carrier).toBe('gls')
    expect(await code(home.runtime.deliveries.acts.undo(whole, ANN))).toBe('HUB_PARCEL_UNDO')
  })
})

describe('one that is not ours', () => {
  test('leaves the list, takes its visit along, and arms nothing until it is claimed', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    const id = idOf(home, NUMBER)
    await home.runtime.deliveries.acts.disown(id, ANN)
    await home.pass(0.1)
    expect(home.state.session).toBeNull()
    expect(home.runtime.visits.all.map(({ state, outcome }) => [state, outcome])).toEqual([
      ['closed', 'refused'],
    ])
    const listed = (text: string | null): number =>
      foundBy(home.runtime.deliveries.search({ text, before: null, limit: 10 })).length
    expect([listed(null), listed(NUMBER)]).toEqual([0, 1])
    expect((await home.report('arriving')).unarmed).toBe('not-mine')
    expect(await home.arrive()).toBe('LABEL_UNKNOWN')
    await home.claim()
    expect((await home.report('arriving')).unarmed).toBeNull()
    expect(listed(null)).toBe(1)
  })

  test('is ours again when that is undone, with the claim it had', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    const id = idOf(home, NUMBER)
    const { acts: household } = home.runtime.deliveries
    expect(await household.disown(id, ANN)).toMatchObject({ claim: 'none' })
    expect(await household.undo(id, ANN)).toMatchObject({ claim: 'household', disowned: null })
  })
})

describe('two carriers with one number', () => {
  test('are two parcels that know of each other; a claim that names neither is refused', async () => {
    await using home = await SimulatedHome.open()
    await tell(home, { numbers: [NUMBER], carrier: 'dhl' })
    await tell(home, { numbers: [NUMBER], carrier: 'gls', source: 'mail' })
    const { deliveries } = home.runtime
    const [dhl, gls] = deliveries.parcels.toSorted((a, b) => (a.carrier ?? '').localeCompare(b.carrier ?? ''))
    if (!dhl || !gls) throw new Error('two were expected')
    expect(deliveries.conflictsOf(dhl)).toEqual([gls.id])
    expect(home.lines.find(({ type }) => type === 'ParcelConflict')?.data).toEqual({
      parcel: gls.id,
      others: [dhl.id],
    })
    expect(await code(home.claim())).toBe('HUB_PARCEL_AMBIGUOUS')
    const order = { number: NUMBER, carrier: 'gls', title: null, by: ANN }
    expect(await deliveries.claim(order)).toMatchObject({ id: gls.id, claim: 'household' })
    expect(deliveries.get(dhl.id)?.claim).toBe('none')
  })

  test('and both at the door: the one that may less is meant', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.runtime.deliveries.claim({ number: NUMBER, carrier: 'ups', title: null, by: ANN })
    await home.report('out-for-delivery', { windowHours: 3 })
    await tell(home, { numbers: [NUMBER], carrier: 'gls', status: 'out-for-delivery' })
    await home.pass(0.1)
    expect(home.runtime.visits.all.map(({ ceiling }) => ceiling)).toEqual(['auto', 'owner'])
    expect(await home.arrive()).toBeNull()
    expect(home.phase).toBe('authorising')
  })
})

test('a record of an earlier version is read as the account of whoever spoke last', async () => {
  await using home = await SimulatedHome.open()
  await home.claim()
  const whole = parcelOf(home, NUMBER)
  const { id, number } = whole
  const old = {
    id,
    number,
    carrier: 'ups',
    title: 'A lamp',
    claim: 'household',
    status: 'delivered',
    statusAt: wallTime(5),
    statusSource: 'easypost',
    grade: 'signed',
    window: null,
    elsewhere: null,
    firstSeen: wallTime(1),
    lastSeen: wallTime(7),
    doneAt: wallTime(6),
  }
  await home.runtime.journal.append({ records: [home.runtime.records.put('parcel', id, old)] })
  home.crash('kept')
  await home.begin(home.journal.reopen())
  expect(home.runtime.deliveries.get(id)).toMatchObject(old)
})
