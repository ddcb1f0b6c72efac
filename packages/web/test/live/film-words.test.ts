// What is said of films that are kept: room, sizes, days, and how one went.
import { describe, expect, test } from 'vitest'
import {
  bytesWords,
  daysWords,
  deletedWords,
  filmName,
  roomWords,
  stayWords,
} from '../../src/live/film-words.ts'

const AT = Date.UTC(2026, 10, 24, 13, 2)

test('sizes are told as people tell them', () => {
  expect([0, 300_000, 12_400_000, 999_600_000, 1_940_000_000].map(bytesWords)).toEqual([
    '0 MB',
    '0.3 MB',
    '12 MB',
    '1000 MB',
    '1.9 GB',
  ])
  expect([0, 1, 14].map(daysWords)).toEqual(['0 days', '1 day', '14 days'])
})

test('room is told in visits, and none is told for what it means', () => {
  expect(roomWords({ state: 'good', visits: 40 })).toBe('Room for about 40 more visits.')
  expect(roomWords({ state: 'low', visits: 1 })).toBe('Room for about 1 more visit.')
  expect(roomWords({ state: 'good', visits: 49_535 })).toBe('Room for more than 1000 more visits.')
  expect(roomWords({ state: 'full', visits: 0 })).toContain('nobody is let in')
})

describe('a film', () => {
  test('is named by what it is of', () => {
    expect(filmName({ purpose: 'ring', at: AT })).toMatch(/^the film of the ring of Tuesday 24 November, /)
    expect(filmName({ purpose: 'visit', at: AT })).toMatch(
      /^the film of the visit that ended Tuesday 24 November, /,
    )
    expect(filmName({ purpose: 'visit', at: null })).toBe('the film of the visit that goes on')
  })

  test('stays as long as somebody holds it, or until its day', () => {
    expect(stayWords({ held: true, until: null, at: AT })).toContain('Held as evidence')
    expect(stayWords({ held: false, until: AT, at: AT })).toMatch(
      /^It is deleted by itself Tuesday 24 November, /,
    )
    expect(stayWords({ held: false, until: null, at: null })).toBe('It is being filmed.')
  })

  test('went by its days, for room, or by a person and for a reason', () => {
    const nameOf = (id: string): string | null => (id === 'u_1' ? 'you' : null)
    const gone = { at: AT, by: null, why: null }
    expect(deletedWords({ ...gone, policy: 'days' }, nameOf)).toContain('their days were over')
    expect(deletedWords({ ...gone, policy: 'room' }, nameOf)).toContain('the disk ran short')
    expect(deletedWords({ ...gone, policy: 'owner' }, nameOf)).toMatch(/, on the console of the hub\.$/)
    expect(deletedWords({ ...gone, policy: 'owner', by: 'u_1', why: 'asked' }, nameOf)).toMatch(
      /, by you\. The courier asked for it\.$/,
    )
    expect(deletedWords({ ...gone, policy: 'owner', by: 'u_2', why: 'else' }, nameOf)).toMatch(
      /, by somebody of this home\.$/,
    )
  })
})
