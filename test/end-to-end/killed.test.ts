// kill -9 of the hub in every phase of a visit, then a new start. Asserted is the house, not the hub's word: within a
// minute the simulated door is truly locked, or an alarm stands; it was opened at most once; the evidence verifies.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DoorView } from '@portico/protocol'
import { Homes } from '../support/homes.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

const homes = new Homes()

type Lead = (visit: Visit) => Promise<unknown>

/** Leads a visit to the moment in which the hub dies. */
const moments: Readonly<Record<string, Lead>> = {
  armed: (visit) => visit.armed(),
  'authorising, the owner is asked': (visit) => visit.asked(),
  'proving, right after the yes': async (visit) => {
    await visit.asked()
    await visit.owner.approve()
  },
  'unlocking, right after the commit': async (visit) => {
    await visit.asked()
    await visit.owner.approve()
    await visit.owner.untilTold('UnlockCommitted')
  },
  'unlocked, nobody in yet': (visit) => visit.unlocked(),
  'inside, the door stands open': (visit) => visit.inside(),
  'relocking, the door just shut': async (visit) => {
    await visit.inside()
    await visit.leave()
    await visit.owner.untilTold('DoorClosed')
  },
  'sealing, the door just proved': async (visit) => {
    await visit.inside()
    await visit.leave()
    await visit.owner.untilTold('SealStarted')
  },
}

async function verifyJournal(visit: Visit): Promise<void> {
  const file = join(visit.hub.folder, 'journal.jsonl')
  const { out, code } = visit.hub.command('journal', 'export')
  expect(code).toBe(0)
  writeFileSync(file, out)
  expect(visit.hub.verify(file).code).toBe(0)
}

describe('the hub is killed and started again', () => {
  test.each(Object.entries(moments))('%s', async (_moment, lead) => {
    await using visit = await homes.visit()
    await lead(visit)
    await visit.hub.kill()
    const killed = performance.now()
    // Whoever is inside steps out and pulls the door shut, as he would: the page has told him.
    await visit.act('close', 'front')
    await visit.hub.begin()
    await visit.owner.connect()
    await until(
      'the door to be locked, or an alarm',
      async () => {
        const [door] = await visit.owner.get<DoorView[]>('/api/v1/doors')
        return (await visit.isLocked()) && (door?.state === 'locked-proved' || (door?.alarms.length ?? 0) > 0)
      },
      60_000,
    )
    expect(performance.now() - killed).toBeLessThan(60_000)
    expect(await visit.unlocksReceived()).toBeLessThanOrEqual(1)
    // The door may be proved a moment before the visit is judged.
    await until(
      'the visit to be over, or to wait for the courier again',
      async () => {
        const [session] = await visit.owner.sessions()
        return session?.state === 'closed' || session?.phase === 'armed' || session?.phase === 'sealing'
      },
      60_000,
    )
    await verifyJournal(visit)
  })
})

test('the next hub films the visit on to its end', async () => {
  await using visit = await homes.visit()
  await visit.inside()
  await visit.hub.kill()
  const killed = Date.now()
  await visit.hub.begin()
  await visit.owner.connect()
  await until('the eye inside to be live', async () => {
    const [door] = await visit.owner.home.doors()
    return door?.cameras.find(({ id }) => id === 'hall')?.feed === 'live'
  })
  await visit.leave()
  const { film } = await visit.closed()
  expect(film.filter(({ camera, from }) => camera === 'hall' && from > killed)).not.toEqual([])
  // Until the plugin has brought the cameras the order is tried again; nothing else is wrong with it.
  const failed = visit.hub.log.filter(({ msg }) => msg === 'effect failed')
  expect(failed.filter(({ code }) => code !== 'HUB_CAMERA_UNKNOWN')).toEqual([])
})

test('the hub stays dead: the edge closes the door by itself and sounds within 15 s', async () => {
  await using visit = await homes.visit()
  await visit.unlocked()
  await visit.hub.kill()
  const killed = performance.now()
  await using house = await visit.hub.house()
  await until(
    'the edge to act',
    async () => {
      const door = (await house.truth()).doors['front']
      return door?.siren === true && door.bolt === 'thrown'
    },
    20_000,
  )
  expect(performance.now() - killed).toBeLessThan(17_000)
})
