// Signing in by a link and out again: what a link is good for, what the cookie is, and what ends with it.
import { milliseconds, minutes, seconds } from '@portico/core'
import { MemoryJournal } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import type { Asked } from '../support/asking.ts'
import { HeldJournal } from '../support/held-journal.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { turns, until } from '../support/until.ts'

const DAY = minutes(24 * 60)

const link = async (hub: TestHub, name: string | null = null): Promise<string> =>
  (await hub.hub.people.mintLink(name)).secret

const signIn = (hub: TestHub, secret: string): Promise<Asked> =>
  hub.ask('POST /api/v1/sign-in', { body: { link: secret } })

const NO_GOOD = {
  code: 'HUB_HTTP_SIGN_IN',
  message: 'this link is no good any more; make a new one with portico owner link',
}

describe('a link', () => {
  test('makes its first user the owner, once', async () => {
    await using hub = await TestHub.open()
    const secret = await link(hub)
    const { status, body } = await signIn(hub, secret)
    expect([status, body]).toEqual([
      200,
      {
        kind: 'person',
        id: expect.stringMatching(/^u_/),
        name: 'Owner',
        scopes: null,
        assuredMs: 0,
        display: null,
        simulated: true,
      },
    ])
    const again = await signIn(hub, secret)
    expect([again.status, again.body, again.headers['set-cookie']]).toEqual([401, NO_GOOD, undefined])
    expect(hub.audited('owner-link-used')).toEqual([{ what: 'owner-link-used', by: body.id }])
  })
  test('that many bring in the same moment, while the disk is slow, lets one of them in', async () => {
    const journal = new HeldJournal()
    await using hub = await TestHub.open({ journal })
    const secret = await link(hub)
    journal.hold()
    const asking = Promise.all(Array.from({ length: 8 }, () => signIn(hub, secret)))
    await until('the first of them to wait for the disk', () => journal.waiting > 0)
    await turns(50)
    journal.release()
    const answers = await asking
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(hub.hub.people.all).toHaveLength(1)
  })
  test('is good for fifteen minutes and not a moment longer', async () => {
    await using hub = await TestHub.open()
    const first = await link(hub)
    hub.clock.jump({ wall: minutes(15) })
    expect((await signIn(hub, first)).status).toBe(200)
    const second = await link(hub)
    hub.clock.jump({ wall: milliseconds(minutes(15) + 1) })
    expect((await signIn(hub, second)).body).toEqual(NO_GOOD)
  })
  test('is no good when the clock was set back: its age is unknown', async () => {
    await using hub = await TestHub.open()
    const secret = await link(hub)
    hub.clock.jump({ wall: milliseconds(-1) })
    expect((await signIn(hub, secret)).status).toBe(401)
  })
  test('ends the one before', async () => {
    await using hub = await TestHub.open()
    const [older, newer] = [await link(hub), await link(hub)]
    expect((await signIn(hub, older)).status).toBe(401)
    expect((await signIn(hub, newer)).status).toBe(200)
  })
  test('is not used up when the disk fails', async () => {
    const journal = new MemoryJournal()
    await using hub = await TestHub.open({ journal })
    const secret = await link(hub)
    journal.failNext('HUB_JOURNAL_FULL')
    const failed = await signIn(hub, secret)
    expect([failed.status, failed.body.code, failed.headers['set-cookie']]).toEqual([
      503,
      'HUB_JOURNAL_FULL',
      undefined,
    ])
    expect((await signIn(hub, secret)).status).toBe(200)
  })
  test('with a name is for somebody else, and with no name for the first owner again', async () => {
    await using hub = await TestHub.open()
    const first = await signIn(hub, await link(hub))
    const second = await signIn(hub, await link(hub, 'Ada'))
    expect(second.body).toMatchObject({ kind: 'person', name: 'Ada' })
    expect(second.body.id).not.toBe(first.body.id)
    expect((await signIn(hub, await link(hub))).body.id).toBe(first.body.id)
    expect((await signIn(hub, await link(hub, 'Ada'))).body.id).toBe(second.body.id)
  })
  test.each([
    {},
    { link: 'short' },
    { link: 'A'.repeat(129) },
    { link: 1 },
    { link: 'A'.repeat(32), more: 1 },
  ])('of another form is refused by its form: %j', async (body) => {
    await using hub = await TestHub.open()
    const answer = await hub.ask('POST /api/v1/sign-in', { body })
    expect([answer.status, answer.body.code]).toEqual([400, 'HUB_HTTP_BODY'])
    expect(answer.body.message).not.toContain('AAA')
  })
})

test('guesses are counted in the audit: the first at once, then once a minute', async () => {
  await using hub = await TestHub.open()
  const guess = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) expect((await signIn(hub, 'A'.repeat(32))).body).toEqual(NO_GOOD)
  }
  const counts = (): unknown[] => hub.audited('sign-in-failed').map(({ count }) => count)
  await guess(20)
  expect(counts()).toEqual([1])
  await hub.pass(61)
  expect(counts()).toEqual([1, 19])
})

describe('the cookie', () => {
  test('is out of reach of scripts and other sites, and bears nothing but a secret', async () => {
    await using hub = await TestHub.open()
    const { headers } = await signIn(hub, await link(hub))
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^portico=[\w-]{32}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
  })
  test('and the link stand in no line of the journal', async () => {
    await using hub = await TestHub.open()
    const secret = await link(hub)
    const { headers } = await signIn(hub, secret)
    const cookie = /=([\w-]{32});/.exec(headers['set-cookie']?.[0] ?? '')?.[1] ?? 'none'
    const written = JSON.stringify(hub.lines)
    expect(written).toContain('owner-link-used')
    expect(written).not.toContain(secret)
    expect(written).not.toContain(cookie)
  })
  test('ends after two weeks unused, and after ninety days whatever it is used for', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const me = async (): Promise<number> => (await hub.ask('GET /api/v1/me', { headers })).status
    for (let days = 13; days < 90; days += 13) {
      hub.clock.jump({ wall: milliseconds(13 * DAY) })
      expect([days, await me()]).toEqual([days, 200])
    }
    hub.clock.jump({ wall: milliseconds(13 * DAY) })
    expect(await me()).toBe(401)
    const again = await hub.owner()
    hub.clock.jump({ wall: milliseconds(14 * DAY + 1) })
    expect((await hub.ask('GET /api/v1/me', { headers: again })).status).toBe(401)
  })
  test('tells how long ago the person proved it, and opening by hand needs that to be fresh', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const open = async (): Promise<unknown> =>
      (await hub.ask('POST /api/v1/doors/front/open', { headers })).body
    expect(await open()).toEqual({ ok: true, op: expect.stringMatching(/^h_/) })
    await hub.clock.advance(seconds(61))
    expect((await hub.ask('GET /api/v1/me', { headers })).body.assuredMs).toBeGreaterThan(60_000)
    expect(await open()).toMatchObject({ code: 'ASSURANCE_MISSING', next: 'Sign in again' })
  })
})

describe('signing out', () => {
  test('T21: ends this login, its sockets and its cookie, and no other login', async () => {
    await using hub = await TestHub.open()
    const [headers, phone] = [await hub.owner(), await hub.owner()]
    using screen = await LiveScreen.open(hub.houseUrl, { headers })
    using events = await PlainSocket.open(`${hub.houseUrl}/ws/events`, headers)
    using picture = await PlainSocket.open(`${hub.houseUrl}/ws/live/porch`, headers)
    using onPhone = await PlainSocket.open(`${hub.houseUrl}/ws/events`, phone)
    const out = await hub.ask('POST /api/v1/sign-out', { headers })
    expect([out.status, out.body]).toEqual([200, { ok: true }])
    expect(out.headers['set-cookie']).toEqual([
      expect.stringMatching(/^portico=; .*Expires=Thu, 01 Jan 1970/),
    ])
    expect(await screen.ended).toBe('io server disconnect')
    expect(await events.ended).toEqual({ code: 4401, reason: 'signed-out' })
    expect(await picture.ended).toEqual({ code: 4401, reason: 'signed-out' })
    expect((await hub.ask('GET /api/v1/me', { headers })).status).toBe(401)
    expect((await hub.ask('GET /api/v1/me', { headers: phone })).status).toBe(200)
    expect(onPhone.isOpen).toBe(true)
    expect(hub.audited('signed-out')).toHaveLength(1)
  })
  test('happens to the browser unseen for longest when there are too many', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    using events = await PlainSocket.open(`${hub.houseUrl}/ws/events`, headers)
    hub.clock.jump({ wall: milliseconds(1) })
    for (let n = 0; n < 64; n++) await hub.owner()
    expect((await events.ended).code).toBe(4401)
    expect((await hub.ask('GET /api/v1/me', { headers })).status).toBe(401)
  })
})
