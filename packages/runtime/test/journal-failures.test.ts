// When the disk fails: nothing moves that was not written, the edge hears silence, and everything goes on afterwards.
import { describe, expect, test } from 'vitest'
import { commandId } from '@portico/core'
import { FRONT, OWNER, SimulatedHome } from './simulated-home.ts'

describe('a failed write', () => {
  test('leaves the door where it was, tells whoever asked, and is made up for by the next visit', async () => {
    await using home = await SimulatedHome.open()
    await home.claim()
    home.journal.failNext('HUB_JOURNAL_FULL')
    await expect(home.report('out-for-delivery', { eventId: 'again' })).rejects.toMatchObject({
      code: 'HUB_JOURNAL_FULL',
    })
    expect(home.runtime.visits.all).toEqual([])
    // The carrier repeats itself, as it must after no 2xx.
    expect((await home.report('out-for-delivery', { eventId: 'again' })).result).toBe('accepted')
    await home.pass(0.1)
    expect(home.phase).toBe('armed')
  })

  test('of the durable mark voids the unlock: no mark, no opening', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    const append = home.journal.append.bind(home.journal)
    home.journal.append = (batch) => {
      if (batch.lines.some(({ type }) => type === 'EffectStarted')) home.journal.failNext('HUB_JOURNAL_WRITE')
      return append(batch)
    }
    await home.pass(5)
    home.journal.append = append
    expect(home.door.unlocks).toEqual([])
    await home.pass(15)
    expect(home.types).toContain('UnlockVoided')
    expect(home.runtime.visits.all[0]).toMatchObject({ outcome: 'undelivered' })
  })

  test('while the door is hot is retried until the deadlines are written', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(3)
    home.door.do({ type: 'open', from: 'outside', wide: true })
    await home.pass(2)
    const append = home.journal.append.bind(home.journal)
    home.journal.append = (batch) => {
      home.journal.failNext('HUB_JOURNAL_FULL')
      return append(batch)
    }
    const beats = home.door.heartbeats.length
    await home.pass(10)
    expect(home.door.heartbeats.length).toBe(beats)
    home.journal.append = append
    await home.pass(10)
    expect(home.door.heartbeats.length).toBeGreaterThan(beats)
    expect(home.state.gate.alarms.length).toBeGreaterThan(0)
  })
})

describe('the edge', () => {
  test('hears from the hub only while something is at stake, and with the newest durable line', async () => {
    await using home = await SimulatedHome.open()
    await home.pass(30)
    expect(home.door.heartbeats).toEqual([])
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(7)
    const beat = home.door.heartbeats.at(-1)
    expect(beat).toBeDefined()
    expect(home.lines.map(({ seq }) => seq)).toContain(beat?.seq)
  })
})

test('S1: a repeat of a command is decided once, at once and later', async () => {
  await using home = await SimulatedHome.open()
  const ask = (id: string): Promise<unknown> =>
    home.runtime.ask(FRONT, { type: 'RequestLock', actor: OWNER, right: true }, commandId(id))
  const asked = (): number => home.types.filter((type) => type === 'LockAsked').length
  await Promise.all([ask('c_1'), ask('c_1')])
  await ask('c_1')
  expect(asked()).toBe(1)
  await ask('c_2')
  expect(asked()).toBe(2)
})

test('an unknown line in the stream of a door makes the door unknown and raises an alarm', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.runtime.journal.append({
    lines: [{ door: 'front', session: null, type: 'InventedLater', cause: 'runtime', data: {} }],
  })
  home.crash()
  await home.begin(home.journal.reopen())
  expect(home.state.gate.alarms.map(({ kind }) => kind)).toContain('EVIDENCE_BROKEN')
  expect(home.state.session).toBeNull()
})

test('after a visit nothing is owed any more', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.arrive()
  await home.approve()
  await home.pass(3)
  await home.dropOff()
  await home.pass(150)
  expect(home.types).toContain('TailEnded')
  expect(home.journal.openEffects('default')).toEqual([])
})

test('an edge that cannot be reached is told to stand down as soon as it can', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.arrive()
  await home.approve()
  await home.pass(3)
  const disarm = home.door.disarm.bind(home.door)
  home.door.disarm = () => Promise.reject(new Error('no way to the edge'))
  await home.dropOff()
  await home.pass(8)
  expect(home.door.armed).not.toBeNull()
  home.door.disarm = disarm
  home.crash()
  await home.begin(home.journal.reopen())
  expect(home.door.armed).toBeNull()
})

describe('what is said once while the disk is full', () => {
  const full = (home: SimulatedHome): (() => void) => {
    const append = home.journal.append.bind(home.journal)
    home.journal.append = (batch) => {
      home.journal.failNext('HUB_JOURNAL_FULL')
      return append(batch)
    }
    return () => void (home.journal.append = append)
  }

  test('is known as soon as it can be written: a fire, and that an unlock left', async () => {
    await using home = await SimulatedHome.open()
    const free = full(home)
    home.runtime.report(FRONT, { type: 'ReportFire', on: true })
    await home.pass(5)
    expect(home.state.gate.fire).toBe(false)
    free()
    await home.pass(1)
    expect([home.state.gate.fire, home.alarms.includes('FIRE')]).toEqual([true, true])
  })

  test('S27: an unlock that left is not forgotten, whenever its line is written', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    let free = (): void => {}
    const unlock = home.door.unlock.bind(home.door)
    home.door.unlock = (order) => {
      free = full(home)
      return unlock(order)
    }
    await home.pass(3)
    expect([home.door.unlocks.length, home.state.session]).toMatchObject([
      1,
      { phase: 'unlocking', hot: { mark: 'started', sent: expect.any(Number) } },
    ])
    free()
    await home.pass(1)
    expect(home.types).toContain('UnlockSent')
    expect(home.alarms).not.toContain('UNLOCKED_UNASKED')
  })
})
