// Goal: the windows of deliveries in anybody's calendar: a foreign parser reads what we write, whatever is in a title; the
// address is secret, ends, and tells no number and no confidential name. Method: ical.js, and the real faces.
import { type ActorId, type Parcel, actorId, wallTime } from '@portico/core'
import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { calendarText, folded } from '../../src/calendar/calendar-text.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'

const entry = {
  uid: 'p_1@portico',
  summary: 'Delivery',
  from: 0,
  to: 3_600_000,
  changed: 0,
  isCancelled: false,
}

const eventsIn = (text: string): readonly InstanceType<typeof ICAL.Event>[] =>
  new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component))

describe('what is written', () => {
  test('a foreign parser finds every window at its instant', () => {
    const from = Date.UTC(2026, 2, 29, 0, 30)
    const [event] = eventsIn(
      calendarText({ name: 'Home', entries: [{ ...entry, from, to: from + 7_200_000 }] }),
    )
    expect(event?.startDate.toJSDate().getTime()).toBe(from)
    expect(event?.endDate.toJSDate().getTime()).toBe(from + 7_200_000)
  })

  test('any title comes back as it was, but for control characters, and no line is longer than 75 octets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const text = calendarText({ name: title, entries: [{ ...entry, summary: title }] })
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        const [event] = eventsIn(text)
        // oxlint-disable-next-line no-control-regex
        const plain = title.replaceAll(/\r\n|\r/g, '\n').replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '')
        expect(event?.summary ?? '').toBe(plain)
      }),
    )
  })

  test('nobody writes a line of his own into it', () => {
    const summary = 'Lamp\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:other'
    const events = eventsIn(calendarText({ name: 'Home', entries: [{ ...entry, summary }] }))
    expect(events).toHaveLength(1)
  })

  test.each([74, 75, 76, 149, 150, 200])('a line of %i octets is folded and whole again', (length) => {
    const line = 'x'.repeat(length)
    expect(folded(line).replaceAll('\r\n ', '')).toBe(line)
    expect(folded(line).includes('\r\n')).toBe(length > 75)
  })
})

describe('the address', () => {
  let hub: TestHub
  let owner: Record<string, string>
  let me: ActorId
  beforeEach(async () => {
    hub = await TestHub.open()
    owner = await hub.owner()
    me = actorId((await hub.ask('GET /api/v1/me', { headers: owner })).body.id)
  })
  afterEach(() => hub[Symbol.asyncDispose]())

  async function windowed(title: string, number = NUMBER): Promise<Parcel> {
    const now = hub.clock.wall()
    await hub.runtime.deliveries.claim({ number, carrier: null, title, by: me })
    await hub.runtime.deliveries.report({
      source: 'easypost',
      grade: 'signed',
      carrier: 'ups',
      numbers: [number],
      status: 'in-transit',
      occurredAt: now,
      window: { from: wallTime(now + 3_600_000), to: wallTime(now + 7_200_000) },
      elsewhere: null,
      eventId: number,
      body: new TextEncoder().encode(number),
    })
    const parcel = hub.runtime.deliveries.parcels.find((each) => each.number === number)
    if (!parcel) throw new Error('no parcel')
    return parcel
  }
  const make = async (): Promise<string> =>
    (await hub.ask('POST /api/v1/calendar', { headers: owner })).body.path

  test('is told once, gives the windows without a number, and ends', async () => {
    await windowed('A lamp, blue; large')
    const path = await make()
    const feed = await hub.ask(`GET ${path}`)
    expect([feed.status, feed.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
    const [event] = eventsIn(feed.bytes.toString())
    expect(event?.summary).toBe('Delivery: A lamp, blue; large')
    expect(feed.bytes.toString()).not.toContain(NUMBER)
    const view = (await hub.ask('GET /api/v1/calendar', { headers: owner })).body
    expect([view.path, typeof view.since, typeof view.asked]).toEqual([null, 'number', 'number'])
    await hub.ask('POST /api/v1/calendar/end', { headers: owner })
    expect((await hub.ask(`GET ${path}`)).status).toBe(404)
  })

  test('a new one ends the one before, and a guess is nobody’s', async () => {
    const [first, second] = [await make(), await make()]
    expect([(await hub.ask(`GET ${first}`)).status, (await hub.ask(`GET ${second}`)).status]).toEqual([
      404, 200,
    ])
    expect((await hub.ask(`GET /calendar/${'A'.repeat(32)}.ics`)).status).toBe(404)
  })

  test('a confidential parcel is a delivery and no more, for its own person too', async () => {
    const { id } = await windowed('A ring')
    await hub.runtime.deliveries.acts.describe(id, { person: me, confidential: true }, me)
    const feed = await hub.ask(`GET ${await make()}`)
    expect(feed.bytes.toString()).not.toContain('A ring')
    expect(eventsIn(feed.bytes.toString()).map(({ summary }) => summary)).toEqual(['Delivery'])
  })

  test('stands in no journal line, no log, and is not served on the street', async () => {
    const path = await make()
    await hub.ask(`GET ${path}`)
    const secret = path.slice('/calendar/'.length, -'.ics'.length)
    expect(secret.length).toBe(32)
    expect(JSON.stringify(hub.lines)).not.toContain(secret)
    expect(hub.logged.join('')).not.toContain(secret)
    expect((await hub.street(`GET ${path}`)).status).toBe(404)
  })
})
