// Goal: T2, T3. A pass opens once, for what it was made for, at one phone; every other way has its own reason, and
// nothing that could be used again lies on the disk. Whole visits in virtual time.
import { type Pass, type RefusalCode, doorId, milliseconds, parcelId, wallTime } from '@portico/core'
import { MemoryJournal, TestClock } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import type { Visit } from '../src/visit.ts'
import { FRONT, NUMBER, OWNER, SimulatedHome } from './simulated-home.ts'

const visitOf = (home: SimulatedHome): Visit => {
  const [visit] = home.runtime.visits.all
  if (!visit) throw new Error('no visit')
  return visit
}
const passIn = (home: SimulatedHome, secret: string): Pass => {
  const pass = home.runtime.visits.passOf(secret)
  if (!pass) throw new Error('no pass')
  return pass
}

async function reborn(home: SimulatedHome): Promise<void> {
  home.crash()
  await home.begin(home.journal.reopen())
}

/** An armed door and a pass for it. */
async function withPass(home: SimulatedHome): Promise<string> {
  await home.armed()
  return home.runtime.desk.mintPass(visitOf(home))
}

interface Shown {
  readonly pass: string
  readonly phone?: string | null
  readonly code?: string
}

async function arrive(home: SimulatedHome, shown: Shown): Promise<RefusalCode | null> {
  const { code = home.runtime.codes.mint(FRONT).code, ...rest } = shown
  return (await home.runtime.desk.arrive({ ...rest, code })).refused
}

async function announce(home: SimulatedHome, window: { from: number; to: number }): Promise<void> {
  const now = home.clock.wall()
  await home.claim()
  await home.runtime.deliveries.report({
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'out-for-delivery',
    occurredAt: now,
    window: { from: wallTime(now + window.from), to: wallTime(now + window.to) },
    elsewhere: null,
    eventId: 'evt_window',
    body: new Uint8Array([1]),
  })
  await home.pass(0.1)
}

describe('T3: a pass is refused with a reason of its own', () => {
  test('replay: the same pass with the same code', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    const { code } = home.runtime.codes.mint(FRONT)
    expect(await arrive(home, { pass, code })).toBeNull()
    await home.pass(59)
    expect(await arrive(home, { pass, code })).toBe('DOOR_BUSY')
    await home.pass(2)
    expect(home.phase).toBe('armed')
    expect(await arrive(home, { pass, code })).toBe('TOKEN_USED')
  })
  test('early, and late', async () => {
    await using home = await SimulatedHome.open()
    await announce(home, { from: 3_600_000, to: 7_200_000 })
    const pass = await home.runtime.desk.mintPass(visitOf(home))
    expect(await arrive(home, { pass })).toBe('OUTSIDE_WINDOW')
    await home.pass(3601)
    expect(await arrive(home, { pass })).toBeNull()
    await home.pass(3600)
    expect(await arrive(home, { pass })).toBe('PASS_EXPIRED')
  })
  test('wrong home', async () => {
    await using home = await SimulatedHome.open()
    await using other = await SimulatedHome.open()
    const pass = await withPass(other)
    await home.armed()
    expect(await arrive(home, { pass })).toBe('PASS_UNKNOWN')
  })
  test('wrong door', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    const { code } = home.runtime.codes.mint(doorId('back'))
    expect(await arrive(home, { pass, code })).toBe('PRESENCE_OTHER_DOOR')
    home.runtime.visits.put({ ...visitOf(home), door: doorId('back') })
    expect(await arrive(home, { pass })).toBe('PRESENCE_OTHER_DOOR')
  })
  test('wrong parcel', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    home.runtime.visits.put({ ...visitOf(home), parcels: [parcelId('p_other')] })
    expect(await arrive(home, { pass })).toBe('PASS_OTHER_PARCEL')
    expect(await home.arrive('1Z999AA10123456784')).toBe('LABEL_UNKNOWN')
  })
  test('wrong carrier', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.runtime.deliveries.claim({ number: 'JD0146000038', carrier: 'dhl', title: null, by: 'u_1' })
    const parcels = home.runtime.deliveries.parcels.map(({ id }) => id)
    home.runtime.visits.put({ ...visitOf(home), parcels })
    const pass = await home.runtime.desk.mintPass(visitOf(home))
    expect(await arrive(home, { pass })).toBe('PASS_OTHER_CARRIER')
  })
  test('other mode: a pass made for asking opens nothing unasked', async () => {
    await using home = await SimulatedHome.open({ mode: 'auto' })
    await home.report('out-for-delivery', { windowHours: 3 })
    await home.pass(0.1)
    const pass = await home.runtime.desk.mintPass(visitOf(home))
    expect(passIn(home, pass)).toMatchObject({ mode: 'owner' })
    home.runtime.visits.put({ ...visitOf(home), ceiling: 'auto', claim: 'household' })
    expect(await arrive(home, { pass })).toBe('PASS_OTHER_MODE')
  })
  test('second use, by whichever pass of the visit', async () => {
    await using home = await SimulatedHome.open()
    const [pass, other] = [await withPass(home), await home.runtime.desk.mintPass(visitOf(home))]
    expect(await arrive(home, { pass })).toBeNull()
    await home.approve()
    await home.pass(3)
    expect(home.phase).toBe('unlocked')
    expect(await arrive(home, { pass })).toBe('PASS_USED')
    expect(await arrive(home, { pass: other })).toBe('PASS_USED')
    expect(home.door.unlocks).toHaveLength(1)
  })
  test('shared or stolen link: it belongs to the phone that proved presence', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    // Neither looking nor a failed try binds it.
    expect(home.runtime.desk.passes.denialOf(passIn(home, pass), 'crawler')).toBeNull()
    expect(await arrive(home, { pass, phone: 'thief', code: 'photographed' })).toBe('PRESENCE_INVALID')
    expect(passIn(home, pass)).toMatchObject({ status: 'minted', phone: null })
    expect(await arrive(home, { pass, phone: 'driver' })).toBeNull()
    await home.pass(61)
    expect(home.phase).toBe('armed')
    for (const phone of ['thief', null])
      expect([phone, await arrive(home, { pass, phone })]).toEqual([phone, 'PASS_OTHER_PHONE'])
    expect(await arrive(home, { pass, phone: 'driver' })).toBeNull()
    await home.approve()
    await home.pass(3)
    // What is left of the binding still tells who may see how it goes on.
    expect(home.runtime.desk.passes.isOwn(passIn(home, pass), 'thief')).toBe(false)
    expect(home.runtime.desk.passes.isOwn(passIn(home, pass), 'driver')).toBe(true)
  })
  test('revoked by an owner', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    const { id } = passIn(home, pass)
    expect(await home.runtime.desk.passes.revoke(id, OWNER)).toBeNull()
    expect(await arrive(home, { pass })).toBe('PASS_REVOKED')
    // Said once more it is done once more, and nothing else.
    expect(await home.runtime.desk.passes.revoke(id, OWNER)).toBeNull()
    expect(visitOf(home)).toMatchObject({ state: 'open', phase: 'armed' })
    expect(home.lines.filter(({ type }) => type === 'PassRevoked').at(-1)?.data).toMatchObject({
      by: 'u_1',
      why: 'owner',
    })
  })
  test('of a parcel that has come or gone', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    await home.report('delivered')
    expect(await arrive(home, { pass })).toBe('PARCEL_DONE')
    expect(await home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)).toBe('PARCEL_DONE')
  })
})

describe('taken back while somebody stands there', () => {
  test('the owner is asked: the visit ends as by a no', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    await arrive(home, { pass })
    expect(await home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)).toBeNull()
    expect(visitOf(home)).toMatchObject({ state: 'closed', outcome: 'cancelled', deniedBy: null })
    await home.pass(5)
    expect(home.door.unlocks).toEqual([])
  })
  test('in the same moment as the presence: nothing goes on', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    const arriving = arrive(home, { pass })
    const revoking = home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)
    await home.pass(0.1)
    expect([await arriving, await revoking]).toEqual(['PASS_REVOKED', null])
    await home.pass(5)
    expect(['idle', 'armed']).toContain(home.phase)
    expect(passIn(home, pass)).toMatchObject({ status: 'revoked', revoked: 'owner' })
  })
  test('while the presence is on its way to a slow disk: it is not brought back to life', async () => {
    const clock = new TestClock({ wall: wallTime(Date.UTC(2026, 10, 23, 10)) })
    let latency = 1
    const journal = new MemoryJournal({ clock, latency: () => milliseconds(latency) })
    await using home = await SimulatedHome.open({ clock, journal })
    const soon = async <Done>(work: Promise<Done>): Promise<Done> => {
      await home.pass(1)
      return work
    }
    await soon(home.claim())
    await soon(home.report('out-for-delivery'))
    const pass = await soon(home.runtime.desk.mintPass(visitOf(home)))
    latency = 300
    const arriving = arrive(home, { pass })
    await home.pass(0.1)
    const revoking = home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)
    await home.pass(3)
    expect([await arriving, await revoking]).toEqual(['PASS_REVOKED', null])
    expect(passIn(home, pass)).toMatchObject({ status: 'revoked', revoked: 'owner' })
    expect(['idle', 'armed']).toContain(home.phase)
    latency = 1
    await reborn(home)
    expect(passIn(home, pass)).toMatchObject({ status: 'revoked', revoked: 'owner' })
  })
  test('another pass of the same visit: the visit goes on', async () => {
    await using home = await SimulatedHome.open()
    const [pass, other] = [await withPass(home), await home.runtime.desk.mintPass(visitOf(home))]
    await arrive(home, { pass })
    expect(await home.runtime.desk.passes.revoke(passIn(home, other).id, OWNER)).toBeNull()
    expect(home.phase).toBe('authorising')
  })
  test('after the unlock was committed there is nothing to take back', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    await arrive(home, { pass })
    await home.approve()
    await home.pass(3)
    expect(await home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)).toBe('PASS_USED')
  })
  test('whatever the disk does', async () => {
    await using home = await SimulatedHome.open()
    const pass = await withPass(home)
    home.journal.failNext('HUB_JOURNAL_FULL')
    await expect(home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)).rejects.toMatchObject({
      code: 'HUB_JOURNAL_FULL',
    })
    expect(await arrive(home, { pass })).toBe('PASS_REVOKED')
    // Asked again it is written.
    expect(await home.runtime.desk.passes.revoke(passIn(home, pass).id, OWNER)).toBeNull()
    await reborn(home)
    expect(await arrive(home, { pass })).toBe('PASS_REVOKED')
  })
})

test('the journal tells what became of a pass, in order', async () => {
  await using home = await SimulatedHome.open()
  const pass = await withPass(home)
  await arrive(home, { pass, phone: 'driver' })
  await home.approve()
  await home.pass(3)
  await home.dropOff()
  await home.pass(8)
  const told = home.lines.filter(({ type }) => type.startsWith('Pass'))
  expect(told.map(({ type }) => type)).toEqual(['PassMinted', 'PassArmed', 'PassUsed'])
  expect(told[0]?.data).toMatchObject({ at: 'front', carrier: 'ups', mode: 'owner' })
  // In one piece of work with the presence, so that neither stands without the other.
  const [proved, armed] = ['PresenceProved', 'PassArmed'].map((type) =>
    home.lines.find((line) => line.type === type),
  )
  expect([proved?.mono, armed?.data]).toEqual([armed?.mono, expect.objectContaining({ bound: true })])
  // The visit is over: nothing of the phone is left.
  expect(passIn(home, pass)).toMatchObject({ status: 'used', phone: null })
})

test('passes outlive the hub, with their phones', async () => {
  await using home = await SimulatedHome.open()
  const pass = await withPass(home)
  await arrive(home, { pass, phone: 'driver' })
  await reborn(home)
  expect(passIn(home, pass)).toMatchObject({
    status: 'armed',
    home: 'default',
    mode: 'owner',
    carrier: 'ups',
  })
  expect(await arrive(home, { pass, phone: 'thief' })).toBe('PASS_OTHER_PHONE')
  expect(await arrive(home, { pass, phone: 'driver' })).toBeNull()
})

test('a pass of an earlier version is read as what it was', async () => {
  await using home = await SimulatedHome.open()
  const pass = await withPass(home)
  const { id, session, door, from, to, minted } = passIn(home, pass)
  const [{ id: hash } = { id: '' }] = home.journal.records('default', 'pass')
  const old = { id, session, door, from, to, minted, status: 'valid' }
  await home.runtime.journal.append({ records: [home.runtime.records.put('pass', hash, old)] })
  await reborn(home)
  expect(passIn(home, pass)).toMatchObject({
    status: 'minted',
    parcels: visitOf(home).parcels,
    mode: 'owner',
    phone: null,
  })
  expect(await arrive(home, { pass })).toBeNull()
})

test('T19: nothing that could be used again lies on the disk', async () => {
  await using home = await SimulatedHome.open()
  const pass = await withPass(home)
  const { code } = home.runtime.codes.mint(FRONT)
  const phone = 'phone-of-the-driver'
  await arrive(home, { pass, phone, code })
  await home.approve()
  await home.pass(3)
  await home.dropOff()
  await home.pass(8)
  const records = ['pass', 'visit', 'parcel', 'door', 'hook', 'policy'].flatMap((kind) =>
    home.journal
      .records('default', kind)
      .map(({ id, value }) => `${id} ${Buffer.from(value).toString('latin1')}`),
  )
  const disk = [JSON.stringify(home.lines), ...records].join('\n')
  expect(records.length).toBeGreaterThan(4)
  for (const secret of [pass, code, phone, NUMBER, NUMBER.slice(-8)])
    expect([secret, disk.includes(secret)]).toEqual([secret, false])
})
