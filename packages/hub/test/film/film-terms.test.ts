// Goal: how long each film is kept, what goes first when the disk runs short, and what never goes. Method: tables.
import { hours, sessionId, wallTime } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { roomOf, shortBy } from '../../src/film/film-room.ts'
import { type KeptFilm, daysOf, givingWay, goesAt, goingByAge } from '../../src/film/film-terms.ts'

const DAY = hours(24)
const NOW = wallTime(Date.UTC(2026, 10, 26))
const terms = { visitDays: 14, ringDays: 3 }

const film = (session: string, more: Partial<KeptFilm> = {}): KeptFilm => ({
  session: sessionId(session),
  purpose: session.startsWith('r') ? 'ring' : 'visit',
  bytes: 100,
  written: NOW,
  door: 'front',
  ended: NOW,
  promisedDays: null,
  isHeld: false,
  ...more,
})

const names = (films: readonly KeptFilm[]): readonly string[] => films.map(({ session }) => session)
const ago = (days: number): KeptFilm['ended'] => wallTime(NOW - days * DAY)

describe('the days of a film', () => {
  it.each([
    ['a visit that promised nothing', film('s_1'), 14],
    ['one that promised what is in force', film('s_1', { promisedDays: 14 }), 14],
    ['a promise binds, when the days were lengthened since', film('s_1', { promisedDays: 7 }), 7],
    ['days that were shortened act at once', film('s_1', { promisedDays: 30 }), 14],
    ['a ring', film('r_1', { promisedDays: 30 }), 3],
  ])('%s', (_, each, days) => {
    expect(daysOf(each, terms)).toBe(days)
    expect(goesAt(each, terms)).toBe(NOW + days * DAY)
  })

  it('have no end while the visit goes on, or somebody holds it', () => {
    expect(goesAt(film('s_1', { ended: null }), terms)).toBeNull()
    expect(goesAt(film('s_1', { isHeld: true }), terms)).toBeNull()
    expect(goesAt(film('r_1', { isHeld: true }), terms)).toBeNull()
    expect(goingByAge([film('s_1', { ended: null }), film('s_2', { isHeld: true })], terms)).toEqual([])
  })

  it('tell what goes next', () => {
    const films = [film('s_1'), film('r_1'), film('s_2', { ended: ago(13) })]
    expect(goingByAge(films, terms).map(({ film: { session } }) => session)).toEqual(['s_2', 'r_1', 's_1'])
  })
})

describe('what gives way when the disk runs short', () => {
  const shelf = [
    film('s_young', { ended: ago(1) }),
    film('s_past', { ended: ago(15) }),
    film('s_older', { ended: ago(20) }),
    film('s_held', { ended: ago(40), isHeld: true }),
    film('s_runs', { ended: null }),
    film('r_new', { ended: ago(0) }),
    film('r_old', { ended: ago(2) }),
    film('r_held', { ended: ago(9), isHeld: true }),
    film('r_rings', { ended: null }),
  ]

  it('is rings before visits past their days, the oldest first, and nothing else', () => {
    expect(names(givingWay(shelf, terms, NOW))).toEqual(['r_old', 'r_new', 's_older', 's_past'])
  })

  it('at the very end of its days a visit may go, and not a moment before', () => {
    const visit = film('s_1', { ended: ago(14) })
    expect(names(givingWay([visit], terms, wallTime(NOW - 1)))).toEqual([])
    expect(names(givingWay([visit], terms, NOW))).toEqual(['s_1'])
  })
})

describe('room', () => {
  const disk = (freeBytes: number) => ({ freeBytes, reserveBytes: 1_000 })

  it.each([
    [999, 'full', 501],
    [1_000, 'low', 500],
    [1_499, 'low', 1],
    [1_500, 'low', 0],
    [1_999, 'low', 0],
    [2_000, 'good', 0],
  ])('with %i bytes free of which 1,000 are the reserve is %s', (free, state, short) => {
    expect(roomOf(disk(free), []).state).toBe(state)
    expect(shortBy(disk(free))).toBe(short)
  })

  it('is told by the newest visits, and by a usual one where there was none', () => {
    const samples = [
      { bytes: 100, seconds: 10 },
      { bytes: 300, seconds: 10 },
      { bytes: 0, seconds: 0 },
    ]
    expect(roomOf(disk(1_000 + 2_000), samples)).toMatchObject({ visits: 10, hours: 0 })
    expect(roomOf(disk(1_000 + 2_000 * 3_600), samples)).toMatchObject({ hours: 100 })
    expect(roomOf(disk(0), samples)).toMatchObject({ visits: 0, hours: 0 })
    expect(roomOf(disk(1_000 + 45_000_000 * 3), []).visits).toBe(3)
    const many = [
      ...Array.from({ length: 20 }, () => ({ bytes: 100, seconds: 1 })),
      { bytes: 1e9, seconds: 1 },
    ]
    expect(roomOf(disk(11_000), many).visits).toBe(100)
  })
})
