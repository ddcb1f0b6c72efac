// Mode *pin* in the real runtime: the PIN is made at the hand-over, told to the courier once, stands in nothing that is
// kept, and outlives no hub (threats G9, T10; S30, S31, S38).
import { type JournalLine, milliseconds } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { SimulatedHome } from './simulated-home.ts'

/** Up to the moment in which the courier reads his PIN. */
async function granted(home: SimulatedHome): Promise<string> {
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 3 })
  await home.pass(0.1)
  expect(await home.arrive()).toBeNull()
  await home.pass(3)
  const [message] = home.told.filter(({ say }) => say === 'pin')
  if (message?.say !== 'pin') throw new Error('no PIN was told')
  return message.pin
}

const linesOf = (home: SimulatedHome, effect: string): readonly JournalLine[] =>
  home.runtime.lines({ after: -1, limit: 5000 }).filter(({ data }) => data['effect'] === effect)

test('in by PIN, out, locked, forgotten, sealed', async () => {
  await using home = await SimulatedHome.open({ mode: 'pin' })
  const pin = await granted(home)
  expect([home.phase, home.door.unlocks, home.door.pins.length]).toEqual(['unlocking', [], 1])
  await home.pass(5)
  expect(home.door.keyIn(pin)).toBe(true)
  await home.pass(2)
  expect(home.phase).toBe('unlocked')
  await home.dropOff()
  await home.pass(8)
  expect(home.runtime.visits.all[0]).toMatchObject({ state: 'closed', outcome: 'delivered' })
  expect([home.door.isLocked, home.door.keyIn(pin), home.alarms]).toEqual([true, false, []])
  expect(linesOf(home, 'GrantPin').map(({ type }) => type)).toEqual([
    'EffectIssued',
    'EffectStarted',
    'EffectSent',
  ])
  expect(home.told.filter(({ say }) => say === 'pin')).toHaveLength(1)
})

test('S30: its digits stand in no line, no record and no blob', async () => {
  await using home = await SimulatedHome.open({ mode: 'pin' })
  const pin = await granted(home)
  home.door.keyIn(pin)
  await home.pass(3)
  await home.dropOff()
  await home.pass(8)
  expect(
    home.lines.map((line) => JSON.stringify(line.data)).filter((text) => text.includes(`"${pin}"`)),
  ).toEqual([])
  const rows = home.journal.openEffects('default')
  expect(JSON.stringify([home.state, rows])).not.toContain(`"${pin}"`)
})

test('nobody types it: the lock forgets it after half a minute, and the hub asks it to', async () => {
  await using home = await SimulatedHome.open({ mode: 'pin' })
  const pin = await granted(home)
  await home.pass(40)
  expect([home.door.pin, home.door.keyIn(pin)]).toEqual([null, false])
  expect(home.runtime.visits.all[0]).toMatchObject({ state: 'closed', outcome: 'undelivered' })
  expect(home.alarms).toEqual([])
})

describe('T10: after the grant', () => {
  test('the hub dies: the lock forgets by itself, and the next life grants nothing', async () => {
    await using home = await SimulatedHome.open({ mode: 'pin' })
    const pin = await granted(home)
    home.crash()
    await home.pass(31)
    expect([home.door.pin, home.door.keyIn(pin)]).toEqual([null, false])
    await home.begin(home.journal.reopen())
    await home.pass(20)
    expect(home.door.pins).toHaveLength(1)
    expect(linesOf(home, 'RevokePin').length).toBeGreaterThan(0)
    expect(home.runtime.visits.all[0]).toMatchObject({ state: 'closed' })
  })

  test('the hub dies and the PIN is used meanwhile: the next life tells that nobody saw it', async () => {
    await using home = await SimulatedHome.open({ mode: 'pin' })
    const pin = await granted(home)
    home.crash()
    await home.pass(4)
    expect(home.door.keyIn(pin)).toBe(true)
    await home.pass(2)
    await home.begin(home.journal.reopen())
    await home.pass(6)
    expect(home.alarms).toContain('UNSEEN_OPENING')
  })

  test.each([1, 2, 3, 5, 10, 20, 29])('the camera freezes and the PIN is typed %d s later', async (later) => {
    await using home = await SimulatedHome.open({ mode: 'pin' })
    const pin = await granted(home)
    const newest = (): number => Math.max(...home.lines.flatMap(({ type, data }) => capturedOf(type, data)))
    home.cameras.how = 'silent'
    await home.clock.advance(milliseconds(later * 1000))
    const used = home.door.keyIn(pin)
    const age = home.clock.mono() - newest()
    await home.pass(5)
    // From 2.5 s on the lock is told to forget it; whoever still gets in is not unseen for long.
    expect(used).toBe(later < 3)
    if (used && age > 3500) expect(home.alarms).toContain('UNSEEN_OPENING')
    expect(home.alarms).toContain('CAMERA_LOST_OPEN')
  })
  const capturedOf = (type: string, data: JournalLine['data']): number[] =>
    type === 'FrameStored' && typeof data['captured'] === 'number' ? [data['captured']] : []
})

test('a lock that was not reached holds no PIN, and the courier reads none', async () => {
  await using home = await SimulatedHome.open({ mode: 'pin' })
  home.door.grantPin = () => 'LOCK_UNREACHABLE'
  await expect(granted(home)).rejects.toThrow('no PIN was told')
  await home.pass(12)
  const voided = home.lines.find(({ type }) => type === 'UnlockVoided')
  expect([voided?.data['code'], linesOf(home, 'RevokePin')]).toEqual(['LOCK_UNREACHABLE', []])
})

test('where the lock does not end it by itself the owner is asked', async () => {
  await using home = await SimulatedHome.open({ mode: 'pin' })
  home.runtime.report(home.state.door, { type: 'ReportFitness', unfit: null, pin: false })
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 3 })
  await home.pass(0.1)
  await home.arrive()
  expect([home.phase, home.state.session?.mode]).toEqual(['authorising', 'owner'])
})
