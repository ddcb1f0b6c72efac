// The main job with real processes: a signed webhook arms, the courier proves presence, the camera is proved live, the
// owner agrees, the door unlocks once, the drop-off is filmed, the photo arrives, the door is proved locked, the
// evidence is sealed and verifies without the hub.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { portico } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const root = resolve(import.meta.dirname, '../..')

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
  const thanked = await courier.view()
  expect(thanked).toMatchObject({ state: 'thanks', head: expect.stringMatching(/^\d+-[0-9a-f]{10}$/) })
  expect(await courier.again()).toMatchObject({ code: 'REFUSED', letter: 'D' })

  const file = join(hub.folder, 'delivery.tar')
  expect(hub.command('evidence', 'export', session.id, '--out', file)).toMatchObject({ code: 0 })
  await using house = await hub.house()
  const kept = (await house.truth()).doors['front']?.edge?.head
  await hub.stop()
  expect(hub.verify(file)).toMatchObject({ code: 0, out: expect.stringMatching(/^Unaltered\n/) })
  // The head on the courier's last page is in the file; and nothing from outside is no proof.
  const head = 'head' in thanked ? (thanked.head ?? '') : ''
  expect(portico(['verify', file, '--head', head])).toMatchObject({ code: 0 })
  expect(portico(['verify', file]).code).toBe(3)
  expect(
    portico(['verify', file, '--head', head.replace(/.$/, (end) => (end === '0' ? '1' : '0'))]).code,
  ).toBe(1)
  const bytes = readFileSync(file)
  const at = bytes.indexOf('"DoorSecured"') + 3
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(file, bytes)
  const changed = hub.verify(file)
  expect(changed.code).toBe(1)
  expect(changed.out).toMatch(/^Altered at record \d+/)

  const exported = hub.command('journal', 'export')
  const journal = join(hub.folder, 'journal.jsonl')
  writeFileSync(journal, exported.out)
  expect(hub.verify(journal)).toMatchObject({ code: 0 })
  // The edge keeps a head that the hub cannot take back: the journal has that line, and cut before it is found short.
  const ofEdge = JSON.stringify(kept)
  expect(portico(['verify', journal, '--head', ofEdge])).toMatchObject({ code: 0 })
  writeFileSync(journal, exported.out.split('\n').slice(0, kept?.upTo).join('\n').concat('\n'))
  expect(portico(['verify', journal, '--head', ofEdge]).out).toContain('its end was cut off')
  writeFileSync(journal, exported.out)
  // Somebody who knows nothing of the hub judges the same lines by the invariants of the safety design.
  const judged = spawnSync(
    process.execPath,
    ['--conditions=@portico/source', join(root, 'packages/checker/bin.mjs'), journal, '--sealed'],
    { encoding: 'utf8' },
  )
  expect([judged.status, judged.stdout + judged.stderr]).toEqual([0, expect.any(String)])
  expect(exported.out).not.toContain('1Z4R8V')
})
