// The rules of a home: tightened at once, loosened after a wait that anybody may end, and the same after a restart. The
// real runtime on a memory journal, in virtual time.
import { milliseconds, minutes, plainPolicy } from '@portico/core'
import type { Batch } from '@portico/ports'
import { MemoryJournal } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import { SimulatedHome } from './simulated-home.ts'

const [ANNA, BEN] = ['u_anna', 'u_ben'] as const

const policyLines = ({ lines }: SimulatedHome): readonly unknown[] =>
  lines
    .filter(({ type }) => type.startsWith('Policy'))
    .map(({ type, data }) => [type, data['by'], data['mode']])

/** Somebody acts in the moment in which the durable mark of an unlock is on its way to the disk. */
class MarkedJournal extends MemoryJournal {
  onMark: () => void = () => {}

  override append(batch: Batch): Promise<void> {
    if (batch.lines.some(({ type }) => type === 'EffectStarted')) this.onMark()
    return super.append(batch)
  }
}

/** A visit that nobody needs be asked about waits armed at the door. */
async function armedUnasked(home: SimulatedHome): Promise<void> {
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 3 })
  await home.pass(0.1)
}

describe('looser', () => {
  test('T13: is nothing before its wait is over, and then everything for visits that are announced from now on', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    expect(rules.loosens(plainPolicy('auto'))).toBe(true)
    await rules.change(plainPolicy('auto'), ANNA)
    expect(rules.inForce).toMatchObject({
      policy: plainPolicy('owner'),
      fromFile: true,
      pending: { policy: plainPolicy('auto'), by: ANNA },
    })
    await home.pass(15 * 60 - 1)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2)
    expect(rules.inForce).toEqual({ policy: plainPolicy('auto'), fromFile: false, pending: null })
    expect(policyLines(home)).toEqual([
      ['PolicyChangeAsked', ANNA, 'auto'],
      ['PolicyChanged', ANNA, 'auto'],
    ])
    await armedUnasked(home)
    await home.arrive()
    expect(home.phase).toBe('proving')
  })

  test('T13: a PIN is as loose as automatic: it waits as long, and from one to the other nothing loosens', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    expect(rules.loosens(plainPolicy('pin'))).toBe(true)
    await rules.change(plainPolicy('pin'), ANNA)
    await home.pass(15 * 60 - 1)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2)
    expect(home.runtime.policy.mode).toBe('pin')
    expect([rules.loosens(plainPolicy('auto')), rules.loosens(plainPolicy('owner'))]).toEqual([false, false])
    await rules.change(plainPolicy('auto'), BEN)
    expect(rules.inForce).toMatchObject({ policy: plainPolicy('auto'), pending: null })
    expect(rules.loosens(plainPolicy('pin'))).toBe(false)
    await rules.change(plainPolicy('owner'), BEN)
    expect(rules.inForce).toMatchObject({ policy: plainPolicy('owner'), pending: null })
  })

  test('does not loosen a visit that was announced before', async () => {
    await using home = await SimulatedHome.open()
    await armedUnasked(home)
    await home.runtime.rules.change(plainPolicy('auto'), ANNA)
    await home.pass(16 * 60)
    await home.arrive()
    expect(home.phase).toBe('authorising')
  })

  test('T13: is stopped by anybody of the home, and does not come true afterwards', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    await rules.change(plainPolicy('auto'), ANNA)
    await home.pass(14 * 60)
    expect(await rules.stop(BEN)).toBe(true)
    expect(await rules.stop(BEN)).toBe(false)
    await home.pass(20 * 60)
    expect(rules.inForce).toEqual({ policy: plainPolicy('owner'), fromFile: true, pending: null })
    expect(policyLines(home)).toEqual([
      ['PolicyChangeAsked', ANNA, 'auto'],
      ['PolicyChangeStopped', BEN, 'auto'],
    ])
  })

  test('asked for twice it waits from the first time', async () => {
    await using home = await SimulatedHome.open()
    const { rules } = home.runtime
    await rules.change(plainPolicy('auto'), ANNA)
    const first = rules.inForce.pending
    await home.pass(10 * 60)
    await rules.change(plainPolicy('auto'), BEN)
    expect(rules.inForce.pending).toEqual(first)
  })

  test('T13: waits anew through a restart: while the hub was down nobody could stop it', async () => {
    await using home = await SimulatedHome.open()
    await home.runtime.rules.change(plainPolicy('auto'), ANNA)
    await home.pass(10 * 60)
    home.crash()
    const crashed = home.clock.wall()
    await home.begin(home.journal.reopen())
    const { pending } = home.runtime.rules.inForce
    expect(pending?.by).toBe(ANNA)
    expect(pending?.at).toBeGreaterThanOrEqual(crashed + 15 * 60_000)
    await home.pass(14 * 60)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2 * 60)
    expect(home.runtime.policy.mode).toBe('auto')
    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.rules.inForce).toEqual({
      policy: plainPolicy('auto'),
      fromFile: false,
      pending: null,
    })
  })

  test.for([
    ['back', -3_600_000],
    ['ahead', 3_600_000],
  ] as const)('T13: waits whole when the clock was set %s over a restart', async ([, wall]) => {
    await using home = await SimulatedHome.open()
    await home.runtime.rules.change(plainPolicy('auto'), ANNA)
    home.crash()
    home.clock.jump({ wall: milliseconds(wall) })
    await home.begin(home.journal.reopen())
    await home.pass(14 * 60)
    expect(home.runtime.policy.mode).toBe('owner')
    await home.pass(2 * 60)
    expect(home.runtime.policy.mode).toBe('auto')
  })

  test('that cannot be written does not count, and is tried again', async () => {
    await using home = await SimulatedHome.open()
    await home.runtime.rules.change(plainPolicy('auto'), ANNA)
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
    expect(rules.loosens(plainPolicy('owner'))).toBe(false)
    await rules.change(plainPolicy('owner'), ANNA)
    expect(rules.inForce).toEqual({ policy: plainPolicy('owner'), fromFile: false, pending: null })
  })

  test('also for a visit that was armed before: its courier has to be answered', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await armedUnasked(home)
    expect(home.state.session?.mode).toBe('auto')
    await home.runtime.rules.change(plainPolicy('owner'), ANNA)
    await home.pass(0.1)
    expect(home.state.session).toMatchObject({ phase: 'armed', mode: 'owner' })
    expect(await home.arrive()).toBeNull()
    await home.pass(5)
    expect(home.phase).toBe('authorising')
    expect(home.door.unlocks).toEqual([])
  })

  test('T13: also for one that is being proved: the try ends at once, and the next one is asked about', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await armedUnasked(home)
    expect(await home.arrive()).toBeNull()
    expect(home.phase).toBe('proving')
    await home.runtime.rules.change(plainPolicy('owner'), ANNA)
    await home.pass(0.1)
    expect([home.phase, home.state.session?.mode]).toEqual(['armed', 'owner'])
    expect(home.lines.find(({ type }) => type === 'EntryRefused')?.data['code']).toBe('RULES_TIGHTENED')
    await home.pass(20)
    expect(home.door.unlocks).toEqual([])
    expect(await home.arrive()).toBeNull()
    expect([home.phase, home.door.unlocks]).toEqual(['authorising', []])
  })

  test('T13: also between the commit of an unlock and the gate: it does not leave', async () => {
    const journal = new MarkedJournal()
    await using home = await SimulatedHome.open({ mode: 'auto', journal })
    await armedUnasked(home)
    await home.arrive()
    journal.onMark = () => void home.runtime.rules.change(plainPolicy('owner'), ANNA)
    await home.pass(5)
    expect(home.door.unlocks).toEqual([])
    expect(home.lines.find(({ type }) => type === 'UnlockVoided')?.data['code']).toBe('NOT_APPROVED')
    await home.pass(20)
    expect([home.door.isLocked, home.state.gate.alarms]).toEqual([true, []])
  })

  test('T13: an unlock that has left is not called back: the visit goes on to its proof', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await armedUnasked(home)
    await home.arrive()
    for (let ms = 0; ms < 12_000 && home.door.unlocks.length === 0; ms += 50) await home.pass(0.05)
    await home.runtime.rules.change(plainPolicy('owner'), ANNA)
    await home.pass(2)
    await home.dropOff()
    await home.pass(10)
    expect(home.lines.find(({ type }) => type === 'SessionClosed')?.data['outcome']).toBe('delivered')
  })

  test('for one that waits for the door behind another, and after a restart', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await armedUnasked(home)
    await home.runtime.rules.change(plainPolicy('owner'), ANNA)
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
    await rules.change(plainPolicy('auto'), ANNA)
    await rules.change(plainPolicy('owner'), BEN)
    expect(rules.inForce.pending).toBeNull()
  })

  test('counts from this moment, whatever the disk does', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    home.journal.failNext('HUB_JOURNAL_FULL')
    await expect(home.runtime.rules.change(plainPolicy('owner'), ANNA)).rejects.toMatchObject({
      code: 'HUB_JOURNAL_FULL',
    })
    expect(home.runtime.policy.mode).toBe('owner')
  })
})
