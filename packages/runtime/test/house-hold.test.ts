// The pause of deliveries on the real runtime in virtual time: it takes the door from whoever has it and gives it to
// nobody, ends by itself, and is ended early only after a wait that anybody may stop.
import { type Duration, hours, minutes, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { SimulatedHome } from './simulated-home.ts'

const [ANNA, BEN] = ['u_anna', 'u_ben'] as const

const hold = (home: SimulatedHome, from: number, length: Duration): Promise<void> => {
  const now = home.clock.wall()
  return home.runtime.hold.set({ from: wallTime(now + from), to: wallTime(now + from + length) }, ANNA)
}
const code = (rejected: Promise<unknown>): Promise<unknown> =>
  rejected.then(
    () => null,
    (error: unknown) => (error as { code?: string }).code, // cast: errors of the hub have one
  )
const holdLines = ({ types }: SimulatedHome): string[] => types.filter((type) => type.startsWith('Hold'))

test('an armed door is armed for nobody any more, and a courier keeps his parcel', async () => {
  await using home = await SimulatedHome.open({ mode: 'auto' })
  await home.armed()
  await hold(home, 0, hours(48))
  await home.pass(0.1)
  expect(home.state.session).toBeNull()
  expect(await home.arrive()).toBe('ON_HOLD')
  expect(await home.arrive()).toBe('ON_HOLD')
  expect(home.state.session).toBeNull()
  const [visit] = home.runtime.visits.all
  expect(visit).toMatchObject({ state: 'due', offer: { offered: 'keep', code: 'ON_HOLD' } })
  expect(visit?.refusals.map((refusal) => refusal.code)).toEqual(['ON_HOLD'])
  await home.report('out-for-delivery', { number: 'JD0146000031' })
  await home.pass(60)
  expect(home.state.session).toBeNull()
})

test('an owner who is being asked is asked no more; what is open goes to its end', async () => {
  await using asked = await SimulatedHome.open()
  await asked.armed()
  await asked.arrive()
  expect(asked.phase).toBe('authorising')
  await hold(asked, 0, hours(1))
  await asked.pass(0.1)
  expect(asked.phase).toBe('idle')

  await using home = await SimulatedHome.open()
  await home.armed()
  await home.arrive()
  await home.approve()
  await home.pass(3)
  expect(home.phase).toBe('unlocked')
  await hold(home, 0, hours(1))
  await home.dropOff()
  await home.pass(10)
  expect(home.types).toContain('DoorSecured')
})

test('it begins and ends by itself, also over a restart, and then the visit that still waits has the door', async () => {
  await using home = await SimulatedHome.open()
  await hold(home, minutes(30), minutes(30))
  await home.armed()
  expect(home.phase).toBe('armed')
  await home.pass(31 * 60)
  expect([home.runtime.hold.isOn, home.phase]).toEqual([true, 'idle'])
  home.crash('kept')
  await home.begin(home.journal.reopen())
  expect([home.runtime.hold.isOn, home.phase]).toEqual([true, 'idle'])
  await home.pass(30 * 60)
  expect([home.runtime.hold.isOn, home.runtime.hold.current, home.phase]).toEqual([false, null, 'armed'])
  expect(holdLines(home)).toEqual(['HoldSet', 'HoldEnded'])
})

describe('T13: ended early', () => {
  test('it holds until the wait is over', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await hold(home, 0, hours(10))
    await home.runtime.hold.end(null, BEN)
    await home.pass(15 * 60 - 1)
    expect([home.runtime.hold.isOn, home.phase]).toEqual([true, 'idle'])
    await home.pass(3)
    expect([home.runtime.hold.isOn, home.phase]).toEqual([false, 'armed'])
  })

  test('anybody may stop it, and a restart does not make it sooner', async () => {
    await using home = await SimulatedHome.open()
    await hold(home, 0, hours(10))
    await home.runtime.hold.end(null, BEN)
    home.crash('kept')
    await home.begin(home.journal.reopen())
    await home.pass(14 * 60)
    expect(home.runtime.hold.current?.pending).toMatchObject({ to: null, by: BEN })
    await home.runtime.hold.stop(ANNA)
    await home.pass(60 * 60)
    expect(home.runtime.hold.isOn).toBe(true)
    expect(holdLines(home)).toEqual(['HoldSet', 'HoldEndAsked', 'HoldEndStopped'])
  })

  test('setting it anew cannot make it shorter; what waited is taken back by one that holds more', async () => {
    await using home = await SimulatedHome.open()
    await hold(home, 0, hours(10))
    expect(await code(hold(home, 0, hours(9)))).toBe('HUB_HOLD_DATES')
    expect(await code(hold(home, minutes(1), hours(20)))).toBe('HUB_HOLD_DATES')
    expect(await code(home.runtime.hold.end(wallTime(home.clock.wall() + hours(11)), ANNA))).toBe(
      'HUB_HOLD_DATES',
    )
    await home.runtime.hold.end(null, BEN)
    await hold(home, 0, hours(20))
    expect(home.runtime.hold.current?.pending).toBeNull()
  })

  test('there must be one', async () => {
    await using home = await SimulatedHome.open()
    expect(await code(home.runtime.hold.end(null, ANNA))).toBe('HUB_HOLD_NOTHING')
    expect(await code(home.runtime.hold.stop(ANNA))).toBe('HUB_HOLD_NOTHING')
    expect(await code(hold(home, 0 - minutes(2), minutes(1)))).toBe('HUB_HOLD_DATES')
  })
})
