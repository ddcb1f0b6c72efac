// Goal: one act ends every pairing and another changes every secret, whatever does not answer; a disk that is restored
// knows whom it knew. Method: the real routes; a bridge that answers and one that does not.
import { MemoryJournal } from '@portico/testing'
import { expect, test } from 'vitest'
import { createFaceBook } from '../../src/faces/face-book.ts'
import { rotateAll, unpairAll } from '../../src/faces/all-at-once.ts'
import type { Bridges } from '../../src/bridges/bridges.ts'
import { allow, letIn } from '../support/let-in.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { HOOK_SECRET, TestHub } from '../support/test-hub.ts'

const HOME = 'GET /api/v1/face/home'

test('unpair everything: programs, controllers and bridges end in one act, with what they held and made', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner()
  const face = await letIn(hub, 'matter', owner)
  await allow(hub, face.id, { rights: ['see', 'codes'] })
  const pin = { name: 'User', person: null, doors: null, hours: null, until: null, pin: '4711' }
  expect((await hub.ask('POST /api/v1/pins', { headers: face.headers, body: pin })).status).toBe(201)
  const { faceBook } = hub.hub
  const bridge = await faceBook.bridgeFace('mqtt')
  const peer = await faceBook.admit('mqtt', { id: 'one', name: 'One' })
  const { code } = (await hub.ask('POST /api/v1/faces/code', { headers: owner })).body
  using screen = await LiveScreen.open(hub.houseUrl, { auth: { token: bridge.token } })
  const { status, body } = await hub.ask('POST /api/v1/faces/unpair-all', { headers: owner })
  expect([status, body]).toEqual([200, { faces: 3, bridges: [] }])
  expect(await screen.ended).toBe('io server disconnect')
  for (const token of [face.token, bridge.token, peer]) expect(faceBook.identify(token)).toBeNull()
  expect((await hub.ask('GET /api/v1/pins', { headers: owner })).body).toEqual([])
  const claim = { code, kind: 'mqtt', name: 'Late' }
  expect((await hub.ask('POST /api/v1/faces/claim', { body: claim })).status).toBe(404)
  expect(hub.audited('all-unpaired')).toHaveLength(1)
  for (const headers of [face.headers, await hub.token('read')])
    expect((await hub.ask('POST /api/v1/faces/unpair-all', { headers })).status).not.toBe(200)
})

test('a program that is let in at that very moment does not stay, whichever comes first', async () => {
  await using hub = await TestHub.open()
  await hub.owner()
  const { faceBook, people } = hub.hub
  const [{ id } = { id: null }] = people.all
  if (id === null) throw new Error('nobody')
  let refused = 0
  for (let hops = 0; hops < 40; hops += 1) {
    const { code } = await faceBook.code(id)
    const claiming = faceBook.claim({ code, kind: 'mqtt', name: 'Late' }).catch(() => null)
    for (let hop = 0; hop < hops; hop += 1) await Promise.resolve()
    await unpairAll(hub.hub, id)
    const claimed = await claiming
    if (claimed === null) refused += 1
    else expect(faceBook.identify(claimed.token)).toBeNull()
    expect(faceBook.all).toEqual([])
  }
  expect(refused).toBeGreaterThan(0)
  const { records, journal: lines } = hub.runtime
  const { clock, log } = hub
  const chance = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }
  expect(createFaceBook({ records, journal: lines, clock, chance, log }).all).toEqual([])
})

test('a bridge that does not answer is named, and holds up nothing', async () => {
  await using hub = await TestHub.open()
  const face = await letIn(hub)
  const bridge = (name: 'mqtt' | 'matter'): Bridges['all'][number] => ({
    bridge: { name, kind: name, module: name, options: {}, files: [], runsNpm: false },
    status: { state: 'running', words: null, progress: null, pairing: null },
  })
  const asked: string[] = []
  const ask = async (name: string): Promise<void> => {
    asked.push(name)
    if (name === 'matter') throw new Error('gone')
  }
  const bridges: Bridges = {
    ...hub.hub.bridges,
    all: [bridge('mqtt'), bridge('matter')],
    unpairAll: ask,
    isIsolated: () => false,
    restart: ask,
  }
  const [{ id } = { id: null }] = hub.hub.people.all
  if (id === null) throw new Error('nobody')
  const told = [
    { name: 'mqtt', done: true },
    { name: 'matter', done: false },
  ]
  expect(await unpairAll({ ...hub.hub, bridges }, id)).toEqual({ faces: 1, bridges: told })
  expect((await rotateAll({ ...hub.hub, bridges }, id)).bridges).toEqual(told)
  expect(asked).toEqual(['mqtt', 'matter', 'mqtt', 'matter'])
  expect(hub.hub.faceBook.identify(face.token)).toBeNull()
})

test('new secrets for everything: programs and scripts end, and what came from elsewhere is named', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner()
  const face = await letIn(hub, 'mqtt', owner)
  const token = await hub.token('read')
  const { faceBook } = hub.hub
  const fabric = await faceBook.admit('matter', { id: 'one', name: 'Fabric' })
  const account = await faceBook.admit('voice', { id: 'two', name: 'Alexa' })
  const { path } = (await hub.ask('POST /api/v1/calendar', { headers: owner })).body
  const { status, body } = await hub.ask('POST /api/v1/faces/rotate-all', { headers: owner })
  expect([status, body]).toEqual([
    200,
    { faces: 2, tokens: [expect.any(String)], calendars: 1, bridges: [], secrets: [], left: ['easypost'] },
  ])
  for (const headers of [face.headers, token])
    expect((await hub.ask('GET /api/v1/me', { headers })).status).toBe(401)
  expect([faceBook.identify(account), faceBook.identify(fabric)]).toEqual([null, expect.anything()])
  expect((await hub.ask(`GET ${path}`)).status).toBe(404)
})

test('a secret of a webhook that the hub has made is another, told this once', async () => {
  await using hub = await TestHub.open({ hookSecret: '' })
  const { body } = await hub.ask('POST /api/v1/faces/rotate-all', { headers: await hub.owner() })
  expect(body.secrets).toEqual([{ of: 'source', id: 'easypost', secret: expect.any(String) }])
  const [{ secret }] = body.secrets
  expect(hub.hub.sources.get('easypost')?.rotating.values[0]).toBe(secret)
  expect(secret).not.toBe(HOOK_SECRET)
  expect(hub.logged.join() + JSON.stringify(hub.lines)).not.toContain(secret)
})

test('what was restored from a backup knows every program by the token that it has', async () => {
  const journal = new MemoryJournal()
  await using hub = await TestHub.open({ journal })
  const face = await letIn(hub)
  await allow(hub, face.id, { rights: ['see', 'open'], doors: ['front'] })
  const { records, journal: lines } = hub.runtime
  const { clock, log } = hub
  const chance = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }
  const restored = createFaceBook({ records, journal: lines, clock, chance, log })
  expect(restored.identify(face.token)).toMatchObject({
    id: face.id,
    rights: ['see', 'open'],
    doors: ['front'],
  })
  expect((await hub.ask(HOME, { headers: face.headers })).status).toBe(200)
})
