// Goal: a bell that nobody answers leaves a line and a film from outside; one that was answered, or belongs to a visit,
// leaves neither; and nobody fills a disk by leaning on the bell. Method: a hub with faces, the house in virtual time.
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryJournal } from '@portico/testing'
import { FRONT, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

let hub: TestHub
beforeEach(async () => void (hub = await TestHub.open()))
afterEach(() => hub[Symbol.asyncDispose]())

const missed = () => hub.lines.filter(({ type }) => type === 'RangUnanswered')
const folders = (): readonly string[] => readdirSync(hub.folder).filter((name) => name.startsWith('r_'))

/** Somebody presses the bell; half a minute and the disk are over. */
async function ring({ answered = false } = {}): Promise<void> {
  hub.house.ring(FRONT)
  await hub.pass(15)
  if (answered) hub.hub.rings.answered(FRONT)
  await hub.pass(6)
  await hub.cameras.settled()
  await hub.pass(15)
  await until('the ring to be settled', async () => {
    await hub.pass(0.5)
    await hub.cameras.settled()
    return hub.cameras.films.size === 0
  })
}

describe('a bell that nobody answers', () => {
  it('stands in the journal and in the list, with a film from outside that has the bell in it', async () => {
    hub.house.ring(FRONT)
    await hub.pass(1)
    const [film] = [...hub.cameras.films.values()]
    expect(film?.order).toMatchObject({ purpose: 'ring', cameras: [{ id: 'porch', witness: false }] })
    const session = film?.order.session ?? ''
    expect(hub.cameras.marks).toContainEqual(expect.objectContaining({ session, kind: 'bell' }))
    await hub.pass(18)
    expect(hub.cameras.films.size).toBe(1)
    await hub.pass(2)
    expect(hub.cameras.films.size).toBe(0)
    await hub.cameras.settled()
    expect(missed()).toEqual([])
    await hub.pass(10)
    const line = await hub.line(({ type }) => type === 'RangUnanswered')
    expect([line.door, line.data]).toEqual([null, expect.objectContaining({ door: FRONT, filmed: true })])
    const headers = await hub.owner()
    const { body } = await hub.ask('GET /api/v1/rings', { headers })
    expect(body).toEqual([
      {
        id: session,
        door: FRONT,
        at: expect.any(Number),
        film: [expect.objectContaining({ camera: 'porch' })],
      },
    ])
    const piece = await hub.ask(`GET ${body[0].film[0].url}`, { headers })
    expect([piece.status, piece.headers['content-type']]).toEqual([200, 'video/mp4'])
    expect(hub.audited('looked')).toContainEqual(expect.objectContaining({ seen: 'film' }))
    // A display watches and rings; films are not for the wall.
    const display = await hub.display()
    expect((await hub.ask('GET /api/v1/rings', { headers: display })).status).toBe(403)
    expect((await hub.ask(`GET ${body[0].film[0].url}`, { headers: display })).status).toBe(403)
  })

  it('rings once, however often it is pressed in its half minute', async () => {
    hub.house.ring(FRONT)
    await hub.pass(5)
    hub.house.ring(FRONT)
    await hub.pass(40)
    await hub.line(({ type }) => type === 'RangUnanswered')
    await hub.pass(40)
    expect([missed().length, hub.cameras.marks.filter(({ kind }) => kind === 'bell').length]).toEqual([1, 2])
  })

  it('is filmed six times an hour, and told each time', async () => {
    for (let press = 0; press < 8; press++) await ring()
    await until('eight lines', () => missed().length === 8)
    expect(missed().map(({ data }) => data['filmed'])).toEqual([...Array(6).fill(true), false, false])
    await hub.pass(3_600)
    await ring()
    await until('one line more', () => missed().length === 9)
    expect(missed().at(-1)?.data['filmed']).toBe(true)
  })

  it('is a missed ring without film when the camera fails', async () => {
    hub.cameras.startFilm = () => Promise.reject(new Error('no camera'))
    await ring()
    expect((await hub.line(({ type }) => type === 'RangUnanswered')).data['filmed']).toBe(false)
  })
})

describe('a bell whose half minute the hub does not live to see', () => {
  it('is a missed ring of the next life', async () => {
    const journal = new MemoryJournal()
    {
      await using first = await TestHub.open({ journal })
      first.house.ring(FRONT)
      await first.pass(10)
    }
    await using second = await TestHub.open({ journal })
    const line = await second.line(({ type }) => type === 'RangUnanswered')
    expect(line.data).toMatchObject({ door: FRONT, filmed: false })
    const { body } = await second.ask('GET /api/v1/rings', { headers: await second.owner() })
    expect(body).toHaveLength(1)
  })
})

describe('a bell that is answered', () => {
  it('by a person leaves no line and no film', async () => {
    await ring({ answered: true })
    await until('the film to be gone', () => folders().length === 0)
    expect(missed()).toEqual([])
    await until('its record to be gone', () => hub.runtime.records.all('ring').length === 0)
  })

  it('by opening the door leaves none either', async () => {
    hub.house.ring(FRONT)
    await hub.pass(5)
    hub.door.do({ type: 'open', from: 'inside', wide: true })
    await hub.pass(40)
    await until('the film to be gone', () => folders().length === 0)
    expect(missed()).toEqual([])
  })

  it('by a courier whose visit begins, leaves none, and the bell stands in the film of the visit', async () => {
    const headers = await hub.owner()
    await hub.arrived()
    const { sid } = hub
    hub.house.ring(FRONT)
    await hub.approve(headers)
    await hub.pass(3)
    await hub.pass(40)
    const bells = hub.cameras.marks.filter(({ kind }) => kind === 'bell')
    expect(bells.map(({ session }) => session)).toContain(sid)
    expect([missed().length, folders().length]).toEqual([0, 0])
  })
})

describe('the marks of a visit that waits', () => {
  it('tell nothing of how the household used the door meanwhile', async () => {
    await hub.armed()
    hub.door.do({ type: 'open', from: 'inside', wide: true })
    await hub.pass(5)
    hub.door.do({ type: 'close' })
    await hub.pass(300)
    expect(hub.cameras.marks).toEqual([])
  })
})

describe('the marks of a visit', () => {
  it('tell its film how the door stood, what bolt and contact did, and the steps, in order', async () => {
    const sid = await hub.delivered(await hub.owner())
    const told = hub.cameras.marks.filter(({ session }) => session === sid)
    const words = told.map(({ kind, word }) => `${kind} ${word}`)
    for (const word of [
      'bolt locked',
      'contact closed',
      'bolt unlocked',
      'contact open',
      'step opened',
      'step shut',
    ])
      expect(words).toContain(word)
    expect(words.at(-1)).toBe('step locked, proved by both witnesses')
    expect(words).toContain('step owner agreed')
    // None is older than a pre-roll.
    const times = told.map(({ at }) => at)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000)
    // Its own door's words only, and no frames, queries or effects.
    expect(told.length).toBeLessThan(40)
  })
})
