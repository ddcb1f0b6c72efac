// Goal: after a no the visit says at once, in the same piece of work, where the parcel may go and why not somewhere
// better; sabotage gets nothing (threats T16). Whole visits in virtual time.
import { doorId } from '@portico/core'
import { describe, expect, test } from 'vitest'
import type { Visit } from '../src/index.ts'
import { FRONT, SimulatedHome } from './simulated-home.ts'

const BOX = doorId('box')
const withBox = { others: [{ id: BOX, kind: 'box' as const }] }

const visitOf = ({ runtime }: SimulatedHome): Visit => {
  const [visit] = runtime.visits.all
  if (!visit) throw new Error('no visit')
  return visit
}

async function asked(home: SimulatedHome): Promise<void> {
  await home.armed()
  expect(await home.arrive()).toBeNull()
}

describe('nobody answered', () => {
  test('a home without a box: the porch, and why no box', async () => {
    await using home = await SimulatedHome.open()
    await asked(home)
    await home.pass(61)
    expect(visitOf(home).offer).toMatchObject({
      offered: 'porch',
      code: 'APPROVAL_TIMEOUT',
      skipped: [{ rung: 'box', why: 'NOT_THERE' }],
    })
    const told = home.lines.filter(({ type }) => ['EntryRefused', 'FallbackOffered'].includes(type))
    expect(told.map(({ type, mono }) => [type, mono])).toEqual([
      ['EntryRefused', told[0]?.mono],
      ['FallbackOffered', told[0]?.mono],
    ])
    expect(told[1]).toMatchObject({ door: FRONT, data: { offered: 'porch', code: 'APPROVAL_TIMEOUT' } })
  })
  test('a box that serves, in the order of the household', async () => {
    await using home = await SimulatedHome.open({ ...withBox, fallback: ['box', 'porch'] })
    home.runtime.report(BOX, { type: 'ReportFitness', unfit: null })
    await asked(home)
    await home.pass(61)
    expect(visitOf(home).offer).toMatchObject({ offered: 'box', skipped: [] })
  })
  test('a box that does not', async () => {
    await using home = await SimulatedHome.open(withBox)
    await asked(home)
    await home.pass(61)
    expect(visitOf(home).offer).toMatchObject({
      offered: 'porch',
      skipped: [{ rung: 'box', why: 'NOT_FIT' }],
    })
  })
  test('a household that wants it nowhere: the courier keeps it', async () => {
    await using home = await SimulatedHome.open({ fallback: [] })
    await asked(home)
    await home.pass(61)
    expect(visitOf(home).offer).toMatchObject({ offered: 'keep', skipped: [] })
  })
})

describe('T16: sabotage', () => {
  test('a covered camera leads to no porch and no garage', async () => {
    await using home = await SimulatedHome.open({
      others: [{ id: doorId('garage'), kind: 'garage' }],
      fallback: ['garage', 'porch', 'neighbour'],
    })
    home.runtime.report(doorId('garage'), { type: 'ReportFitness', unfit: null })
    await asked(home)
    await home.approve()
    home.cameras.how = 'frozen'
    await home.pass(13)
    expect(visitOf(home).offer).toMatchObject({ offered: 'keep', code: 'FRAMES_FEW' })
    expect(visitOf(home).offer?.skipped.map(({ why }) => why)).toEqual([
      'SUSPICIOUS',
      'SUSPICIOUS',
      'SUSPICIOUS',
    ])
  })
  test('an unlock that was committed and did not leave offers nothing either', async () => {
    await using home = await SimulatedHome.open()
    await asked(home)
    home.door.unlock = () => 'LOCK_UNREACHABLE'
    await home.approve()
    await home.pass(3)
    expect(visitOf(home).offer).toMatchObject({ offered: 'keep', code: 'LOCK_UNREACHABLE' })
  })
})

test('a courier outside the window is told a place, too', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  home.clock.jump({ wall: 3_600_000 as never })
  expect(await home.arrive()).toBe('CLOCK_UNTRUSTED')
  expect(visitOf(home).offer).toMatchObject({ offered: 'porch', code: 'CLOCK_UNTRUSTED' })
})

test('what is said to the courier of another visit is not this one’s', async () => {
  await using home = await SimulatedHome.open()
  await asked(home)
  expect(await home.arrive()).toBe('LABEL_UNKNOWN')
  const pass = await home.runtime.desk.mintPass(visitOf(home))
  const { code } = home.runtime.codes.mint(FRONT)
  expect((await home.runtime.desk.arrive({ pass, code })).refused).toBe('DOOR_BUSY')
  expect(visitOf(home).offer).toBeNull()
})

test('it outlives the hub', async () => {
  await using home = await SimulatedHome.open()
  await asked(home)
  await home.pass(61)
  home.crash()
  await home.begin(home.journal.reopen())
  expect(visitOf(home).offer).toMatchObject({ offered: 'porch', code: 'APPROVAL_TIMEOUT' })
})

describe('couriers come by plain HTTP (decisions 24)', () => {
  test.each(['auto', 'pin'] as const)('under %s the owner is asked all the same', async (mode) => {
    await using home = await SimulatedHome.open({ mode, asksAlways: true })
    await home.claim()
    await home.report('out-for-delivery', { windowHours: 3 })
    await home.pass(0.1)
    expect(await home.arrive()).toBeNull()
    await home.pass(3)
    expect([home.phase, home.door.unlocks, home.door.pins]).toEqual(['authorising', [], []])
  })
})
