// Goal: G9, T10 at the pages. A PIN is shown to the one phone that proved presence, while the lock takes it, and stands in
// nothing that the hub keeps, logs, or tells anybody else. Method: real faces over a home in virtual time.
import { wallTime } from '@portico/core'
import { languages } from '@portico/web/courier'
import { expect, test } from 'vitest'
import { code, cookiesOf, form, look, stateOf, textOf } from '../support/courier-browser.ts'
import { EventStream } from '../support/event-stream.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

interface Phone extends Record<string, string> {
  readonly cookie: string
}

/** A lock that ends PINs itself, and a claimed parcel with a signed, narrow window. */
async function due(hub: TestHub): Promise<string> {
  hub.runtime.report(FRONT, { type: 'ReportFitness', unfit: null, pin: true })
  await hub.claim(NUMBER)
  const now = hub.clock.wall()
  await hub.runtime.deliveries.report({
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'out-for-delivery',
    occurredAt: now,
    window: { from: now, to: wallTime(now + 3 * 3_600_000) },
    elsewhere: null,
    eventId: 'evt_pin',
    body: new Uint8Array([1]),
  })
  await hub.pass(0.1)
  return `/c/${await hub.begin()}`
}

const phoneAt = async (hub: TestHub, path: string): Promise<Phone> => ({
  cookie: cookiesOf(await look(hub, path)).cookie ?? '',
})

/** Up to the page that shows the PIN, six digits in two halves. */
async function granted(hub: TestHub, path: string, phone: Phone): Promise<string> {
  await hub.street(`POST ${path}/arrive`, form(hub, { code: code(hub) }, phone))
  await hub.pass(3)
  const page = textOf(await look(hub, path, phone))
  const [, left = '', right = ''] = /<bdi class="mono" dir="ltr">(\d{3}) (\d{3})<\/bdi>/.exec(page) ?? []
  expect([hub.phase, left.length + right.length]).toEqual(['unlocking', 6])
  return left + right
}

test('the PIN is shown to the phone that proved presence, in every language, and opens once', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const path = await due(hub)
  const phone = await phoneAt(hub, path)
  const pin = await granted(hub, path, phone)
  for (const language of languages)
    expect(textOf(await look(hub, `${path}?lang=${language}`, phone))).toContain(
      `${pin.slice(0, 3)} ${pin.slice(3)}`,
    )
  const { body } = await hub.street(`GET ${path}`, { headers: phone })
  expect(body).toMatchObject({ state: 'pin', pin, letter: null })
  expect(body.leftMs).toBeGreaterThan(20_000)
  expect(body.leftMs).toBeLessThanOrEqual(30_000)
  expect(hub.door.keyIn(pin)).toBe(true)
  await hub.pass(2)
  expect(stateOf(await look(hub, path, phone))).toBe('open')
  expect((await hub.street(`GET ${path}`, { headers: phone })).body.pin).toBeNull()
  expect(hub.door.keyIn(pin)).toBe(false)
})

test('nobody else is shown it: not another phone, not one that keeps nothing, not a second pass', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const path = await due(hub)
  const other = `/c/${await hub.begin()}`
  const [phone, thief] = [await phoneAt(hub, path), await phoneAt(hub, path)]
  const second = await phoneAt(hub, other)
  using stream = await EventStream.open(`${hub.streetUrl}${path}/events`, thief)
  using wide = await EventStream.open(`${hub.streetUrl}${other}/events`, second)
  const pin = await granted(hub, path, phone)
  await until('both streams', () => stream.told.length > 1 && wide.told.length > 1)
  const seen = [
    textOf(await look(hub, path, thief)),
    textOf(await look(hub, path)),
    textOf(await look(hub, other, second)),
    JSON.stringify((await hub.street(`GET ${path}`)).body),
    JSON.stringify((await hub.street(`GET ${other}`, { headers: second })).body),
    stream.text,
    wide.text,
  ]
  for (const text of seen) expect(text.replaceAll(' ', '')).not.toContain(pin)
})

test('whoever was refused before is not shown the PIN of the one who came after', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const path = await due(hub)
  const other = `/c/${await hub.begin()}`
  const [first, second] = [await phoneAt(hub, path), await phoneAt(hub, other)]
  hub.cameras.how = 'frozen'
  await hub.street(`POST ${path}/arrive`, form(hub, { code: code(hub) }, first))
  await hub.pass(13)
  hub.cameras.how = 'live'
  const pin = await granted(hub, other, second)
  expect(textOf(await look(hub, path, first)).replaceAll(' ', '')).not.toContain(pin)
  expect((await hub.street(`GET ${path}`, { headers: first })).body).toMatchObject({
    state: 'wait',
    pin: null,
  })
})

test('a phone that keeps nothing could not be told from another: the owner is asked instead', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const headers = await hub.owner()
  const path = await due(hub)
  // A wrong code changes nothing for whoever comes with the right one.
  await hub.street(`POST ${path}/arrive`, { body: { code: 'photographed' } })
  expect(hub.state.session).toMatchObject({ phase: 'armed', mode: 'pin' })
  await hub.street(`POST ${path}/arrive`, { body: { code: code(hub) } })
  await hub.pass(3)
  expect([hub.phase, hub.door.pins]).toEqual(['authorising', []])
  expect((await hub.street(`GET ${path}`)).body).toMatchObject({ state: 'wait', pin: null })
  const { body } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
  expect(body).toMatchObject({ mode: 'owner', ask: { try: 0 } })
  await hub.approve(headers)
  await hub.pass(3)
  expect([hub.phase, hub.door.pins]).toEqual(['unlocked', []])
})

test('its end: the page shows it no longer than the lock takes it, and a stopped visit at once no more', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const path = await due(hub)
  const phone = await phoneAt(hub, path)
  const pin = await granted(hub, path, phone)
  await hub.pass(28)
  expect((await hub.street(`GET ${path}`, { headers: phone })).body.pin).toBeNull()
  expect([hub.door.keyIn(pin), hub.house.pins.of(hub.runtime.visits.all[0]?.id ?? ('' as never))]).toEqual([
    false,
    null,
  ])
})

test('an owner stops it: the page shows no PIN from that moment on, and the lock is told to forget it', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const headers = await hub.owner()
  const path = await due(hub)
  const phone = await phoneAt(hub, path)
  const pin = await granted(hub, path, phone)
  await hub.ask(`POST /api/v1/sessions/${hub.sid}/abort`, { headers })
  expect((await hub.street(`GET ${path}`, { headers: phone })).body.pin).toBeNull()
  await hub.pass(1)
  expect(hub.door.keyIn(pin)).toBe(false)
})

test('T19: it stands in no log, no line, no record, no address, and on no page or socket of the owner', async () => {
  await using hub = await TestHub.open({ mode: 'pin' })
  const headers = await hub.owner()
  using screen = await LiveScreen.open(hub.houseUrl, { headers })
  const path = await due(hub)
  const phone = await phoneAt(hub, path)
  const pin = await granted(hub, path, phone)
  const told: string[] = []
  const ask = async (of: string): Promise<void> =>
    void told.push(JSON.stringify((await hub.ask(`GET /api/v1/${of}`, { headers })).body))
  const owned = ['sessions', `sessions/${hub.sid}`, 'doors', 'alarms', 'events?limit=1000', 'parcels']
  for (const of of owned) await ask(of)
  hub.door.keyIn(pin)
  await hub.pass(3)
  hub.door.do({ type: 'open', from: 'outside', wide: true })
  await hub.pass(2)
  hub.door.do({ type: 'close' })
  await hub.pass(8)
  for (const of of owned.filter((each) => !each.startsWith('sessions/'))) await ask(of)
  const records = ['pass', 'visit', 'parcel', 'door', 'hook', 'policy'].flatMap((kind) =>
    hub.journal.records('default', kind).map(({ value }) => Buffer.from(value).toString('latin1')),
  )
  const kept = {
    log: hub.logged.join('\n'),
    lines: hub.lines.map(({ data }) => JSON.stringify(data)).join('\n'),
    records: records.join('\n'),
    owner: told.join('\n'),
    screen: JSON.stringify(screen.events),
  }
  expect(kept.lines).toContain('GrantPin')
  // As a word of its own: six digits may stand within a longer number by chance.
  const digits = new RegExp(`(?<!\\d)${pin}(?!\\d)`)
  for (const [where, text] of Object.entries(kept)) expect([where, digits.test(text)]).toEqual([where, false])
})
