// Mode *pin* with real processes: the PIN opens once, and T10: whatever becomes of the hub after it was granted, the lock
// itself forgets it. Asserted is the simulated house, not the hub's word.
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DoorView } from '@portico/protocol'
import { expect, test } from 'vitest'
import { byPin } from '../support/by-pin.ts'
import { Homes } from '../support/homes.ts'
import { portico } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

const homes = new Homes(byPin)

/** Up to the PIN on the courier's page. */
async function granted(): Promise<AsyncDisposable & { readonly visit: Visit; readonly pin: string }> {
  const visit = await homes.visit()
  try {
    visit.courier.phone = randomBytes(16).toString('base64url')
    await visit.armed()
    const answer = await visit.courier.arrive()
    if (!('state' in answer)) throw new Error(`arrive: ${answer.letter} ${answer.message}`)
    const pin = await until('the PIN on the page', async () => {
      const view = await visit.courier.view()
      return 'state' in view ? view.pin : null
    })
    return { visit, pin, [Symbol.asyncDispose]: () => visit[Symbol.asyncDispose]() }
  } catch (error) {
    await visit[Symbol.asyncDispose]()
    throw error
  }
}

async function keyIn(visit: Visit, pin: string): Promise<boolean> {
  await using house = await visit.hub.house()
  return (await house.act('key-in', 'front', { pin })).moved
}

async function pinHeld(visit: Visit): Promise<boolean> {
  await using house = await visit.hub.house()
  return (await house.truth()).doors['front']?.pinHeld !== null
}

/** Every file below a folder that can be read as text, longest names first. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

test('in by PIN, out, locked; and the PIN stands in nothing that is left behind', async () => {
  await using held = await granted()
  const { visit, pin } = held
  expect(await keyIn(visit, pin === '000000' ? '000001' : '000000')).toBe(false)
  expect(await keyIn(visit, pin)).toBe(true)
  await visit.owner.untilTold('DoorUnlocked')
  expect(await visit.courier.view()).toMatchObject({ state: 'open', pin: null })
  await visit.open()
  await visit.leave()
  expect(await visit.closed()).toMatchObject({ outcome: 'delivered', mode: 'pin' })
  expect([await visit.isLocked(), await keyIn(visit, pin), await visit.unlocksReceived()]).toEqual([
    true,
    false,
    0,
  ])
  const exported = visit.hub.command('journal', 'export').out
  expect(exported).toContain('GrantPin')
  await visit.hub.stop()
  const digits = new RegExp(`(?<![\\d.])${pin}(?![\\d.])`)
  expect([digits.test(exported), digits.test(visit.hub.output), digits.test(visit.hub.errors)]).toEqual([
    false,
    false,
    false,
  ])
  const files = filesIn(visit.hub.data)
  expect(files.length).toBeGreaterThan(3)
  // Film is encoded pictures; what a file of it spells is chance.
  for (const file of files.filter((each) => !each.includes('/media/')))
    expect([file, digits.test(readFileSync(file, 'latin1'))]).toEqual([file, false])
})

test('T10: frozen camera and a killed hub after the grant: the lock forgets by itself', async () => {
  await using held = await granted()
  const { visit, pin } = held
  await using house = await visit.hub.house()
  await Promise.all([house.act('freeze', 'hall', { how: 'freeze' }), visit.hub.kill()])
  expect(await pinHeld(visit)).toBe(true)
  await until('the lock to forget', async () => !(await pinHeld(visit)), 35_000)
  expect(await keyIn(visit, pin)).toBe(false)
  expect([await visit.isLocked(), await visit.unlocksReceived()]).toEqual([true, 0])
  await house.act('freeze', 'hall', { how: 'off' })
  await visit.hub.begin()
  await visit.owner.connect()
  const session = await visit.closed(60_000)
  expect(session.outcome).not.toBe('delivered')
  expect(await visit.isLocked()).toBe(true)
  expect(portico(['journal', 'export', '--data', visit.hub.data]).out).toContain('RevokePin')
})

test('T10: used while the hub is dead: the next one tells that nobody saw it', async () => {
  await using held = await granted()
  const { visit, pin } = held
  await visit.hub.kill()
  expect(await keyIn(visit, pin)).toBe(true)
  await visit.open()
  await visit.hub.begin()
  await visit.owner.connect()
  const alarms = await until(
    'the alarm',
    async () => {
      const [door] = await visit.owner.get<DoorView[]>('/api/v1/doors')
      return door?.alarms.some(({ kind }) => kind === 'UNSEEN_OPENING') ? door.alarms : null
    },
    60_000,
  )
  expect(alarms.length).toBeGreaterThan(0)
})

test('the play of the command line keys in the PIN that its courier is shown', async () => {
  await using visit = await homes.visit()
  await visit.owner.claim(visit.number)
  const played = visit.hub.command('virtual', 'play', 'delivery', '--number', visit.number)
  expect([played.code, played.err]).toEqual([0, expect.any(String)])
  expect(played.out).toContain('keys in the PIN')
  expect(await visit.isLocked()).toBe(true)
})
