// What people decide over a screen's socket: the same answers, codes and limits as by the routes.
import { ErrorReply } from '@portico/protocol'
import { milliseconds, minutes } from '@portico/core'
import { MemoryJournal } from '@portico/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PEOPLE_QUOTA } from '../../src/people/people-desk.ts'
import { misfits } from '../support/fitting.ts'
import { allow, letIn } from '../support/let-in.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { TestHub } from '../support/test-hub.ts'
import { turns, until } from '../support/until.ts'

async function pictureOf(hub: TestHub, headers: Record<string, string>): Promise<string> {
  const still = await hub.ask('GET /api/v1/cameras/porch/still', { headers })
  return String(still.headers['x-portico-sha256'])
}

test('yes: the answer comes when it is durable, and the door unlocks once', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  await hub.arrived()
  const approval = { session: hub.sid, try: 0, picture: await pictureOf(hub, headers) }
  const said = screen.command('approve', approval)
  expect(await said).toEqual({ ok: true })
  expect(hub.lines.some(({ type }) => type === 'EntryApproved')).toBe(true)
  // Told twice, decided once.
  expect(await screen.command('approve', approval)).toMatchObject({ code: 'NOT_ASKED' })
  await hub.pass(3)
  expect(hub.door.unlocks).toHaveLength(1)
})

test('no: nothing opens', async () => {
  await using hub = await TestHub.open()
  using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
  await hub.arrived()
  const { sid: session } = hub
  expect(await screen.command('deny', { session })).toEqual({ ok: true })
  expect(await screen.command('deny', { session })).toMatchObject({ code: 'NOT_HOT' })
  await hub.pass(10)
  expect(hub.door.unlocks).toEqual([])
})

test('stop: while the courier is inside he is asked to leave', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  const pass = await hub.arrived()
  await hub.approve(headers)
  await hub.pass(3)
  hub.door.do({ type: 'open', from: 'outside', wide: true })
  await hub.pass(1)
  expect(await screen.command('abort', { session: hub.sid })).toEqual({ ok: true })
  expect((await hub.street(`GET /c/${pass}`)).body.state).toBe('leave')
})

test('the domain says no with its code, its words and the next step, as the routes do', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  await hub.arrived()
  const { sid: session } = hub
  const picture = await pictureOf(hub, headers)
  const old = await pictureOf(hub, headers)
  await hub.pass(3.1)
  for (const [name, message, code] of [
    ['approve', { try: 1, picture }, 'OTHER_TRY'],
    ['approve', { try: 0, picture: old }, 'PICTURE_STALE'],
    ['approve', { try: 0, picture: '0'.repeat(64) }, 'PICTURE_STALE'],
  ] as const) {
    const over = await screen.command(name, { session, ...message })
    const by = await hub.ask(`POST /api/v1/sessions/${session}/${name}`, { headers, body: message })
    expect(over).toMatchObject({ code, message: expect.any(String), next: expect.any(String) })
    expect([by.status, by.body]).toEqual([409, over])
    expect(misfits(ErrorReply, over)).toEqual([])
  }
  expect(await screen.command('acknowledge', { alarm: 'front!99' })).toMatchObject({ code: 'NO_ALARM' })
  expect(hub.phase).toBe('authorising')
})

test('lock: by whoever may by the route, and a face with the right alone, each in the journal by its name', async () => {
  await using hub = await TestHub.open()
  const mine = await letIn(hub, 'homekit')
  using face = await LiveScreen.open(hub.houseUrl, { headers: mine.headers })
  const asked = (): unknown[] => hub.lines.filter(({ type }) => type === 'LockAsked').map(({ data }) => data)
  expect(await face.command('lock', { door: 'front' })).toEqual({ ok: true })
  expect(asked()).toEqual([expect.objectContaining({ by: mine.id, face: 'homekit' })])
  using owner = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
  expect(await owner.command('lock', { door: 'front' })).toEqual({ ok: true })
  expect(asked()).toHaveLength(2)

  const seeing = await letIn(hub)
  await allow(hub, seeing.id, { rights: ['see'] })
  using watcher = await LiveScreen.open(hub.houseUrl, { headers: seeing.headers })
  using display = await LiveScreen.open(hub.houseUrl, {
    headers: await hub.display(),
    auth: { face: 'display' },
  })
  for (const screen of [watcher, display])
    expect(await screen.command('lock', { door: 'front' })).toMatchObject({ code: 'HUB_HTTP_FORBIDDEN' })
  const elsewhere = await letIn(hub)
  await allow(hub, elsewhere.id, { rights: ['see', 'lock'], doors: [] })
  using stranger = await LiveScreen.open(hub.houseUrl, { headers: elsewhere.headers })
  expect(await stranger.command('lock', { door: 'front' })).toMatchObject({ code: 'HUB_HTTP_NOT_FOUND' })
  expect(asked()).toHaveLength(2)
})

describe('a message that cannot be read', () => {
  const id = 's_01a207d9-30d2-79dc-ab3f-a6e0b82a6700'
  let hub: TestHub
  let headers: Record<string, string>
  beforeAll(async () => {
    hub = await TestHub.open()
    headers = await hub.owner()
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  test.each([
    ['approve', undefined],
    ['approve', null],
    ['approve', 'text'],
    ['approve', []],
    ['approve', { session: id }],
    ['approve', { session: id, try: '0', picture: '0'.repeat(64) }],
    ['approve', { session: id, try: 0, picture: 'planted-value' }],
    ['approve', { session: id, try: 0, picture: '0'.repeat(64), more: 1 }],
    ['deny', {}],
    ['deny', { session: '' }],
    ['deny', { session: 'x'.repeat(129) }],
    ['abort', { session: 1 }],
    ['abort', Buffer.from('bytes')],
    ['acknowledge', { alarm: 'front!1', secureByEye: 'yes' }],
    ['delivered', {}],
    ['lock', {}],
    ['lock', { door: 'front', pin: 'planted-value' }],
  ])('%s with %j is answered by its form, without a word of it', async (name, message) => {
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    const answer = await screen.command(name, message)
    expect(answer).toEqual({ code: 'HUB_HTTP_BODY', message: expect.stringMatching(/^message/) })
    expect(JSON.stringify(answer)).not.toContain('planted-value')
  })
  test('names a visit, an alarm or a door that nobody knows', async () => {
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    const unknown = { code: 'HUB_HTTP_NOT_FOUND', message: expect.any(String) }
    expect(await screen.command('deny', { session: id })).toEqual(unknown)
    expect(await screen.command('acknowledge', { alarm: 'back!1' })).toEqual(unknown)
    expect(await screen.command('acknowledge', { alarm: '' })).toMatchObject({ code: 'HUB_HTTP_BODY' })
  })
  test('without a wish for an answer, and with a name that is none, is borne', async () => {
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    screen.socket.emit('approve')
    screen.socket.emit('deny', { session: 'x' }, 'no function')
    screen.socket.emit('open', { door: 'front' }, () => {})
    screen.socket.emit('__proto__', {})
    screen.socket.emit('constructor', {})
    expect(await screen.command('deny', { session: id })).toMatchObject({ code: 'HUB_HTTP_NOT_FOUND' })
    expect(hub.door.unlocks).toEqual([])
  })
  test("larger than any command ends the connection, and nobody else's", async () => {
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    using other = await LiveScreen.open(hub.houseUrl, { headers })
    screen.socket.emit('deny', { session: 'x'.repeat(17 * 1024) })
    expect(await screen.ended).toMatch(/transport (?:close|error)/)
    expect(await other.command('deny', { session: id })).toMatchObject({ code: 'HUB_HTTP_NOT_FOUND' })
  })
})

test('who commands too much is told so, by socket and route together, and others are heard', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  using other = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
  await hub.arrived()
  const { sid: session } = hub
  for (let n = 0; n < PEOPLE_QUOTA.limit; n++)
    await screen.command('approve', { session, try: 9, picture: '0'.repeat(64) })
  const quota = { code: 'HUB_HTTP_QUOTA', message: 'no more than 20 commands in 10 s' }
  expect(await screen.command('abort', { session })).toEqual(quota)
  const by = await hub.ask(`POST /api/v1/sessions/${session}/abort`, { headers })
  expect([by.status, by.body]).toEqual([429, quota])
  expect(await other.command('abort', { session })).toEqual({ ok: true })
  await hub.pass(10.1)
  expect(await screen.command('abort', { session })).toMatchObject({ code: 'NOT_HOT' })
})

test('a login that has ended by age commands nothing more: it is asked to sign in and let go', async () => {
  await using hub = await TestHub.open()
  using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
  await hub.arrived()
  const { sid: session } = hub
  hub.clock.jump({ wall: milliseconds(minutes(15 * 24 * 60)) })
  expect(await screen.command('deny', { session })).toEqual({
    code: 'HUB_HTTP_SIGN_IN',
    message: 'sign in again',
  })
  expect(await screen.ended).toBe('io server disconnect')
})

test('a disk that fails is told as such, and what was asked has not happened', async () => {
  const journal = new MemoryJournal()
  await using hub = await TestHub.open({ journal })
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  await hub.arrived()
  await turns()
  journal.failNext('HUB_JOURNAL_FULL')
  const answer = await screen.command('deny', { session: hub.sid })
  expect(answer).toEqual({ code: 'HUB_JOURNAL_FULL', message: 'This is not possible at the moment.' })
  await until('the asking to go on', () => hub.phase === 'authorising')
})
