// Goal: windows, evenings and days are right wherever clocks are set: real zones, both changes of the year, a missing
// and a doubled hour, a skipped day, a hub in another zone than the carrier, and a wall clock that jumps.
import { type Duration, hours, instant, milliseconds, minutes, seconds, wallTime } from '@portico/core'
import { TestClock } from '@portico/testing'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isClockTrusted, watchClock } from '../src/clock-watch.ts'
import { LocalDay } from '../src/local-day.ts'
import { FRONT, NUMBER, SimulatedHome } from './simulated-home.ts'

const at = (text: string): ReturnType<typeof wallTime> => wallTime(Date.parse(text))
const iso = (wall: number): string => new Date(wall).toISOString()

/** Zones with what is odd about them: half hours, quarter hours, a change of 30 minutes, the far side of the date line. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'UTC',
] as const

const offsets = new Map<string, Intl.DateTimeFormat>()

/** What `Intl` says the offset is, by a way of its own: local time is then plain arithmetic in UTC. */
function offsetOf(zone: string, wall: number): number {
  const format =
    offsets.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  offsets.set(zone, format)
  const name = format.formatToParts(wall).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, h = '0', m = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m)) * 60_000
}

/** Around every change of clocks of three years, and anywhere. */
const anywhere = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2029, 0) }),
  ...[
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2026-03-08T07:00Z',
    '2026-11-01T06:00Z',
    '2026-04-04T15:00Z',
    '2026-10-03T15:30Z',
  ].map((change) => fc.integer({ min: -36 * 60, max: 36 * 60 }).map((m) => Date.parse(change) + m * 60_000)),
)

describe('the local day', () => {
  test('is UTC and the offset of the moment, in every zone and around every change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anywhere, (zone, wall) => {
        const local = new Date(wall + offsetOf(zone, wall))
        expect(new LocalDay(zone).at(wallTime(wall))).toEqual({
          localDate: local.toISOString().slice(0, 10),
          minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
          weekday: local.getUTCDay() === 0 ? 7 : local.getUTCDay(),
        })
      }),
      { numRuns: 400 },
    )
  })
  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Asia/Kathmandu', '2026-03-29', 24],
    ['Pacific/Apia', '2026-04-05', 24],
  ])('%s: %s lasts %s hours', (zone, date, length) => {
    const day = new LocalDay(zone)
    const around = Date.parse(`${date}T00:00Z`) - 16 * 3_600_000
    const minutesOf = Array.from({ length: 72 * 60 }, (_, m) => around + m * 60_000)
    expect(minutesOf.filter((wall) => day.at(wallTime(wall)).localDate === date)).toHaveLength(length * 60)
  })
  test('of Apia in 2011 skips the thirtieth of December', () => {
    const day = new LocalDay('Pacific/Apia')
    const dates = new Set(
      Array.from(
        { length: 96 },
        (_, h) => day.at(wallTime(Date.UTC(2011, 11, 29) + h * 3_600_000)).localDate,
      ),
    )
    expect([...dates]).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01', '2012-01-02'])
    expect(iso(day.nextEvening(at('2011-12-30T07:00:00Z')))).toBe('2011-12-31T07:00:00.000Z')
  })
})

describe('the evening', () => {
  test('is the first 21:00 that has not been: today, or else tomorrow', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), anywhere, (zone, wall) => {
        const day = new LocalDay(zone)
        const now = day.at(wallTime(wall))
        const evening = day.nextEvening(wallTime(wall))
        const then = day.at(evening)
        expect([then.minute, evening > wall]).toEqual([21 * 60, true])
        // By the calendar, not by counting hours.
        const days = (Date.parse(then.localDate) - Date.parse(now.localDate)) / 86_400_000
        expect(days).toBe(now.minute < 21 * 60 ? 0 : 1)
      }),
      { numRuns: 300 },
    )
  })
  test.each([
    ['Australia/Lord_Howe', '2026-04-04T10:30:00Z', '2026-04-05T10:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-03T11:00:00Z', '2026-10-04T10:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-23T15:14:59Z', '2026-11-23T15:15:00.000Z'],
    ['Pacific/Apia', '2026-11-23T08:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['America/New_York', '2026-03-08T02:00:00Z', '2026-03-09T01:00:00.000Z'],
  ])('in %s after %s is at %s', (zone, from, then) => {
    expect(iso(new LocalDay(zone).nextEvening(at(from)))).toBe(then)
  })
})

interface Named {
  readonly zone: string
  readonly now: string
  readonly window: readonly [string, string] | null
}

/** A home at that moment, and a parcel that is announced with this window. */
async function announced({ zone, now, window }: Named): Promise<SimulatedHome> {
  const home = await SimulatedHome.open({ clock: new TestClock({ wall: at(now) }), timeZone: zone })
  await home.claim()
  await home.runtime.deliveries.report({
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'out-for-delivery',
    occurredAt: home.clock.wall(),
    window: window && { from: at(window[0]), to: at(window[1]) },
    elsewhere: null,
    eventId: 'evt_window',
    body: new Uint8Array([1]),
  })
  await home.pass(0.1)
  return home
}

const windowOf = ({ runtime }: SimulatedHome): readonly string[] =>
  runtime.visits.all.flatMap(({ from, to }) => [iso(from), iso(to)])

/** Virtual time up to this moment of the wall. Of long waits the hub sleeps through the most, as a machine may. */
async function passUntil(home: SimulatedHome, wall: number): Promise<void> {
  const left = wall - home.clock.wall()
  if (left > 900_000) home.clock.jump({ mono: milliseconds(left - 120_000) })
  await home.pass((wall - home.clock.wall()) / 1000)
}

describe('a window of the carrier', () => {
  test.each([
    // 02:15 to 02:45 does not exist that night: the carrier means the instants it names.
    ['in the missing hour', 'Europe/Berlin', ['2026-03-29T02:15:00+01:00', '2026-03-29T02:45:00+01:00'], 30],
    [
      'over the missing hour',
      'Europe/Berlin',
      ['2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00'],
      60,
    ],
    [
      'in the doubled hour, first time',
      'Europe/Berlin',
      ['2026-10-25T02:15:00+02:00', '2026-10-25T02:45:00+02:00'],
      30,
    ],
    [
      'in the doubled hour, second time',
      'Europe/Berlin',
      ['2026-10-25T02:15:00+01:00', '2026-10-25T02:45:00+01:00'],
      30,
    ],
    [
      'from the first to the second',
      'Europe/Berlin',
      ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'],
      60,
    ],
    [
      'in the doubled half hour',
      'Australia/Lord_Howe',
      ['2026-04-05T01:40:00+11:00', '2026-04-05T01:40:00+10:30'],
      30,
    ],
    ['over midnight', 'Asia/Kathmandu', ['2026-11-23T23:50:00+05:45', '2026-11-24T00:20:00+05:45'], 30],
    [
      'of a carrier in another zone',
      'Europe/Berlin',
      ['2026-11-23T09:00:00-05:00', '2026-11-23T09:30:00-05:00'],
      30,
    ],
  ] as const)('%s is as long as it is', async (_name, zone, window, length) => {
    const [from, to] = [at(window[0]), at(window[1])]
    await using home = await announced({ zone, now: iso(from - 3_600_000), window })
    expect([windowOf(home), to - from]).toEqual([[iso(from), iso(to)], minutes(length)])
    await passUntil(home, from - 1000)
    expect(await home.arrive()).toBe('OUTSIDE_WINDOW')
    await passUntil(home, from)
    expect(await home.arrive()).toBeNull()
    // The try ends by itself; then the window does.
    await passUntil(home, to - 1000)
    expect(home.phase).toBe('armed')
    await passUntil(home, to + 1000)
    expect(home.runtime.visits.all[0]).toMatchObject({ state: 'closed', outcome: 'expired' })
  })
})

describe('a window of the hub', () => {
  test.each([
    [
      'ends at 21:00 of the home, whatever the machine thinks',
      'Asia/Kathmandu',
      '2026-11-23T10:00:00Z',
      '2026-11-23T15:15:00.000Z',
    ],
    [
      'ends after twelve hours where that is earlier',
      'Europe/Berlin',
      '2026-11-23T05:00:00Z',
      '2026-11-23T17:00:00.000Z',
    ],
    ['on the day that lacks an hour', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29T19:00:00.000Z'],
    ['on the day that has one twice', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25T20:00:00.000Z'],
    [
      'after nine it ends by the twelve hours',
      'Australia/Lord_Howe',
      '2026-10-03T11:00:00Z',
      '2026-10-03T23:00:00.000Z',
    ],
  ])('%s', async (_name, zone, now, end) => {
    await using home = await announced({ zone, now, window: null })
    // The report came some seconds after the home began.
    const [, to = ''] = windowOf(home)
    expect(Date.parse(to) - Date.parse(end)).toBeLessThan(5000)
    expect(Date.parse(to)).toBeGreaterThanOrEqual(Date.parse(end))
  })
})

describe('the limit of a day', () => {
  const once = { openingsPerDay: 1 }
  /** One courier comes in and goes. */
  async function delivered(home: SimulatedHome, number: string): Promise<string | null> {
    await home.claim(number)
    await home.report('out-for-delivery', { number })
    await home.pass(0.1)
    const refused = await home.arrive(number)
    if (refused !== null) return refused
    await home.approve()
    await home.pass(3)
    await home.dropOff()
    await home.pass(140)
    return null
  }
  test.each([
    [
      'Europe/Berlin, the long day',
      'Europe/Berlin',
      '2026-10-24T22:10:00Z',
      '2026-10-25T22:50:00Z',
      '2026-10-25T23:00:01Z',
    ],
    [
      'Europe/Berlin, the short day',
      'Europe/Berlin',
      '2026-03-28T23:10:00Z',
      '2026-03-29T21:50:00Z',
      '2026-03-29T22:00:01Z',
    ],
    [
      'Lord Howe',
      'Australia/Lord_Howe',
      '2026-04-04T13:10:00Z',
      '2026-04-05T13:20:00Z',
      '2026-04-05T13:30:01Z',
    ],
    ['Kathmandu', 'Asia/Kathmandu', '2026-11-22T18:20:00Z', '2026-11-23T18:10:00Z', '2026-11-23T18:15:01Z'],
  ])('%s: counted by the date at the home, from its midnight', async (_name, timeZone, first, last, next) => {
    await using home = await SimulatedHome.open({
      clock: new TestClock({ wall: at(first) }),
      timeZone,
      settings: once,
    })
    expect(await delivered(home, '1Z999AA10000000001')).toBeNull()
    await passUntil(home, at(last))
    expect(await delivered(home, '1Z999AA10000000002')).toBe('DAY_LIMIT')
    await passUntil(home, at(next))
    expect(await home.arrive('1Z999AA10000000002')).toBeNull()
  })
})

describe('a wall clock that jumps', () => {
  const jump = (home: SimulatedHome, by: Duration): void => home.clock.jump({ wall: by })
  test.each([
    ['forward', hours(1)],
    ['back', minutes(-1)],
    ['by three seconds', seconds(3)],
  ])('%s: nobody is let in by it, not even in the same instant', async (_name, by) => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.pass(90)
    jump(home, by)
    expect(await home.arrive()).toBe('CLOCK_UNTRUSTED')
    await home.pass(599)
    expect(await home.arrive()).toBe('CLOCK_UNTRUSTED')
    await home.pass(2)
    expect(await home.arrive()).toBeNull()
  })
  test('during the proof: the try ends, and nothing opens', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    jump(home, hours(-2))
    await home.pass(15)
    expect(home.door.unlocks).toEqual([])
    expect(home.runtime.visits.all[0]?.refusals.at(-1)).toMatchObject({ code: 'CLOCK_UNTRUSTED' })
  })
  test('back cannot bring a window back: an armed visit ends by the steady clock', async () => {
    const now = '2026-11-23T10:00:00Z'
    await using home = await announced({ zone: 'UTC', now, window: [now, '2026-11-23T11:00:00Z'] })
    await home.pass(3000)
    jump(home, hours(-3))
    await home.pass(650)
    expect(home.runtime.visits.all[0]).toMatchObject({ state: 'closed', outcome: 'expired' })
  })
  test.each([
    ['back: a machine that starts in the past', -5],
    ['ahead: on the same boot the steady clock tells', 5],
  ])('while the hub was down is not believed, %s', async (_, by) => {
    await using home = await SimulatedHome.open()
    await home.armed()
    home.crash()
    jump(home, hours(by))
    await home.begin(home.journal.reopen())
    expect(home.runtime.door(FRONT)?.gate.clockOk).toBe(false)
    await home.pass(601)
    expect(home.runtime.door(FRONT)?.gate.clockOk).toBe(true)
  })
  test('and is not believed because the hub was started again, and again', async () => {
    await using home = await SimulatedHome.open()
    await home.armed()
    jump(home, hours(5))
    await home.pass(1)
    for (const _ of ['killed', 'killed again']) {
      home.crash()
      // oxlint-disable-next-line no-await-in-loop
      await home.begin(home.journal.reopen())
      // oxlint-disable-next-line no-await-in-loop
      await home.pass(1)
      expect(home.runtime.door(FRONT)?.gate).toMatchObject({ clockOk: false, clockDoubted: true })
    }
    await home.pass(601)
    expect(home.runtime.door(FRONT)?.gate).toMatchObject({ clockOk: true, clockDoubted: false })
  })
  test('a start after the newest line is believed, and one a little before it', () => {
    const reading = { mono: instant(0), wall: at('2026-11-23T10:00:00Z') }
    const trusted = (newest: number | null): boolean =>
      isClockTrusted(
        watchClock(reading, newest === null ? null : { wall: wallTime(newest), mono: null, doubted: false }),
      )
    expect(
      [null, reading.wall - 1, reading.wall, reading.wall + 2000, reading.wall + 2001].map(trusted),
    ).toEqual([true, true, true, true, false])
  })
})
