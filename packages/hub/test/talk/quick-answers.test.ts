// Recorded answers: kept sealed, played through a camera by one tap, shown beside the door in words, and bounded.
import { QuickAnswerView } from '@portico/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { misfits } from '../support/fitting.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

let hub: TestHub
let owner: Record<string, string>
beforeEach(async () => {
  hub = await TestHub.open()
  owner = await hub.owner()
})
afterEach(() => hub[Symbol.asyncDispose]())

const sound = (length = 12_000, byte = 7): Buffer => Buffer.alloc(length, byte)

async function record(id: string, body: Buffer, type = 'application/octet-stream'): Promise<Response> {
  return fetch(`${hub.houseUrl}/api/v1/answers/${id}`, {
    method: 'PUT',
    headers: { ...owner, 'content-type': type },
    body: new Uint8Array(body),
  })
}

const list = async (headers: Record<string, string> = owner): Promise<Record<string, unknown>[]> =>
  (await hub.ask('GET /api/v1/answers', { headers })).body
const play = (id: string, headers: Record<string, string> = owner): ReturnType<TestHub['ask']> =>
  hub.ask(`POST /api/v1/cameras/porch/answers/${id}`, { headers })

test('six sentences with fixed words; none is there before somebody recorded it', async () => {
  const all = await list()
  expect(all).toHaveLength(6)
  for (const answer of all) expect(misfits(QuickAnswerView, answer)).toEqual([])
  expect(all.every(({ lastsMs }) => lastsMs === null)).toBe(true)
  expect((await play('not-today')).status).toBe(404)
})

test('recorded once it is played through the camera, by whom stands in the audit, and the words go beside the door', async () => {
  expect((await record('not-today', sound())).status).toBe(200)
  expect((await list()).find(({ id }) => id === 'not-today')).toMatchObject({ lastsMs: 1_500 })
  const told: unknown[] = []
  using _ = hub.house.announcements.follow((announcement) => {
    if (announcement.type === 'answered') told.push(announcement)
  })
  expect((await play('not-today')).status).toBe(200)
  expect(hub.speakers.heard.get('porch')).toEqual([...sound()])
  expect(told).toMatchObject([{ door: 'front', words: 'Not today, thank you.' }])
  await until('the camera to be let go', () => hub.speakers.open.size === 0)
  const audits = hub.lines.flatMap(({ type, data }) => (type === 'Audit' ? [data['what']] : []))
  expect(audits).toContain('answer-recorded')
  expect(audits).toContain('talked')
})

test('the voice of the house lies sealed, outlives a restart, and is gone when it is deleted', async () => {
  const voice = Buffer.from('somebody says this in their own voice, over and over. '.repeat(200))
  expect((await record('who', voice)).status).toBe(200)
  const records = hub.journal.records('default', 'answer')
  expect(records.map(({ id }) => id)).toEqual(['who'])
  const kept = Buffer.concat(records.map(({ value }) => value))
  expect(kept.includes(voice.subarray(0, 20))).toBe(false)
  expect(kept.includes(voice.subarray(0, 30).toString('base64').slice(0, 20))).toBe(false)
  const wav = await fetch(`${hub.houseUrl}/api/v1/answers/who/sound`, { headers: owner })
  expect(wav.headers.get('content-type')).toBe('audio/wav')
  expect(Buffer.from(await wav.arrayBuffer()).subarray(58)).toEqual(voice)
  expect((await hub.ask('DELETE /api/v1/answers/who', { headers: owner })).status).toBe(200)
  expect(hub.journal.records('default', 'answer')).toEqual([])
  expect((await hub.ask('DELETE /api/v1/answers/who', { headers: owner })).status).toBe(404)
})

test.each([
  ['too short', (): Promise<Response> => record('who', sound(7_999)), 400, 'HUB_HTTP_BODY'],
  ['too long', (): Promise<Response> => record('who', sound(80_001)), 413, 'HUB_HTTP_TOO_LARGE'],
  ['no such answer', (): Promise<Response> => record('come-in', sound()), 404, 'HUB_HTTP_NOT_FOUND'],
  [
    'another kind of body',
    (): Promise<Response> => record('who', sound(), 'audio/mpeg'),
    415,
    'HUB_HTTP_MEDIA_TYPE',
  ],
  [
    'JSON',
    (): Promise<Response> => record('who', Buffer.from('{}'), 'application/json'),
    415,
    'HUB_HTTP_MEDIA_TYPE',
  ],
])('%s is refused and changes nothing', async (_, attempt, status, code) => {
  const answer = await attempt()
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ code })
  expect((await list()).every(({ lastsMs }) => lastsMs === null)).toBe(true)
})

test('a display may have one played and may not record; a second voice at the same camera is refused', async () => {
  await record('who', sound())
  const display = await hub.display(
    { place: 'inside' },
    { cookie: owner['cookie'] ?? '', origin: owner['origin'] ?? '' },
  )
  expect(await list(display)).toHaveLength(6)
  hub.speakers.open.set('porch', 'live')
  expect((await play('who', display)).body).toMatchObject({ code: 'HUB_CAMERA_TALK_BUSY' })
  hub.speakers.open.clear()
  expect((await play('who', display)).status).toBe(200)
  const asDisplay = await fetch(`${hub.houseUrl}/api/v1/answers/who`, {
    method: 'PUT',
    headers: { ...display, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(sound()),
  })
  expect(asDisplay.status).toBe(403)
})
