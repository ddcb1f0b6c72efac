// The small parts of the shell, each at its limits: inbox, presence codes, pictures, clock, evening, ids, order by key.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandId, doorId, hours, instant, milliseconds, minutes, seconds, wallTime } from '@portico/core'
import { TestClock, seededChance } from '@portico/testing'
import { JUMP, STEADY_FOR, isClockTrusted, readClock, watchClock } from '../src/clock-watch.ts'
import { unfitness } from '../src/fitness.ts'
import { Inbox, GROUP_MAX, WAITING_MAX, type Waiting } from '../src/inbox.ts'
import { LocalDay } from '../src/local-day.ts'
import { newId } from '../src/new-id.ts'
import { CODE_GOOD_FOR, PresenceCodes } from '../src/presence-codes.ts'
import { SerialByKey } from '../src/serial-by-key.ts'
import { ShownPictures } from '../src/shown-pictures.ts'

const waiting = (body: Waiting['body'], settle: Waiting['settle'] = () => {}): Waiting => ({
  id: commandId(`${Math.abs(JSON.stringify(body).length)}`),
  body,
  received: instant(0),
  settle,
})
const contact = { type: 'ReportContact', contact: 'open', q: null, source: 'auto' } as const
const frame = (sha256: string): Waiting['body'] => ({
  type: 'ReportFrame',
  camera: 'hall',
  captured: instant(0),
  grade: 'absolute',
  changed: true,
  durable: true,
  sha256,
  count: 1,
})

describe('the inbox', () => {
  test('takes what people and deadlines say before what devices say', () => {
    const inbox = new Inbox()
    inbox.push(waiting(contact))
    inbox.push(waiting({ type: 'ReachDeadline' }))
    inbox.push(waiting({ type: 'TakeOver', actor: { by: 'u' as never, face: 'owner-page' } }))
    expect(inbox.take().map(({ body }) => body.type)).toEqual(['TakeOver', 'ReachDeadline', 'ReportContact'])
  })
  test('keeps only the newest picture', () => {
    const inbox = new Inbox()
    for (const hash of ['a', 'b', 'c']) inbox.push(waiting(frame(hash)))
    expect(inbox.take()).toMatchObject([{ body: { sha256: 'c' } }])
  })
  test('T17: is bounded in each class, and no flood of devices or the house keeps a stop out', () => {
    const inbox = new Inbox()
    const answer = (q: number) => waiting({ ...contact, q, source: 'query' })
    for (let i = 0; i < WAITING_MAX.normal; i++) expect(inbox.push(answer(i))).toBe(true)
    expect(inbox.push(answer(0))).toBe(false)
    const fire = (on: boolean) => ({ type: 'ReportFire', on }) as const
    for (let i = 0; i < WAITING_MAX.urgent; i++) expect(inbox.push(waiting(fire(i % 2 === 0)))).toBe(true)
    expect(inbox.push(waiting(fire(true)))).toBe(false)
    const stop = { type: 'TakeOver', actor: { by: 'u' as never, face: 'owner-page' } } as const
    for (let i = 0; i < WAITING_MAX.people; i++) expect(inbox.push(waiting(stop))).toBe(true)
    expect(inbox.push(waiting(stop))).toBe(false)
    // The stop is decided in the very next group, and the house still has its place in it.
    const group = inbox.take().map(({ body }) => body.type)
    expect([group[0], group.at(-1), group.length]).toEqual(['TakeOver', 'ReportFire', GROUP_MAX])
  })
  test('keeps once what a broken sensor says a thousand times, and every change of it', () => {
    const inbox = new Inbox()
    const settled: (Error | null)[] = []
    const shut = { ...contact, contact: 'closed' } as const
    for (let i = 0; i < 1000; i++)
      expect(inbox.push({ ...waiting(contact), settle: (error) => settled.push(error) })).toBe(true)
    for (const body of [shut, shut, contact, shut]) inbox.push(waiting(body))
    const told = inbox.take().map(({ body }) => 'contact' in body && body.contact)
    expect(told).toEqual(['open', 'closed', 'open', 'closed'])
    expect(settled.length).toBe(999)
  })
  test('tells of an unlock that left before anything else', () => {
    const inbox = new Inbox()
    inbox.push(waiting({ type: 'TakeOver', actor: { by: 'u' as never, face: 'owner-page' } }))
    const left = { type: 'ReportEffect', effect: 'UnlockDoor', op: 'o' as never, result: 'sent' } as const
    inbox.pushFirst(waiting(left))
    expect(inbox.take().map(({ body }) => body.type)).toEqual(['ReportEffect', 'TakeOver'])
  })
})

describe('presence codes', () => {
  const clock = new TestClock()
  const codes = new PresenceCodes(clock, seededChance(1))
  const [front, back] = [doorId('front'), doorId('back')]
  test('T2: are good for one door, one minute and one use', async () => {
    const { code } = codes.mint(front)
    expect(codes.accept(back, code).fault).toBe('PRESENCE_OTHER_DOOR')
    expect(codes.look(front, code).fault).toBeNull()
    expect(codes.accept(front, code).fault).toBeNull()
    expect(codes.accept(front, code).fault).toBe('TOKEN_USED')
    const old = codes.mint(front)
    await clock.advance(CODE_GOOD_FOR)
    expect(codes.look(front, old.code).fault).toBeNull()
    await clock.advance(milliseconds(1))
    expect(codes.accept(front, old.code).fault).toBe('PRESENCE_STALE')
    expect(codes.accept(front, 'guess').fault).toBe('PRESENCE_INVALID')
  })
  test('are kept in a bounded number: the oldest is forgotten', () => {
    const first = codes.mint(front)
    for (let i = 0; i < 300; i++) codes.mint(front)
    expect(codes.accept(front, first.code).fault).toBe('PRESENCE_INVALID')
  })
})

test('a picture is known for the door and the person it was shown to, and forgotten in time', () => {
  const shown = new ShownPictures()
  const picture = { to: 'u_1', door: doorId('front'), sha256: 'a' }
  shown.note(picture, instant(7))
  expect(shown.capturedOf(picture)).toBe(7)
  expect(shown.capturedOf({ ...picture, door: doorId('back') })).toBeNull()
  expect(shown.capturedOf({ ...picture, to: 'u_2' })).toBeNull()
  for (let i = 0; i < 600; i++) shown.note({ ...picture, sha256: `x${i}` }, instant(0))
  expect(shown.capturedOf(picture)).toBeNull()
})

describe('the clock', () => {
  const start = { mono: instant(0), wall: wallTime(1_790_000_000_000) }
  const at = (
    mono: number,
    ahead: number,
  ): { mono: ReturnType<typeof instant>; wall: ReturnType<typeof wallTime> } => ({
    mono: instant(mono),
    wall: wallTime(start.wall + mono + ahead),
  })
  test('is trusted while it keeps pace, and for ten minutes not after a jump either way', () => {
    for (const jump of [JUMP + 1, -1 - JUMP]) {
      const jumped = readClock(watchClock(start), at(0, jump))
      expect(isClockTrusted(jumped)).toBe(false)
      expect(isClockTrusted(readClock(jumped, at(STEADY_FOR - 1, jump)))).toBe(false)
      expect(isClockTrusted(readClock(jumped, at(STEADY_FOR, jump)))).toBe(true)
    }
    expect(isClockTrusted(readClock(watchClock(start), at(0, JUMP)))).toBe(true)
  })
  test('that was never set is not trusted', () => {
    expect(isClockTrusted(watchClock({ mono: instant(0), wall: wallTime(0) }))).toBe(false)
  })
})

describe('the evening', () => {
  const evening = (zone: string, at: string): string =>
    new Date(new LocalDay(zone).nextEvening(wallTime(Date.parse(at)))).toISOString()
  test.each([
    ['Europe/Berlin', '2026-11-23T10:00:00Z', '2026-11-23T20:00:00.000Z'],
    ['Europe/Berlin', '2026-11-23T20:00:00Z', '2026-11-24T20:00:00.000Z'],
    ['Europe/Berlin', '2026-10-24T21:30:00Z', '2026-10-25T20:00:00.000Z'],
    ['Europe/Berlin', '2026-03-28T21:30:00Z', '2026-03-29T19:00:00.000Z'],
    ['America/New_York', '2026-11-01T02:00:00Z', '2026-11-02T02:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-23T16:00:00Z', '2026-11-24T15:30:00.000Z'],
    ['Pacific/Chatham', '2026-11-23T00:00:00Z', '2026-11-23T07:15:00.000Z'],
  ])('in %s after %s is at %s', (zone, at, then) => {
    expect(evening(zone, at)).toBe(then)
  })
  test('is always 21:00 on the wall, and at most 25 h away', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'Europe/Berlin',
          'America/St_Johns',
          'Australia/Lord_Howe',
          'Africa/Casablanca',
          'UTC',
        ),
        fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) }),
        (zone, wall) => {
          const day = new LocalDay(zone)
          const then = day.nextEvening(wallTime(wall))
          expect(day.at(then).minute).toBe(21 * 60)
          expect(then - wall).toBeGreaterThan(0)
          expect(then - wall).toBeLessThanOrEqual(hours(25) + minutes(1))
        },
      ),
      { numRuns: 200 },
    )
  })
  test('is the same whatever was asked before', () => {
    const around = fc.integer({ min: Date.UTC(2026, 2, 27), max: Date.UTC(2026, 2, 31) })
    fc.assert(
      fc.property(fc.array(around, { minLength: 2, maxLength: 12 }), (walls) => {
        const asked = new LocalDay('Europe/Berlin')
        for (const wall of walls.flatMap((each) => [each, each + 60_000])) {
          const fresh = new LocalDay('Europe/Berlin')
          expect(asked.at(wallTime(wall))).toEqual(fresh.at(wallTime(wall)))
          expect(asked.nextEvening(wallTime(wall))).toBe(fresh.nextEvening(wallTime(wall)))
        }
      }),
      { numRuns: 40 },
    )
  })
  test('knows date and weekday of the home', () => {
    expect(new LocalDay('Asia/Tokyo').at(wallTime(Date.parse('2026-11-22T16:00:00Z')))).toEqual({
      localDate: '2026-11-23',
      minute: 60,
      weekday: 1,
    })
    expect(() => new LocalDay('Nowhere/Land')).toThrow(RangeError)
  })
})

test('ids sort by time and are of version 7', () => {
  const chance = seededChance(2)
  const ids = [1, 2, 3].map((ms) => newId('s', wallTime(1_790_000_000_000 + ms), chance))
  expect(ids.toSorted()).toEqual(ids)
  for (const id of ids)
    expect(id).toMatch(/^s_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

describe('T5: fitness', () => {
  const lock = {
    boltWitness: 'measured',
    autoRelock: false,
    timedUnlockMaxMs: null,
    exit: 'free',
    path: { id: 'a', exclusive: true },
  } as const
  const contactPath = { id: 'b', exclusive: true }
  test.each([
    [
      'a lock that measures, a contact of its own way, an edge',
      { lock, contact: contactPath, hasEdge: true },
      null,
    ],
    [
      'a lock that echoes',
      { lock: { ...lock, boltWitness: 'echoed' as const }, contact: contactPath, hasEdge: true },
      'LOCK_UNFIT',
    ],
    [
      'a lock that needs a key to leave',
      { lock: { ...lock, exit: 'needs-key-or-power' as const }, contact: contactPath, hasEdge: true },
      'LOCK_UNFIT',
    ],
    [
      'both on one way that others write',
      {
        lock: { ...lock, path: { id: 'b', exclusive: false } },
        contact: { id: 'b', exclusive: false },
        hasEdge: true,
      },
      'WITNESS_PATH',
    ],
    [
      'both on one way of their own',
      { lock: { ...lock, path: contactPath }, contact: contactPath, hasEdge: true },
      null,
    ],
    ['no edge', { lock, contact: contactPath, hasEdge: false }, 'DEADMAN_UNARMED'],
  ])('%s', (_what, hardware, unfit) => {
    expect(unfitness(hardware)).toBe(unfit)
  })
})

test('work on one key runs in order, on others side by side, whatever fails', async () => {
  const serial = new SerialByKey()
  const seen: string[] = []
  const slow = Promise.withResolvers<void>()
  const first = serial.run(['a', 'b'], async () => {
    await slow.promise
    seen.push('first')
    throw new Error('fails')
  })
  const second = serial.run(['b'], async () => void seen.push('second'))
  await serial.run(['c'], async () => void seen.push('other'))
  slow.resolve()
  await expect(first).rejects.toThrow('fails')
  await second
  expect(seen).toEqual(['other', 'first', 'second'])
  expect(seconds(1)).toBe(1000)
})
