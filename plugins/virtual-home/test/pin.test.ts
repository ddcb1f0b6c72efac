// Goal: T10 at the simulated lock. A PIN opens once, ends by the lock's own clock, needs the leave of the edge, is read
// back, and stands in no answer. Method: the house in virtual time.
import { op } from '@portico/plugin-api'
import { describe, expect, test } from 'vitest'
import { TestHouse, frontDoor } from './test-house.ts'

const PIN = '480213'

/** What was said of the PIN, without the time. */
const saidOf = (house: TestHouse): readonly string[] =>
  house.said.filter((word) => word.includes(' pin ')).map((word) => word.replace(/^[\d.]+ /, ''))

test('kept, read back, typed once, used', async () => {
  using house = new TestHouse()
  const kept = house.grantPin(PIN)
  await house.pass(500)
  expect([kept.outcome, saidOf(house)]).toEqual(['accepted', ['pin stored']])
  expect(house.truth).toMatchObject({ pinHeld: { op: 's1#0', endsAt: 30_000 } })
  expect((await house.act('key-in', { pin: '480214' })).why).toBe('pin')
  expect((await house.act('key-in', { pin: PIN })).moved).toBe(true)
  await house.pass(2_000)
  expect(house.truth).toMatchObject({ bolt: 'withdrawn', pinHeld: null })
  expect(saidOf(house)).toEqual(['pin stored', 'pin used'])
  // The report of the bolt names the op as the credential: it is the courier's, and nobody else's key.
  const bolts = house.reports.flatMap((report) => (report.kind === 'lock' ? [report.report] : []))
  expect(bolts.find(({ bolt }) => bolt === 'unlocked')).toMatchObject({
    source: 'manual',
    credential: 's1#0',
  })
  expect((await house.act('key-in', { pin: PIN })).moved).toBe(false)
})

describe('it ends by itself', () => {
  test.each([
    ['whatever the hub does', {}],
    ['while nobody hears the lock', { link: false }],
  ] as const)('%s', async (_name, { link }: { link?: boolean }) => {
    using house = new TestHouse()
    house.grantPin(PIN)
    await house.pass(500)
    if (link === false) await house.act('link', { up: false }, 'lock')
    await house.pass(29_000)
    expect(house.truth.pinHeld).not.toBeNull()
    await house.pass(600)
    expect(house.truth.pinHeld).toBeNull()
    expect((await house.act('key-in', { pin: PIN })).moved).toBe(false)
    expect(house.truth.bolt).toBe('thrown')
  })
  test('and says so', async () => {
    using house = new TestHouse()
    house.grantPin(PIN)
    await house.pass(31_000)
    expect(saidOf(house)).toEqual(['pin stored', 'pin gone'])
  })
})

test('told to forget, it says that it has, also where there is nothing to forget', async () => {
  using house = new TestHouse()
  house.grantPin(PIN)
  await house.pass(500)
  const forgotten = house.revokePin()
  await house.pass(500)
  const again = house.revokePin()
  await house.pass(500)
  expect([forgotten.outcome, again.outcome]).toEqual(['accepted', 'accepted'])
  expect(saidOf(house)).toEqual(['pin stored', 'pin gone', 'pin gone'])
  expect((await house.act('key-in', { pin: PIN })).moved).toBe(false)
})

test('after its last moment it is not kept', async () => {
  using house = new TestHouse()
  await house.pass(2_500)
  const kept = house.grantPin(PIN, 30_000, 2_000)
  await house.pass(500)
  expect([kept.outcome, house.truth.pinHeld]).toEqual(['HUB_VIRTUAL_TOO_LATE', null])
})

test('without the leave of the edge it is not kept', async () => {
  using house = new TestHouse()
  const ask = { type: 'grant-pin', device: 'lock', op: op('s1#0'), pin: PIN, frame: null } as const
  const until = { notAfter: 2_000 as never, endsAt: 30_000 as never }
  await expect(house.house.perform({ ...ask, ...until })).rejects.toMatchObject({
    code: 'HUB_VIRTUAL_REFUSED',
  })
  expect(house.truth.pinHeld).toBeNull()
})

test.each([['48021a'], [''], ['123456789'], [480_213], [null]])(
  '%j is nothing that fingers type',
  async (pin) => {
    using house = new TestHouse()
    await expect(house.act('key-in', { pin })).rejects.toMatchObject({ code: 'HUB_VIRTUAL_OPTION' })
  },
)

test('no answer, truth or report holds the PIN', async () => {
  using house = new TestHouse({ devices: frontDoor() })
  house.grantPin(PIN)
  await house.pass(500)
  const told = [await house.act('key-in', { pin: '111111' }), house.truth, house.house.truth(), house.reports]
  expect(JSON.stringify(told)).not.toContain(PIN)
  expect(house.truth.pinsReceived).toEqual([{ op: 's1#0', notAfter: 2_000, endsAt: 30_000, mono: 0 }])
})
