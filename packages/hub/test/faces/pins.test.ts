// Goal: through a face nothing opens without a good PIN, and PINs can be neither guessed, read nor kept by who has left
// (threats G2, T4, T21; ADR 46). Method: the real routes over a home in virtual time, hashes and all.
import { connect } from 'node:net'
import { hours } from '@portico/core'
import { MemoryJournal } from '@portico/testing'
import { describe, expect, test, vi } from 'vitest'
import { createFaceBook } from '../../src/faces/face-book.ts'
import { PINS_MAX, createPinBook } from '../../src/faces/pin-book.ts'
import { PIN_TRIES } from '../../src/faces/pin-tries.ts'
import type { Asked } from '../support/asking.ts'
import { type LetIn, allow, letIn } from '../support/let-in.ts'
import { TestHub } from '../support/test-hub.ts'

const OPEN = 'POST /api/v1/doors/front/open'
const PINS = 'POST /api/v1/pins'
const always = { name: 'Guest', person: null, doors: null, hours: null, until: null }

async function makePin(hub: TestHub, more: Record<string, unknown> = {}): Promise<Asked> {
  const { code } = await hub.hub.ruleCodes.mint()
  return hub.ask(PINS, { headers: await hub.owner(), body: { ...always, code, ...more } })
}

/** A face that may open. */
async function opener(
  hub: TestHub,
  kind: 'homekit' | 'matter' | 'mqtt' | 'voice' = 'matter',
): Promise<LetIn> {
  const face = await letIn(hub, kind)
  await allow(hub, face.id, { rights: ['see', 'open'] })
  return face
}

const open = (hub: TestHub, { headers }: LetIn, pin?: string): Promise<Asked> =>
  hub.ask(OPEN, { headers, body: pin === undefined ? {} : { pin } })

const wordOf = async (asked: Promise<Asked>): Promise<unknown> => {
  const { status, body } = await asked
  return status === 200 ? 'opened' : body.code
}

describe('a PIN', () => {
  test('is chosen by the hub, told once, and stands nowhere', async () => {
    await using hub = await TestHub.open()
    const { status, body } = await makePin(hub)
    expect([status, body]).toEqual([
      201,
      {
        ...always,
        id: expect.stringMatching(/^n_/),
        face: null,
        since: hub.clock.wall(),
        lastUsed: null,
        pin: expect.stringMatching(/^\d{6}$/),
      },
    ])
    const { pin, ...seen } = body
    const listed = await hub.ask('GET /api/v1/pins', { headers: await hub.owner() })
    expect(listed.body).toEqual([seen])
    const face = await opener(hub)
    expect(await wordOf(open(hub, face, pin))).toBe('opened')
    await hub.pass(10)
    for (const text of [hub.logged.join(), JSON.stringify(hub.lines)]) expect(text).not.toContain(`"${pin}"`)
  })

  test('is made with the code from the console alone, of six digits, for doors and people that there are', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const bare = await hub.ask(PINS, { headers, body: always })
    expect([bare.status, bare.body.code]).toEqual([403, 'HUB_RULES_CODE'])
    for (const [more, status] of [
      [{ pin: '1234' }, 400],
      [{ pin: '12345678' }, 400],
      [{ pin: '12345a' }, 400],
      [{ doors: ['cellar'] }, 404],
      [{ person: 'u_nobody' }, 404],
      [{ hours: [{ days: [1], from: 600, to: 600 }] }, 400],
      [{ hours: [{ days: [7], from: 0, to: 600 }] }, 400],
      [{ name: ' \u200B ' }, 400],
    ] as const)
      expect([more, (await makePin(hub, more)).status]).toEqual([more, status])
    for (const who of [await hub.token('read'), await hub.display(), (await letIn(hub)).headers])
      expect((await hub.ask(PINS, { headers: who, body: always })).status).toBe(403)
  })

  test('that there is already is refused, and whose it is is told to nobody; there is a bound', async () => {
    await using hub = await TestHub.open()
    expect((await makePin(hub, { name: 'Anna', pin: '135790' })).body.pin).toBeNull()
    const { status, body } = await makePin(hub, { pin: '135790' })
    expect([status, body]).toEqual([
      409,
      { code: 'HUB_PIN_TAKEN', message: 'this PIN cannot be taken; choose another' },
    ])
    for (let count = 1; count < PINS_MAX; count++) expect((await makePin(hub)).status).toBe(201)
    expect((await makePin(hub)).body.code).toBe('HUB_PIN_LIMIT')
  })
})

describe('opening by a PIN through a face', () => {
  test('T4: opens once, with the face and the PIN in the journal; the next time needs it again', async () => {
    await using hub = await TestHub.open()
    const { body } = await makePin(hub)
    const face = await opener(hub, 'homekit')
    expect(await wordOf(open(hub, face, body.pin))).toBe('opened')
    await hub.pass(1)
    for (const line of ['HandOpenAsked', 'ManualOpenGranted'])
      expect((await hub.line(({ type }) => type === line)).data).toMatchObject({
        by: face.id,
        face: 'homekit',
      })
    expect(hub.audited('pin-used')).toMatchObject([{ by: face.id, pinId: body.id, at: 'front' }])
    expect(hub.door.unlocks).toHaveLength(1)
    await hub.pass(60)
    expect(hub.door.isLocked).toBe(true)
    const { status, body: no } = await open(hub, face)
    expect([status, no]).toEqual([
      409,
      {
        code: 'ASSURANCE_MISSING',
        message: 'This needs a PIN of the home that is good at this door and hour.',
        next: 'Send a good PIN',
        limit: 60_000,
      },
    ])
    const listed = await hub.ask('GET /api/v1/pins', { headers: await hub.owner() })
    expect(listed.body[0].lastUsed).toBeGreaterThan(body.since - 1)
  })

  test('without the right a good PIN is not even looked at', async () => {
    await using hub = await TestHub.open()
    const { body } = await makePin(hub)
    const face = await letIn(hub)
    expect(await wordOf(open(hub, face, body.pin))).toBe('HUB_HTTP_FORBIDDEN')
    expect([hub.audited('pin-used'), hub.door.unlocks]).toEqual([[], []])
  })

  test('T4: in the middle of a delivery is refused, and the visit goes on', async () => {
    await using hub = await TestHub.open()
    const { body } = await makePin(hub)
    const face = await opener(hub)
    await hub.arrived()
    await hub.approve(await hub.owner())
    await hub.pass(3)
    expect(hub.phase).toBe('unlocked')
    expect(await wordOf(open(hub, face, body.pin))).toBe('DOOR_BUSY')
    expect(hub.phase).toBe('unlocked')
  })

  test('T4: a hundred wrong ones open nothing: after five even a good one is no good for an hour', async () => {
    await using hub = await TestHub.open()
    const { body } = await makePin(hub, { pin: '246810' })
    expect(body.pin).toBeNull()
    const face = await opener(hub)
    const other = await opener(hub, 'voice')
    const words: unknown[] = []
    for (let n = 0; n < 100; n++) {
      words.push(await wordOf(open(hub, face, String(100_000 + n))))
      if (n % 20 === 19) await hub.pass(10)
    }
    expect(words.filter((word) => word === 'ASSURANCE_MISSING')).toHaveLength(PIN_TRIES.limit)
    expect(words.slice(PIN_TRIES.limit).every((word) => word === 'HUB_PIN_CLOSED')).toBe(true)
    expect((await open(hub, face, '246810')).body.code).toBe('HUB_PIN_CLOSED')
    expect(hub.notices('pins-closed')).toEqual([{ what: 'pins-closed', by: face.id }])
    expect(hub.audited('pin-wrong')).toHaveLength(PIN_TRIES.limit)
    expect(hub.lines.filter(({ type }) => type === 'Refused').length).toBeGreaterThanOrEqual(101)
    expect(hub.door.unlocks).toEqual([])
    expect(await wordOf(open(hub, other, '246810'))).toBe('opened')
    await hub.pass(3_600)
    expect(await wordOf(open(hub, face, '246810'))).toBe('opened')
  })

  test('T4: twenty wrong ones at the same moment are no more than five', async () => {
    await using hub = await TestHub.open()
    await makePin(hub, { pin: '246810' })
    const face = await opener(hub)
    const words = await Promise.all(
      Array.from({ length: 20 }, (_, n) => wordOf(open(hub, face, String(100_000 + n)))),
    )
    expect(words.filter((word) => word === 'ASSURANCE_MISSING')).toHaveLength(PIN_TRIES.limit)
  })

  test('T4: controllers of a bridge are counted together: a new one brings no new tries', async () => {
    await using hub = await TestHub.open()
    await makePin(hub, { pin: '246810' })
    const { faceBook } = hub.hub
    const words: unknown[] = []
    for (let n = 0; n <= PIN_TRIES.limit; n++) {
      const token = await faceBook.admit('matter', { id: `fabric-${n}`, name: 'Fabric' })
      const { id } = faceBook.all.find(({ peer }) => peer === `fabric-${n}`) ?? {}
      await allow(hub, id ?? '', { rights: ['see', 'open'] })
      const pin = n < PIN_TRIES.limit ? '111111' : '246810'
      words.push(
        await wordOf(hub.ask(OPEN, { headers: { authorization: `Bearer ${token}` }, body: { pin } })),
      )
    }
    expect(words.at(-1)).toBe('HUB_PIN_CLOSED')
  })

  test('a restart forgets neither a PIN nor how often somebody was wrong', async () => {
    const journal = new MemoryJournal()
    await using hub = await TestHub.open({ journal })
    await makePin(hub, { pin: '246810' })
    const face = await opener(hub)
    for (let n = 0; n < PIN_TRIES.limit; n++) await open(hub, face, '111111')
    const { records, journal: lines } = hub.runtime
    const { clock, log, runtime } = hub
    const chance = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }
    const faces = createFaceBook({ records, journal: lines, clock, chance, log })
    using pins = createPinBook({ records, journal: lines, clock, chance, log, faces, runtime })
    const identity = faces.identify(face.token)
    if (!identity) throw new Error('no face')
    const tried = { digits: '246810', door: hub.state.door, face: identity, inHours: false }
    expect(await pins.verify(tried)).toBe('closed')
    clock.jump({ wall: hours(-1) })
    expect(await pins.verify(tried)).toBe('closed')
    await hub.pass(3_601)
    expect(await pins.verify(tried)).toBe('good')
  })
})

describe('the terms of a PIN hold', () => {
  // The test home begins on Monday, 11:00 in Berlin.
  test.each([
    ['its hours, this one', { hours: [{ days: [1], from: 660, to: 661 }] }, 'opened'],
    ['its hours, ended a minute ago', { hours: [{ days: [1], from: 600, to: 660 }] }, 'ASSURANCE_MISSING'],
    [
      'its hours by the clock of the home, not of the world',
      { hours: [{ days: [1], from: 600, to: 601 }] },
      'ASSURANCE_MISSING',
    ],
    [
      'its days, another one',
      { hours: [{ days: [0, 2, 3, 4, 5, 6], from: 0, to: 1440 }] },
      'ASSURANCE_MISSING',
    ],
    [
      'one of several spans',
      {
        hours: [
          { days: [0], from: 0, to: 1 },
          { days: [1, 2], from: 600, to: 720 },
        ],
      },
      'opened',
    ],
    ['its end, to come', { until: Date.UTC(2026, 10, 23, 10, 5) }, 'opened'],
    ['its end, gone', { until: Date.UTC(2026, 10, 23, 9, 59) }, 'ASSURANCE_MISSING'],
    ['its doors, this one', { doors: ['front'] }, 'opened'],
  ])('%s', async (_what, more, word) => {
    await using hub = await TestHub.open()
    const { body } = await makePin(hub, more)
    const face = await opener(hub)
    expect(await wordOf(open(hub, face, body.pin))).toBe(word)
  })
})

describe('a clock that jumped', () => {
  const jumpedTo = { hours: [{ days: [1], from: 719, to: 722 }] }

  test('satisfies no hours: a PIN that has some is no good until it kept pace, and no wrong one either', async () => {
    await using hub = await TestHub.open()
    const ours = (await makePin(hub, jumpedTo)).body
    const ends = (await makePin(hub, { until: Date.UTC(2026, 10, 23, 23) })).body
    const plain = (await makePin(hub)).body
    const face = await opener(hub)
    hub.clock.jump({ wall: hours(1) })
    expect(await wordOf(open(hub, face, ours.pin))).toBe('ASSURANCE_MISSING')
    expect(await wordOf(open(hub, face, ends.pin))).toBe('ASSURANCE_MISSING')
    expect(hub.audited('pin-wrong')).toEqual([])
    expect(hub.audited('pin-used')).toEqual([])
    expect(await wordOf(open(hub, face, plain.pin))).toBe('opened')
    await hub.pass(601)
    expect(await wordOf(open(hub, face, ends.pin))).toBe('opened')
  })

  test('satisfies no hours that a face keeps by itself', async () => {
    await using hub = await TestHub.open()
    const { pin } = (await makePin(hub)).body
    const face = await opener(hub)
    const asked = (): Promise<unknown> =>
      wordOf(hub.ask(OPEN, { headers: face.headers, body: { pin, inHours: true } }))
    hub.clock.jump({ wall: hours(-5) })
    expect(await asked()).toBe('ASSURANCE_MISSING')
    await hub.pass(601)
    expect(await asked()).toBe('opened')
  })
})

describe('whoever has hung up', () => {
  /** Sent whole, and then nobody waits. */
  function hangUp(
    hub: TestHub,
    line: string,
    { headers, body }: { headers: LetIn['headers']; body: unknown },
  ) {
    const { hostname, port } = new URL(hub.houseUrl)
    const text = JSON.stringify(body)
    const [method, path] = line.split(' ')
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `host: ${hostname}:${port}`,
      `authorization: ${headers.authorization}`,
      'content-type: application/json',
      `content-length: ${text.length}`,
    ]
    connect(Number(port), hostname).end(`${lines.join('\r\n')}\r\n\r\n${text}`)
  }

  test('opens nothing later, however good his PIN was; the no stands in the journal', async () => {
    await using hub = await TestHub.open()
    const { pin } = (await makePin(hub)).body
    const face = await opener(hub)
    hangUp(hub, OPEN, { headers: face.headers, body: { pin } })
    const line = await hub.line(({ type }) => type === 'Refused' || type === 'HandOpenAsked')
    expect([line.type, line.data['code']]).toEqual(['Refused', 'ASSURANCE_MISSING'])
    await hub.pass(5)
    expect(hub.door.unlocks).toEqual([])
    expect(await wordOf(open(hub, face, pin))).toBe('opened')
  })

  test('leaves no PIN behind that nobody knows of', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'matter')
    await allow(hub, face.id, { rights: ['codes'] })
    hangUp(hub, PINS, { headers: face.headers, body: { ...always, pin: '4711' } })
    await vi.waitFor(() => expect(hub.audited('pin-ended')).toHaveLength(1))
    expect((await hub.ask('GET /api/v1/pins', { headers: await hub.owner() })).body).toEqual([])
  })
})

describe('a face with the right to codes', () => {
  test('makes PINs as a controller does, sees its own alone, and takes them back', async () => {
    await using hub = await TestHub.open()
    const owners = (await makePin(hub, { name: 'Owner' })).body
    const face = await letIn(hub, 'matter')
    await allow(hub, face.id, { rights: ['see', 'open', 'codes'] })
    const { headers } = face
    const made = await hub.ask(PINS, { headers, body: { ...always, name: 'User 1', pin: '4711' } })
    expect([made.status, made.body]).toMatchObject([201, { name: 'User 1', face: face.id, pin: null }])
    const seen = await hub.ask('GET /api/v1/pins', { headers })
    expect(seen.body.map(({ name }: { readonly name: string }) => name)).toEqual(['User 1'])
    const all = await hub.ask('GET /api/v1/pins', { headers: await hub.owner() })
    expect(all.body).toHaveLength(2)
    expect((await hub.ask(`POST /api/v1/pins/${owners.id}/revoke`, { headers })).status).toBe(404)
    expect(await wordOf(open(hub, face, '4711'))).toBe('opened')
    expect((await hub.ask(`POST /api/v1/pins/${made.body.id}/revoke`, { headers })).status).toBe(200)
    expect(await wordOf(open(hub, face, '4711'))).toBe('ASSURANCE_MISSING')
  })

  test('learns of no PIN by making it: each that there is counts as a wrong one', async () => {
    await using hub = await TestHub.open()
    await makePin(hub, { pin: '246810' })
    const face = await letIn(hub, 'matter')
    await allow(hub, face.id, { rights: ['codes'] })
    const body = { ...always, pin: '246810' }
    const codes: unknown[] = []
    for (let n = 0; n < PIN_TRIES.limit + 1; n++)
      codes.push((await hub.ask(PINS, { headers: face.headers, body })).body.code)
    expect(codes).toEqual([
      ...Array.from({ length: PIN_TRIES.limit }, () => 'HUB_PIN_TAKEN'),
      'HUB_PIN_CLOSED',
    ])
  })

  test('is kept to its doors', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'matter')
    await allow(hub, face.id, { rights: ['codes'], doors: [] })
    const named = await hub.ask(PINS, { headers: face.headers, body: { ...always, doors: ['front'] } })
    expect(named.status).toBe(404)
    const all = await hub.ask(PINS, { headers: face.headers, body: always })
    expect(all.status).toBe(404)
    await allow(hub, face.id, { rights: ['codes'], doors: ['front'] })
    const made = await hub.ask(PINS, { headers: face.headers, body: always })
    expect([made.status, made.body.doors]).toEqual([201, ['front']])
  })

  test('T21: ends, and what it made with it', async () => {
    await using hub = await TestHub.open()
    const face = await letIn(hub, 'matter')
    await allow(hub, face.id, { rights: ['codes'] })
    await hub.ask(PINS, { headers: face.headers, body: { ...always, pin: '246810' } })
    const owner = await hub.owner()
    await hub.ask(`POST /api/v1/faces/${face.id}/revoke`, { headers: owner })
    expect((await hub.ask('GET /api/v1/pins', { headers: owner })).body).toEqual([])
    expect(await wordOf(open(hub, await opener(hub), '246810'))).toBe('ASSURANCE_MISSING')
  })
})

test('T21: who moves out takes along the PINs that are his and those that he has made', async () => {
  await using hub = await TestHub.open()
  await hub.owner()
  const ben = await hub.owner('Ben')
  const { id } = (await hub.ask('GET /api/v1/me', { headers: ben })).body
  const { code } = await hub.hub.ruleCodes.mint()
  await hub.ask(PINS, { headers: ben, body: { ...always, name: 'By Ben', code } })
  await makePin(hub, { name: 'For Ben', person: id })
  await makePin(hub, { name: 'Stays' })
  await hub.ask(`POST /api/v1/people/${id}/remove`, { headers: ben })
  const left = await hub.ask('GET /api/v1/pins', { headers: await hub.owner() })
  expect(left.body.map(({ name }: { readonly name: string }) => name)).toEqual(['Stays'])
})
