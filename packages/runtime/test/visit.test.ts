// Whole visits in virtual time: the real runtime on a memory journal, a simulated door and simulated cameras. Asserted
// is what stands in the journal and what is physically true.
import { describe, expect, test } from 'vitest'
import { OWNER, SimulatedHome } from './simulated-home.ts'

/** The visit up to the moment in which the door is unlocked. */
async function letIn(home: SimulatedHome): Promise<void> {
  await home.armed()
  await home.arrive()
  await home.approve()
  await home.pass(3)
}

const visitOf = (home: SimulatedHome): object | undefined => home.runtime.visits.all[0]

test('a carrier announces, the courier comes, the owner agrees: in, out, locked, sealed', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  expect(home.phase).toBe('armed')
  expect(await home.arrive()).toBeNull()
  expect(home.phase).toBe('authorising')
  expect(await home.approve()).toBeNull()
  await home.pass(3)
  expect(home.phase).toBe('unlocked')
  await home.dropOff()
  await home.pass(1.5)
  expect(home.photos).toHaveLength(1)
  await home.pass(6)
  expect(visitOf(home)).toMatchObject({ state: 'closed', outcome: 'delivered', photo: { camera: 'hall' } })
  expect(home.door.isLocked).toBe(true)
  expect(home.door.unlocks).toHaveLength(1)
  expect(home.alarms).toEqual([])
})

test('what proves the door after one visit is no step of the next', async () => {
  await using home = await SimulatedHome.open()
  await letIn(home)
  await home.dropOff()
  await home.pass(8)
  const [first] = home.runtime.visits.all
  expect(first?.steps.map(({ rung }) => rung)).toEqual(expect.arrayContaining(['shut', 'locked']))
  // The door is still watched closely, and asked again and again, when the next courier is at it.
  await home.report('out-for-delivery', { number: '1Z999AA10123456784' })
  await home.pass(90)
  const second = home.runtime.visits.all.find(({ id }) => id !== first?.id)
  expect(second).toMatchObject({ state: 'open', phase: 'armed' })
  expect(home.types.filter((type) => type === 'DoorSecured').length).toBeGreaterThan(1)
  expect(second?.steps.map(({ rung }) => rung)).toEqual([])
})

test('mode automatic needs claim, signature and a narrow window; then nobody is asked', async () => {
  await using home = await SimulatedHome.open({ mode: 'auto' })
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 3 })
  await home.pass(0.1)
  expect(await home.arrive()).toBeNull()
  await home.pass(3)
  expect(home.phase).toBe('unlocked')
})

describe('T1: the owner is asked even under automatic', () => {
  test('for a parcel that nobody claimed', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.report('out-for-delivery', { windowHours: 3 })
    await home.pass(0.1)
    expect(await home.arrive()).toBeNull()
    await home.pass(3)
    expect(home.phase).toBe('authorising')
    expect(home.door.unlocks).toEqual([])
  })
  test('for a window of the hub, not of the carrier', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.armed()
    await home.arrive()
    expect(home.phase).toBe('authorising')
  })
})

test('the owner says no: nothing opens and the visit is over', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.arrive()
  const sid = home.state.session?.sid
  if (!sid) throw new Error('no visit')
  await home.runtime.ask(home.state.door, { type: 'DenyEntry', sid, actor: OWNER })
  await home.pass(5)
  expect(visitOf(home)).toMatchObject({ outcome: 'cancelled' })
  expect(home.door.unlocks).toEqual([])
})

test('nobody answers: the try ends after a minute and the courier may try again', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.arrive()
  await home.pass(61)
  expect(home.phase).toBe('armed')
  expect(visitOf(home)).toMatchObject({ refusals: [{ code: 'APPROVAL_TIMEOUT' }] })
  expect(await home.arrive()).toBeNull()
})

describe('the camera', () => {
  test.each([
    ['frozen', 'FRAMES_FEW'],
    ['silent', 'FRAMES_FEW'],
  ] as const)('%s before the unlock: nothing opens', async (how, code) => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    home.cameras.how = how
    await home.pass(13)
    expect(visitOf(home)).toMatchObject({ refusals: [{ code }] })
    expect(home.door.unlocks).toEqual([])
  })
  test('T6: that cannot prove that it lives opens nothing by itself', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    home.cameras.how = 'unsigned'
    await home.claim()
    await home.report('out-for-delivery', { windowHours: 3 })
    await home.pass(0.1)
    await home.arrive()
    await home.pass(13)
    expect(visitOf(home)).toMatchObject({ refusals: [{ code: 'LIVENESS_UNPROVED' }] })
    expect(home.door.unlocks).toEqual([])
  })
  test.each(['silent', 'frozen'] as const)('%s while the door is open: alarm within 3.5 s', async (how) => {
    await using home = await SimulatedHome.open()
    await letIn(home)
    home.door.do({ type: 'open', from: 'outside', wide: true })
    await home.pass(2)
    home.cameras.how = how
    await home.pass(3.5)
    expect(home.alarms).toContain('CAMERA_LOST_OPEN')
  })
})

describe('after the drop-off', () => {
  test('a jammed bolt: the photo is sent at once, the alarm comes, and ends with proof', async () => {
    await using home = await SimulatedHome.open()
    await letIn(home)
    home.door.do({ type: 'jam', at: 0.5 })
    await home.dropOff()
    await home.pass(4)
    expect(home.photos).toHaveLength(1)
    expect(home.alarms).toContain('BOLT_JAMMED')
    expect(visitOf(home)).toMatchObject({ state: 'open' })
    home.door.do({ type: 'jam', at: null })
    await home.pass(12)
    expect(visitOf(home)).toMatchObject({ outcome: 'delivered' })
    expect(home.door.isLocked).toBe(true)
  })
  test('a door left open: the alarm after its minute, and no bolt thrown at it', async () => {
    await using home = await SimulatedHome.open()
    await letIn(home)
    home.door.do({ type: 'open', from: 'outside', wide: true })
    await home.pass(62)
    expect(home.alarms).toContain('DOOR_LEFT_OPEN')
    expect(home.types).not.toContain('LockIssued')
  })
  test('a lock that always says locked is not believed', async () => {
    await using home = await SimulatedHome.open()
    await letIn(home)
    home.door.lockLie = 'always-locked'
    home.door.do({ type: 'jam', at: 0.3 })
    await home.dropOff()
    await home.pass(25)
    // It was seen unlocked before it began to lie: then bolt and contact both say closed, which is residual risk R1.
    expect(home.door.isLocked).toBe(false)
  })
  test('a lock that lied from the beginning never proves a door', async () => {
    await using home = await SimulatedHome.open()
    home.door.lockLie = 'always-locked'
    await letIn(home)
    await home.dropOff()
    await home.pass(25)
    expect(home.alarms).toContain('RELOCK_UNPROVED')
    expect(home.types).not.toContain('SessionClosed')
  })
})

test('two visits on one day: whoever comes first has the door', async () => {
  await using home = await SimulatedHome.open()
  await home.armed()
  await home.report('out-for-delivery', { number: 'JD014600003828392837' })
  await home.pass(0.1)
  expect(home.runtime.visits.all.map(({ state }) => state)).toEqual(['open', 'due'])
  expect(await home.arrive('JD014600003828392837')).toBeNull()
  expect(home.runtime.visits.all.map(({ state }) => state)).toEqual(['due', 'open'])
})

describe('a pass', () => {
  test('is used by the unlock and opens nothing again', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    const [visit] = home.runtime.visits.all
    if (!visit) throw new Error('no visit')
    const pass = await home.runtime.desk.mintPass(visit)
    const arrive = async (): Promise<string | null> => {
      const { code } = home.runtime.codes.mint(visit.door)
      return (await home.runtime.desk.arrive({ pass, code })).refused
    }
    expect(await arrive()).toBeNull()
    await home.approve()
    await home.pass(3)
    expect(await arrive()).toBe('PASS_USED')
    expect(home.types).toContain('PassUsed')
  })
  test('of a parcel that was delivered elsewhere is no good', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    const [visit] = home.runtime.visits.all
    if (!visit) throw new Error('no visit')
    const pass = await home.runtime.desk.mintPass(visit)
    await home.report('delivered-elsewhere')
    const { code } = home.runtime.codes.mint(visit.door)
    expect((await home.runtime.desk.arrive({ pass, code })).refused).toBe('PARCEL_DONE')
    expect(await home.arrive()).toBe('PARCEL_DONE')
  })
})

describe('a door code', () => {
  test('of another minute, another use or nobody is refused', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    const [visit] = home.runtime.visits.all
    if (!visit) throw new Error('no visit')
    const pass = await home.runtime.desk.mintPass(visit)
    const { code } = home.runtime.codes.mint(visit.door)
    await home.pass(61)
    expect((await home.runtime.desk.arrive({ pass, code })).refused).toBe('PRESENCE_STALE')
    expect((await home.runtime.desk.arrive({ pass, code: 'x' })).refused).toBe('PRESENCE_INVALID')
    const fresh = home.runtime.codes.mint(visit.door)
    expect((await home.runtime.desk.arrive({ pass, code: fresh.code })).refused).toBeNull()
    expect((await home.runtime.desk.arrive({ pass, code: fresh.code })).refused).toBe('DOOR_BUSY')
  })
  test('without the number on the label finds nothing', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    expect(await home.arrive('5204')).toBe('LABEL_UNKNOWN')
  })
})

describe('what a carrier reports', () => {
  test('twice is one report, by its id and by its bytes, even in the same moment', async () => {
    await using home = await SimulatedHome.open()
    const [first, second] = await Promise.all([
      home.report('out-for-delivery', { eventId: 'same' }),
      home.report('out-for-delivery', { eventId: 'same' }),
    ])
    expect([first.result, second.result]).toEqual(['accepted', 'duplicate'])
    expect(home.runtime.deliveries.parcels).toHaveLength(1)
    expect(home.runtime.visits.all).toHaveLength(1)
  })
  test('late and out of order does not arm a parcel that has come', async () => {
    await using home = await SimulatedHome.open()
    await home.report('delivered')
    expect((await home.report('out-for-delivery')).unarmed).toBe('done')
    expect(home.runtime.visits.all).toEqual([])
  })
  test('stands in the journal without number, name or id', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    const text = JSON.stringify(home.lines)
    expect(text).toContain('ParcelObserved')
    expect(text).not.toContain('1Z4R8V')
    expect(text).not.toContain('evt_')
  })
})

test('a person opens by hand: dead-man first, one unlock, locked again behind him', async () => {
  await using home = await SimulatedHome.open()
  const { door } = home.state
  await home.runtime.ask(door, {
    type: 'RequestOpen',
    actor: OWNER,
    right: true,
    assurance: home.clock.mono(),
    op: 'h_1' as never,
  })
  await home.pass(2)
  expect(home.door.unlocks).toEqual(['h_1'])
  home.door.do({ type: 'open', from: 'outside', wide: true })
  await home.pass(3)
  home.door.do({ type: 'close' })
  await home.pass(6)
  expect(home.door.isLocked).toBe(true)
  expect(home.alarms).toEqual([])
  expect(home.types).toContain('ManualOpenGranted')
})
