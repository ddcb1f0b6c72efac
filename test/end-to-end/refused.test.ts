// Visits in which nothing may open: who says no, what is not proved, what is tampered with. Real processes; what counts
// is the simulated door itself.
import { describe, expect, test } from 'vitest'
import { Homes } from '../support/homes.ts'
import { doubtfulHome } from '../support/hub-process.ts'
import { postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

const automatic = `
home: { timeZone: Europe/Berlin }
policy: { mode: auto }
doors:
  - id: front
    name: Front door
    lock: front-lock
    contact: front-contact
    edge: front-edge
    bell: front-bell
    cameras:
      - { id: porch, view: outside }
      - { id: hall, view: inside, witness: true }
    timers: { approveSeconds: 20 }
devices:
  front-lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  front-contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  front-edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  front-bell: { plugin: virtual-home, kind: bell, options: { door: front } }
  porch: { plugin: virtual-home, kind: camera, options: { door: front, view: outside, framesPerSecond: 5, width: 320 } }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside, framesPerSecond: 5, width: 320 } }
`

const homes = new Homes({ settings: doubtfulHome })
const automatically = new Homes({ settings: automatic })

async function expectShut(visit: Visit): Promise<void> {
  expect(await visit.isLocked()).toBe(true)
  expect(await visit.unlocksReceived()).toBe(0)
}

test('the owner says no', async () => {
  await using visit = await automatically.visit()
  await visit.asked()
  const { id } = await visit.owner.session()
  expect(await visit.owner.deny(id)).toMatchObject({ ok: true })
  expect(await visit.closed()).toMatchObject({ outcome: 'cancelled' })
  expect(await visit.courier.view()).toMatchObject({ state: 'refused', letter: 'A' })
  await expectShut(visit)
})

test('nobody answers, and a parcel that nobody claimed asks the owner even under automatic', async () => {
  await using visit = await automatically.visit()
  await visit.armed({ claimed: false })
  expect(await visit.courier.arrive()).toMatchObject({ state: 'wait' })
  await visit.owner.untilTold('ApprovalAsked')
  const { ask, mode, ceiling } = await visit.owner.session()
  expect([mode, ceiling]).toEqual(['owner', 'owner'])
  expect(ask?.unproved.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['PARCEL_UNCLAIMED', 'COURIER_UNPROVED']),
  )
  await visit.owner.untilTold('EntryRefused', 40_000)
  const session = await visit.owner.session()
  expect(session.refusals.map(({ code }) => code)).toEqual(['APPROVAL_TIMEOUT'])
  expect(session.phase).toBe('armed')
  expect(await visit.courier.view()).toMatchObject({ state: 'refused', letter: 'A' })
  await expectShut(visit)
})

describe('a witness camera that shows nothing', () => {
  test('covered in the moment of the unlock: the alarm, and locked again before anybody went in', async () => {
    await using visit = await automatically.visit()
    await visit.unlocked()
    await visit.act('freeze', 'hall', { how: 'black' })
    const alarm = await visit.owner.untilTold('AlarmRaised')
    expect(alarm.data['kind']).toBe('CAMERA_LOST_OPEN')
    expect(await visit.closed()).toMatchObject({ outcome: 'undelivered' })
    expect(await visit.isLocked()).toBe(true)
  })

  test('opens for nobody', async () => {
    await using visit = await homes.visit()
    await visit.asked()
    await visit.act('freeze', 'hall', { how: 'black' })
    await until('the hub to see it', async () => {
      const { degraded } = await visit.owner.get<{ degraded: string[] }>('/readyz')
      return degraded.some((words) => words.includes('hall'))
    })
    expect(await visit.owner.approve()).toMatchObject({ ok: true })
    await visit.owner.untilTold('EntryRefused')
    await expectShut(visit)
  })
})

describe('the witness camera', () => {
  test.each(['freeze', 'loop', 'silent', 'late'])('is tampered with before the unlock: %s', async (how) => {
    await using visit = await homes.visit()
    await visit.asked()
    await visit.act('freeze', 'hall', { how })
    expect(await visit.owner.approve()).toMatchObject({ ok: true })
    const refused = await visit.owner.untilTold('EntryRefused')
    expect(['FRAMES_FEW', 'FRAME_STALE', 'FRAME_FROZEN']).toContain(refused.data['code'])
    await expectShut(visit)
  })
})

test('a number that only sounds right, and a code of no door, find nothing', async () => {
  await using visit = await homes.visit(0)
  await visit.armed()
  expect(await visit.courier.arrive(`${visit.number.slice(0, -2)}99`)).toMatchObject({
    code: 'REFUSED',
    letter: 'H',
  })
  expect(await visit.courier.arrive(visit.number.slice(-4))).toMatchObject({ code: 'REFUSED' })
  const other = await fetch(`${visit.hub.url}/d/front`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: 'A'.repeat(22), label: visit.number }),
  })
  expect([other.status, await other.json()]).toEqual([409, expect.objectContaining({ letter: 'B' })])
  await expectShut(visit)
})

test('the carrier says delivered before anybody came: the pass is no good any more', async () => {
  await using visit = await homes.visit(0)
  await visit.armed()
  expect((await postHook(visit.hub, 'delivered', { number: visit.number })).ok).toBe(true)
  await visit.owner.untilTold('CarrierNoted')
  expect(await visit.courier.arrive()).toMatchObject({ code: 'REFUSED' })
  await expectShut(visit)
})

test('a lock whose start is not proved opens for nobody', async () => {
  await using visit = await homes.visit()
  await visit.asked()
  await visit.act('lie', 'front-lock', { how: 'stale-answers' })
  expect(await visit.owner.approve()).toMatchObject({ ok: true })
  const refused = await visit.owner.untilTold('EntryRefused')
  expect(refused.data['code']).toBe('START_UNPROVED')
  await expectShut(visit)
})
