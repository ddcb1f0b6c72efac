// The way out: what goes wrong between the open door and the proof that it is locked. The alarm comes in time, nothing
// is thrown at an open leaf, and the visit ends only with proof.
import { expect, test } from 'vitest'
import { Homes } from '../support/homes.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

/** Whoever is inside is reminded, and missed, after half a minute. */
const impatient = `
home: { timeZone: Europe/Berlin }
doors:
  - id: front
    lock: front-lock
    contact: front-contact
    edge: front-edge
    cameras:
      - { id: porch, view: outside }
      - { id: hall, view: inside, witness: true }
    timers: { insideSeconds: 30 }
devices:
  front-lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  front-contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  front-edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  porch: { plugin: virtual-home, kind: camera, options: { door: front, view: outside, framesPerSecond: 5, width: 320 } }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside, framesPerSecond: 5, width: 320 } }
`

const homes = new Homes({ settings: impatient })

async function alarmOf(visit: Visit, kind: string, withinMs: number): Promise<void> {
  await until(
    `the alarm ${kind}`,
    () => visit.owner.told.some(({ type, data }) => type === 'AlarmRaised' && data['kind'] === kind),
    withinMs,
  )
}

test('a bolt that jams at the relock: photo at once, alarm, and the end only with proof', async () => {
  await using visit = await homes.visit()
  await visit.inside()
  await visit.act('jam', 'front', { on: true, at: 0.5 })
  await visit.leave()
  await alarmOf(visit, 'BOLT_JAMMED', 10_000)
  await until('the photo', () => visit.owner.pictures.length > 0)
  expect((await visit.owner.session()).state).toBe('open')
  await visit.act('jam', 'front', { on: false })
  expect(await visit.closed()).toMatchObject({ outcome: 'delivered' })
  expect(await visit.isLocked()).toBe(true)
})

test('the courier leaves the door open: reminded, then the alarm; no bolt at the open leaf', async () => {
  await using visit = await homes.visit()
  await visit.inside()
  await visit.owner.untilTold('CourierWarned')
  expect(await visit.courier.view()).toMatchObject({ letter: 'G' })
  await alarmOf(visit, 'DOOR_LEFT_OPEN', 30_000)
  expect(visit.owner.types).not.toContain('LockIssued')
  await visit.act('close', 'front')
  await visit.closed()
  expect(await visit.isLocked()).toBe(true)
})

test('a lock that says locked whatever it does is not believed', async () => {
  await using visit = await homes.visit()
  await visit.asked()
  await visit.act('lie', 'front-lock', { how: 'always-locked' })
  expect(await visit.owner.approve()).toMatchObject({ ok: true })
  await visit.owner.untilTold('UnlockSent')
  await visit.open()
  await visit.owner.untilTold('DoorOpened')
  await visit.leave()
  await alarmOf(visit, 'RELOCK_UNPROVED', 30_000)
  expect((await visit.owner.session()).state).toBe('open')
  // Somebody who stands there ends it: he sees the door shut and locked.
  const { id } = (await visit.owner.get<{ id: string; kind: string }[]>('/api/v1/alarms'))[0] ?? { id: '' }
  expect((await visit.owner.post(`/api/v1/alarms/${id}/acknowledge`, { secureByEye: true })).ok).toBe(true)
  expect(await visit.closed()).toMatchObject({ outcome: 'taken-over' })
})

test('the camera falls silent while the door is open: the alarm within 3.5 s', async () => {
  await using visit = await homes.visit()
  await visit.inside()
  await visit.act('freeze', 'hall', { how: 'silent' })
  const began = performance.now()
  await alarmOf(visit, 'CAMERA_LOST_OPEN', 6_000)
  expect(performance.now() - began).toBeLessThan(3_500)
  await visit.act('freeze', 'hall', { how: 'off' })
  await visit.leave()
  await visit.closed()
  expect(await visit.isLocked()).toBe(true)
})

test('the owner stops the visit before anybody went in: locked again at once', async () => {
  await using visit = await homes.visit()
  await visit.unlocked()
  const { id } = await visit.owner.session()
  expect(await visit.owner.abort(id)).toMatchObject({ ok: true })
  expect(await visit.closed()).toMatchObject({ outcome: 'cancelled' })
  expect(await visit.isLocked()).toBe(true)
})
