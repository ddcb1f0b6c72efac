// The rules of a home: tightened at once, loosened after a wait that anybody may end, and the same after a restart. The
// real runtime on a memory journal, in virtual time.
import { milliseconds, minutes } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { SimulatedHome } from './simulated-home.ts'

const [ANNA, BEN] = ['u_anna', 'u_ben'] as const

const policyLines = ({ lines }: SimulatedHome): readonly unknown[] =>
  lines
    .filter(({ type }) => type.startsWith('Policy'))
    .map(({ type, data }) => [type, data['by'], data['mode']])

/** A visit that nobody needs be asked about waits armed at the door. */
async function armedUnasked(home: SimulatedHome): Promise<void> {
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 3 })
  await home.pass(0.1)
}

describe('looser', () => {
  test('is nothing before its wait is over, and then everything for visits that are announced from now on', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    expect(rules.loosens('auto')).toBe(true)
    await rules.change('auto', ANNA)
    expect(rules.inForce).toMatchObject({
      mode: 'owner',
      fromFile: true,
      pending: { mode: 'auto', by: ANNA },
    })
    await home.pass(15 * 60 - 1)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2)
    expect(rules.inForce).toEqual({ mode: 'auto', fromFile: false, pending: null })
    expect(policyLines(home)).toEqual([
      ['PolicyChangeAsked', ANNA, 'auto'],
      ['PolicyChanged', ANNA, 'auto'],
    ])
    await armedUnasked(home)
    await home.arrive()
    expect(home.phase).toBe('proving')
  })

  test('does not loosen a visit that was announced before', async () => {
    await using home = await SimulatedHome.open()
    await armedUnasked(home)
    await home.runtime.rules.change('auto', ANNA)
    await home.pass(16 * 60)
    await home.arrive()
    expect(home.phase).toBe('authorising')
  })

  test('is stopped by anybody of the home, and does not come true afterwards', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    await rules.change('auto', ANNA)
    await home.pass(14 * 60)
    expect(await rules.stop(BEN)).toBe(true)
    expect(await rules.stop(BEN)).toBe(false)
    await home.pass(20 * 60)
    expect(rules.inForce).toEqual({ mode: 'owner', fromFile: true, pending: null })
    expect(policyLines(home)).toEqual([
      ['PolicyChangeAsked', ANNA, 'auto'],
      ['PolicyChangeStopped', BEN, 'auto'],
    ])
  })

  test('asked for twice it waits from the first time', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    await rules.change('auto', ANNA)
    const first = rules.inForce.pending
    await home.pass(10 * 60)
    await rules.change('auto', BEN)
    expect(rules.inForce.pending).toEqual(first)
  })

  test('waits on through a restart', async () => {
    await using home = await SimulatedHome.open()
    await home.runtime.rules.change('auto', ANNA)
    await home.pass(10 * 60)
    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.rules.inForce.pending).toMatchObject({ by: ANNA })
    await home.pass(4 * 60)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2 * 60)
    expect(home.runtime.policy.mode).toBe('auto')
    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.rules.inForce).toEqual({ mode: 'auto', fromFile: false, pending: null })
  })

  test('waits whole when the clock was set back over a restart', async () => {
    await using home = await SimulatedHome.open()
    await home.runtime.rules.change('auto', ANNA)
    home.crash()
    home.clock.jump({ wall: milliseconds(-3_600_000) })
    await home.begin(home.journal.reopen())
    await home.pass(14 * 60)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2 * 60)
    expect(home.runtime.policy.mode).toBe('auto')
  })

  test('that cannot be written does not count, and is tried again', async () => {
    await using home = await SimulatedHome.open()
    await home.runtime.rules.change('auto', ANNA)
    await home.pass(minutes(15) / 1000 - 1)
    home.journal.failNext('HUB_JOURNAL_FULL')
    await home.pass(2)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(60)
    expect(home.runtime.policy.mode).toBe('auto')
  })
})

describe('tighter', () => {
  test('is at once, without a wait', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    const { rules } = home.runtime
    expect(rules.loosens('owner')).toBe(false)
    await rules.change('owner', ANNA)
    expect(rules.inForce).toEqual({ mode: 'owner', fromFile: false, pending: null })
  })

  test('also for a visit that was armed before: its courier has to be answered', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await armedUnasked(home)
    expect(home.state.session?.mode).toBe('auto')
    await home.runtime.rules.change('owner', ANNA)
    await home.pass(0.1)
    expect(home.state.session).toMatchObject({ phase: 'armed', mode: 'owner' })
    expect(await home.arrive()).toBeNull()
    await home.pass(5)
    expect(home.phase).toBe('authorising')
    expect(home.door.unlocks).toEqual([])
  })

  test('for one that waits for the door behind another, and after a restart', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await armedUnasked(home)
    await home.runtime.rules.change('owner', ANNA)
    home.crash()
    await home.begin(home.journal.reopen())
    await home.pass(1)
    await home.arrive()
    await home.pass(5)
    expect([home.phase, home.door.unlocks]).toEqual(['authorising', []])
  })

  test('takes back a loosening that waits', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    await rules.change('auto', ANNA)
    await rules.change('owner', BEN)
    expect(rules.inForce.pending).toBeNull()
  })

  test('counts from this moment, whatever the disk does', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    home.journal.failNext('HUB_JOURNAL_FULL')
    await expect(home.runtime.rules.change('owner', ANNA)).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(home.runtime.policy.mode).toBe('owner')
  })
})
