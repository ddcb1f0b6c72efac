// Sentences over the API: read in the order in which they are asked, refused when they say two things, tried on the past
// before they count, and told at every visit they decided.
import type { SentenceFile } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'

const toPorch: SentenceFile = { id: 'ups', carrier: 'UPS', place: 'porch' }
const unasked: SentenceFile = {
  id: 'away',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  presence: 'nobody',
  place: 'inside',
  mode: 'auto',
}

const carrierOf = (hub: TestHub): string => hub.runtime.deliveries.parcels[0]?.carrier ?? ''

const change = (hub: TestHub, headers: Readonly<Record<string, string>>, body: object) =>
  hub.ask('POST /api/v1/rules', { headers, body })

describe('sentences', () => {
  test('that keep out count at once, and are read aloud, the closest first', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const { code } = await hub.hub.ruleCodes.mint()
    await change(hub, headers, { mode: 'owner', sentences: [unasked], code })
    await hub.pass(15 * 60 + 1)
    const { body } = await change(hub, headers, { mode: 'owner', sentences: [unasked, toPorch] })
    expect(body.sentences).toEqual([
      {
        sentence: { ...toPorch, mode: 'owner' },
        words: 'Parcels by UPS: outside the door.',
        isOrphaned: false,
      },
      {
        sentence: unasked,
        words: 'Parcels, on weekdays, from 09:00 to 17:00, when nobody is at home: inside, without asking.',
        isOrphaned: false,
      },
    ])
    expect(body.pending).toBeNull()
    // A page of an earlier version names the mode alone, and keeps them.
    expect((await change(hub, headers, { mode: 'owner' })).body.sentences).toHaveLength(2)
  })

  test('T13: that let in more easily need a code and wait, whole', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    expect((await change(hub, headers, { mode: 'owner', sentences: [unasked] })).body.code).toBe(
      'HUB_RULES_CODE',
    )
    expect(hub.runtime.policy.sentences).toEqual([])
  })

  test.each<[string, object, string]>([
    ['one end of a span', { from: '09:00' }, 'sentences[0].from: a span needs `from` and `to`'],
    ['an empty span', { from: '09:00', to: '09:00' }, 'sentences[0].to: the span is empty: name another end'],
    [
      'a door that does not exist',
      { door: 'frnt' },
      'sentences[0].door: no door "frnt" … did you mean "front"?',
    ],
    [
      'a mode where nothing opens',
      { place: 'porch', mode: 'auto' },
      'sentences[0].mode: nothing is opened there: leave it out',
    ],
  ])('with %s are refused in words', async (_, more, message) => {
    await using hub = await TestHub.open()
    const { status, body } = await change(hub, await hub.owner(), {
      mode: 'owner',
      sentences: [{ id: 'a', place: 'porch', ...more }],
    })
    expect([status, body.code, body.message]).toEqual([400, 'HUB_RULES_SENTENCE', message])
  })

  test('a thousand of them, or one of a thousand letters, is refused at the door', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const many = Array.from({ length: 33 }, (_, at) => ({ id: `s${at}`, place: 'porch' }))
    for (const sentences of [many, [{ ...toPorch, sender: 'x'.repeat(65) }], [{ ...toPorch, else: 1 }]])
      expect((await change(hub, headers, { mode: 'owner', sentences })).status).toBe(400)
  })
})

describe('a visit explains itself', () => {
  test('by the sentence that keeps it out, and by the place where it goes', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.armed()
    await change(hub, headers, { mode: 'owner', sentences: [{ ...toPorch, carrier: carrierOf(hub) }] })
    await hub.arrive(await hub.begin())
    const { body } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
    expect(body.ruling).toMatchObject({
      place: 'porch',
      because: [`Parcels by ${carrierOf(hub)}: outside the door.`],
      capped: null,
    })
    expect(body.fallback).toMatchObject({ code: 'RULE_ELSEWHERE', offered: 'porch' })
  })

  test('by what is more careful than the sentences', async () => {
    await using hub = await TestHub.open({ mode: 'auto' })
    const headers = await hub.owner()
    await hub.armed()
    const { body } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
    expect(body.ruling).toMatchObject({
      place: 'inside',
      mode: 'owner',
      because: ['Everything else: inside, without asking.'],
      capped: { code: 'window', next: 'Answer when the courier comes.' },
    })
  })
})

describe('rehearsal', () => {
  test('tells what would have been otherwise, the looser first, and changes nothing', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.armed()
    await hub.arrive(await hub.begin())
    const ask = async (body: object) =>
      (await hub.ask('POST /api/v1/rules/rehearsal', { headers, body })).body
    expect(await ask({ mode: 'owner', sentences: [{ ...toPorch, carrier: carrierOf(hub) }] })).toMatchObject({
      loosens: false,
      visits: 1,
      looser: 0,
      tighter: 1,
      then: { asked: 1 },
      now: { porch: 1 },
      differences: [
        { session: hub.sid, looser: false, now: { outcome: 'porch', words: 'outside the door' } },
      ],
    })
    // It would let others in unasked; this one is held by what is known of it.
    expect(await ask({ mode: 'auto', sentences: [] })).toMatchObject({ loosens: true, visits: 1, looser: 0 })
    expect(hub.runtime.rules.inForce).toMatchObject({
      policy: { mode: 'owner', sentences: [] },
      pending: null,
    })
  })
})

describe('who is at home', () => {
  test('is said by an adult, counts at once where it asks for care, and grows old', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const look = async () => (await hub.ask('GET /api/v1/at-home', { headers })).body
    expect(await look()).toMatchObject({ state: 'unsaid', said: null })
    const { body } = await hub.ask('POST /api/v1/at-home', { headers, body: { presence: 'child-alone' } })
    expect(body).toMatchObject({ state: 'child-alone', settles: hub.clock.wall() + 15 * 60_000 })
    await hub.pass(16 * 60)
    expect(await look()).toMatchObject({ state: 'child-alone', settles: null })
    await hub.pass(12 * 3600)
    expect(await look()).toMatchObject({ state: 'unknown' })
  })
})
