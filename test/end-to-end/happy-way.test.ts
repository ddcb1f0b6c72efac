// The main job with real processes: a signed webhook arms, the courier proves presence, the camera is proved live, the
// owner agrees, the door unlocks once, the drop-off is filmed, the photo arrives, the door is proved locked, the
// evidence is sealed and verifies without the hub.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { portico } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

test('a delivery from its notification to its sealed evidence', async () => {
  await using visit = await Visit.begin()
  const { hub, owner, courier } = visit
  await visit.unlocked()
  await visit.open()
  await visit.leave()
  await owner.untilTold('DoorClosed')
  const shut = performance.now()
  const [photo] = await until('the photo', () => (owner.pictures.length > 0 ? owner.pictures : null))
  expect((photo?.at ?? Infinity) - shut).toBeLessThan(2_000)
  expect(photo?.picture).toMatchObject({ kind: 'photo', camera: 'hall', door: 'front' })
  expect([...(photo?.bytes.subarray(0, 3) ?? [])]).toEqual([0xff, 0xd8, 0xff])

  const session = await visit.closed()
  expect(session).toMatchObject({ outcome: 'delivered', mode: 'owner', alarms: [] })
  expect(session.steps.map(({ rung }) => rung)).toEqual([
    'here',
    'asked',
    'approved',
    'live',
    'unlocked',
    'inside',
    'shut',
    ...session.steps.slice(7).map(({ rung }) => rung),
  ])
  expect(new Set(session.steps.map(({ rung }) => rung))).toEqual(
    new Set(['here', 'asked', 'approved', 'live', 'unlocked', 'inside', 'shut', 'photo', 'locked', 'sealed']),
  )
  expect(session.film.map(({ camera }) => camera).toSorted()).toEqual(['hall', 'porch'])
  expect(await visit.isLocked()).toBe(true)
  expect(await visit.unlocksReceived()).toBe(1)
  expect(await courier.view()).toMatchObject({ state: 'thanks' })
  expect(await courier.again()).toMatchObject({ code: 'REFUSED', letter: 'D' })

  const file = join(hub.folder, 'delivery.tar')
  expect(hub.command('evidence', 'export', session.id, '--out', file)).toMatchObject({ code: 0 })
  await hub.stop()
  expect(portico(['verify', file])).toMatchObject({ code: 0 })
  const bytes = readFileSync(file)
  const at = bytes.indexOf('"DoorSecured"') + 3
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(file, bytes)
  const changed = portico(['verify', file])
  expect(changed.code).toBe(1)
  expect(changed.out + changed.err).toMatch(/line \d+/)

  const exported = hub.command('journal', 'export')
  const journal = join(hub.folder, 'journal.jsonl')
  writeFileSync(journal, exported.out)
  expect(portico(['verify', journal])).toMatchObject({ code: 0 })
  expect(exported.out).not.toContain('1Z4R8V')
})
