// Goal: people see how long a film is kept, hold it, let it go with a reason, and see afterwards that it is gone and why.
// Method: a hub with faces and a delivery in virtual time.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hours } from '@portico/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestHub } from '../support/test-hub.ts'

let hub: TestHub
let owner: { readonly cookie: string; readonly origin: string }
let sid: string

beforeEach(async () => {
  hub = await TestHub.open()
  owner = await hub.owner()
  sid = await hub.delivered(owner)
})
afterEach(() => hub[Symbol.asyncDispose]())

const get = (path: string) => hub.ask(`GET /api/v1/${path}`, { headers: owner })
const post = (path: string, body: object) =>
  hub.ask(`POST /api/v1/${path}`, { headers: owner, body: { ...body } })

describe('the shelf of films', () => {
  it('tells room, what is kept how long, and what goes next', async () => {
    const { body } = await get('films')
    const { closed } = (await get(`sessions/${sid}`)).body
    expect(body).toMatchObject({
      state: 'good',
      freeBytes: 1_000_000,
      reserveBytes: 1_000,
      shelves: [
        { purpose: 'visit', days: 14, count: 1 },
        { purpose: 'ring', days: 3, count: 0, bytes: 0 },
      ],
      held: { count: 0, bytes: 0 },
      next: { session: sid, purpose: 'visit', door: 'front', until: closed + 14 * hours(24), held: false },
      firstToGo: null,
    })
    expect(body.visits).toBeGreaterThan(0)
    expect(body.films.map(({ session }: { session: string }) => session)).toEqual([sid])
    hub.freeBytes = 999
    expect((await get('films')).body).toMatchObject({ state: 'full', visits: 0, hours: 0 })
  })

  it('is for people and programs that may read, and for no display', async () => {
    expect((await hub.ask('GET /api/v1/films')).status).toBe(401)
    expect((await hub.ask('GET /api/v1/films', { headers: await hub.token('read') })).status).toBe(200)
    expect((await hub.ask('GET /api/v1/films', { headers: await hub.display() })).status).toBe(403)
    const token = await hub.token('read', 'camera')
    for (const act of ['hold', 'delete']) {
      const asked = await hub.ask(`POST /api/v1/films/${sid}/${act}`, {
        headers: token,
        body: { held: true, why: 'asked' },
      })
      expect([asked.status, asked.body.code]).toEqual([403, 'HUB_HTTP_FORBIDDEN'])
    }
    for (const name of ['s_none', '..', 'x'])
      expect((await get(`films/${encodeURIComponent(name)}`)).body.code, name).toBe('HUB_HTTP_NOT_FOUND')
  })
})

describe('the film of a visit', () => {
  it('has the days that its courier was told', async () => {
    const { body } = await get(`films/${sid}`)
    expect(body).toMatchObject({ days: 14, deleted: null, film: { session: sid, held: false } })
    expect(hub.runtime.visits.all.map(({ filmDays }) => filmDays)).toEqual([14])
  })

  it('T23: has on the page of its courier, before and after, the days that bind it', async () => {
    await using other = await TestHub.open({ settings: { film: { visitDays: 30, ringDays: 3 } } })
    const headers = await other.owner()
    await other.armed()
    const pass = await other.begin()
    const page = async (): Promise<string> => {
      const { bytes } = await other.street(`GET /c/${pass}`, { headers: { accept: 'text/html' } })
      return bytes.toString()
    }
    expect(await page()).toContain('It is kept for 14 days and then deleted')
    await other.arrive(pass)
    const { sid: visit } = other
    await other.approve(headers)
    await other.pass(3)
    other.door.do({ type: 'open', from: 'outside', wide: true })
    await other.pass(3)
    other.door.do({ type: 'close' })
    await other.sealed(visit)
    expect(await page()).toContain('It is kept for 14 days and then deleted')
    // The settings say 30 by now: what was promised binds.
    const { body } = await other.ask(`GET /api/v1/films/${visit}`, { headers })
    expect(body.days).toBe(14)
  })

  it('is held and let go by people, which the journal tells', async () => {
    expect((await post(`films/${sid}/hold`, { held: true })).body.film).toMatchObject({
      held: true,
      until: null,
    })
    expect((await get('films')).body).toMatchObject({ held: { count: 1 }, next: null })
    const refused = await post(`films/${sid}/delete`, { why: 'useless' })
    expect([refused.status, refused.body.code]).toEqual([409, 'HUB_FILM_HELD'])
    expect((await post(`films/${sid}/hold`, { held: false })).body.film.held).toBe(false)
    const lines = hub.lines.filter(({ type }) => type === 'FilmHeld')
    expect(lines.map(({ data }) => data['held'])).toEqual([true, false])
  })

  it('is deleted by a person with a reason, and shown as deleted from then on', async () => {
    expect((await get(`sessions/${sid}/photo`)).status).toBe(200)
    expect((await post(`films/${sid}/delete`, { why: 'nosuchreason' })).status).toBe(400)
    expect((await post(`films/${sid}/delete`, { why: 'private' })).body).toEqual({ ok: true })
    expect(existsSync(join(hub.folder, sid))).toBe(false)
    expect((await get(`sessions/${sid}/photo`)).status).toBe(404)
    const { body } = await get(`films/${sid}`)
    expect(body).toMatchObject({ film: null, days: null, deleted: { policy: 'owner', why: 'private' } })
    expect(body.deleted.by).toMatch(/^u_/)
    const again = await post(`films/${sid}/hold`, { held: true })
    expect([again.status, again.body.code]).toEqual([404, 'HUB_HTTP_NOT_FOUND'])
    const deletions = hub.lines.filter(({ type }) => type === 'MediaDeleted')
    expect(deletions.length).toBeGreaterThan(1)
    expect(deletions.every(({ session }) => session === sid)).toBe(true)
  })
})
