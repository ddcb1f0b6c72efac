// Goal: whoever holds the token of a face does what its rights name and nothing else, through the same gate as everybody;
// what it did stands in the evidence with its id; neither a crash nor a backup forgets it, or lends it new tries (threats G2,
// T4, T21). Method: a real hub and house as processes, the published client of a face, and the door's own physics.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { ClientError, FaceClient } from '@portico/client'
import type { JournalLine } from '@portico/core'
import { expect, test } from 'vitest'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { allowFace, letFaceIn, newPin } from '../support/let-in-faces.ts'
import { lineFindings } from '../support/line-findings.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const DOOR = 'front'

/** How a command ended: `done`, or the code of the no. */
async function wordOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return 'done'
  } catch (error) {
    if (error instanceof ClientError) return error.code
    throw error
  }
}

function journalOf(hub: HubProcess): readonly JournalLine[] {
  const { out } = hub.command('journal', 'export')
  // cast: our own journal
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine)
}

/** As a backup has it: the folder of the data, put back elsewhere, without what a house compiled. */
async function restored(visit: Visit): Promise<HubProcess> {
  const hub = await HubProcess.rest({ settings: calmHome })
  const isKept = (path: string): boolean => !path.includes('virtual-home')
  cpSync(visit.hub.data, hub.data, { recursive: true, filter: isKept })
  await hub.begin()
  return hub
}

test('T4: opening needs the right and a good PIN, each time, and no number of wrong ones is one', async () => {
  await using visit = await Visit.begin()
  const guesser = await letFaceIn(visit, 'mqtt')
  const matter = await letFaceIn(visit, 'matter')
  const pin = await newPin(visit)
  expect(await wordOf(matter.client.open(DOOR, pin))).toBe('HUB_HTTP_FORBIDDEN')
  const notice = await visit.owner.untilTold('SecurityNotice')
  expect(notice.data).toMatchObject({ what: 'forbidden-command', by: matter.id, face: 'matter' })
  for (const { id } of [guesser, matter]) await allowFace(visit, id, ['see', 'lock', 'open'])
  expect(await wordOf(matter.client.open(DOOR, null))).toBe('ASSURANCE_MISSING')
  const wrong = Array.from({ length: 100 }, (_, n) => String(200_000 + n)).filter((each) => each !== pin)
  const words = await Promise.all(wrong.map((each) => wordOf(guesser.client.open(DOOR, each))))
  expect(words.filter((word) => word === 'ASSURANCE_MISSING').length).toBe(5)
  expect(new Set(words)).toEqual(new Set(['ASSURANCE_MISSING', 'HUB_PIN_CLOSED', 'HUB_HTTP_QUOTA']))
  expect(await visit.unlocksReceived()).toBe(0)
  expect(visit.owner.told.some(({ data }) => data['what'] === 'pins-closed')).toBe(true)

  expect(await wordOf(matter.client.open(DOOR, pin))).toBe('done')
  const granted = await visit.owner.untilTold('ManualOpenGranted')
  expect(granted.data).toMatchObject({ by: matter.id, face: 'matter' })
  await until('one unlock', async () => (await visit.unlocksReceived()) === 1)
  expect(await wordOf(matter.client.lock(DOOR))).toBe('done')
  await until('the door locked', () => visit.isLocked())

  await visit.hub.kill()
  await visit.hub.begin()
  await visit.owner.connect()
  const again = (token: string): FaceClient => new FaceClient(visit.hub.url, token)
  expect(await wordOf(again(guesser.token).open(DOOR, pin))).toBe('HUB_PIN_CLOSED')
  expect((await again(matter.token).home()).rights).toEqual(['see', 'lock', 'open'])

  const unpaired = await visit.owner.post(`/api/v1/faces/${guesser.id}/revoke`)
  expect(unpaired.status).toBe(200)
  expect(await wordOf(again(guesser.token).home())).toBe('HUB_HTTP_SIGN_IN')
  await visit.hub.stop()
  await using other = await restored(visit)
  expect((await new FaceClient(other.url, matter.token).home()).face).toBe(matter.id)
  expect(await wordOf(new FaceClient(other.url, guesser.token).home())).toBe('HUB_HTTP_SIGN_IN')
  for (const text of [visit.hub.output, visit.hub.errors, JSON.stringify(journalOf(other))])
    for (const secret of [`"${pin}"`, matter.token]) expect(text).not.toContain(secret)
})

test('T4: in the middle of a delivery it may stop and not open; who stopped it stands in the evidence', async () => {
  await using visit = await Visit.begin()
  const mqtt = await letFaceIn(visit, 'mqtt')
  await allowFace(visit, mqtt.id, ['see', 'lock', 'open'])
  const pin = await newPin(visit)
  const heard: string[] = []
  using live = await mqtt.client.live({ onEvent: ({ type }) => void heard.push(type) })
  await visit.unlocked()
  expect(await wordOf(mqtt.client.open(DOOR, pin))).toBe('DOOR_BUSY')
  expect(await wordOf(mqtt.client.open('cellar', pin))).toBe('HUB_HTTP_NOT_FOUND')
  const before = await visit.unlocksReceived()
  expect(await wordOf(mqtt.client.lock(DOOR))).toBe('done')
  const closed = await visit.closed()
  expect(await visit.isLocked()).toBe(true)
  expect(await visit.unlocksReceived()).toBe(before)
  const noted = journalOf(visit.hub).filter(({ type }) => type === 'AbortNoted')
  expect(noted.map(({ data, session }) => [data['by'], data['face'], session])).toEqual([
    [mqtt.id, 'mqtt', closed.id],
  ])
  expect(await lineFindings(journalOf(visit.hub))).toEqual([])
  await until('the face to hear of its end', () => heard.includes('SessionClosed'))
  expect(live.seq).not.toBeNull()
  const file = join(visit.hub.folder, 'visit.tar')
  expect(visit.hub.command('evidence', 'export', closed.id, '--out', file)).toMatchObject({ code: 0 })
  expect(visit.hub.verify(file).code).toBe(0)
})
