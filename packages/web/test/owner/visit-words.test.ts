// A visit in words: what was reached is said, what was not is not.
import { describe, expect, it } from 'vitest'
import {
  answerWords,
  confirmedWords,
  parcelName,
  passWords,
  stopWords,
  visitHeadline,
} from '../../src/owner/visit-words.ts'
import { sessionView, visitPhases } from '../live/door-views.ts'

const step = (rung: string, at = 1): { rung: string; at: number } => ({ rung, at })

describe('the headline of a visit', () => {
  it('has words for every phase', () => {
    for (const phase of visitPhases) expect(visitHeadline(sessionView({ phase })), phase).not.toBe(phase)
  })

  it('says locked only once the door was proved locked', () => {
    for (const phase of visitPhases) {
      const said = visitHeadline(sessionView({ phase }))
      expect(said, phase).not.toMatch(/^Locked|, locked/)
    }
    expect(visitHeadline(sessionView({ phase: 'sealing', steps: [step('locked')] }))).toMatch(/^Locked/)
  })

  it('ends with what was reached, and not more', () => {
    const closed = { state: 'closed', phase: 'closed', outcome: 'delivered' } as const
    const all = [step('inside'), step('shut'), step('locked'), step('photo')]
    expect(visitHeadline(sessionView({ ...closed, steps: all }))).toBe('Inside, locked, photo')
    expect(visitHeadline(sessionView({ ...closed, steps: all.slice(0, 3) }))).toBe('Inside, locked')
    expect(visitHeadline(sessionView({ ...closed, outcome: 'cancelled', deniedBy: 'a' }))).toBe('Not today')
  })
})

describe('what somebody else says of a visit', () => {
  const doubt = (why: 'carrier-silent' | 'label-again', words: string) => ({ why, words, at: 1 }) as const
  it('is nothing where the house does not call it delivered', () => {
    expect(confirmedWords(sessionView())).toBeNull()
  })
  it.each([
    ['waits', [], 'Not yet.', 'Not yet.'],
    ['agreed', [doubt('carrier-silent', 'Silent.')], 'Said, too.', 'Said, too.'],
    ['doubtful', [doubt('carrier-silent', 'Silent.')], 'Look.', 'Silent. Look.'],
    ['doubtful', [doubt('carrier-silent', 'A.'), doubt('label-again', 'B.')], 'Look.', 'A. B. Look.'],
  ] as const)('%s: the words of the house, and every reason to doubt it', (state, doubts, words, said) => {
    const confirmation = { state, by: 2, words, doubts: [...doubts] }
    expect(confirmedWords(sessionView({ confirmation }))).toBe(said)
  })
})

describe('who answered', () => {
  const names = { me: 'a', people: new Map([['b', 'Bea']]) }
  it.each([
    [{ approvedBy: 'a' }, 'You allowed it'],
    [{ approvedBy: 'b' }, 'Bea allowed it'],
    [{ approvedBy: 'a', deniedBy: 'b' }, 'Bea said no'],
    [{ approvedBy: 'z' }, 'Somebody of this home allowed it'],
    [{}, null],
  ])('%j', (more, words) => {
    expect(answerWords(sessionView(more), names)).toBe(words)
  })
})

it('offers no stop where it would do nothing', () => {
  const can = visitPhases.filter((phase) => stopWords(sessionView({ phase })) !== null)
  expect(can).toEqual(['armed', 'proving', 'unlocking', 'unlocked', 'inside'])
  expect(stopWords(sessionView({ state: 'closed', phase: 'closed' }))).toBeNull()
})

it('names a parcel by its title, else by the end of its number', () => {
  expect(parcelName({ title: null, trackingNumber: '1Z4R8V670310455204' })).toBe('Parcel ending 5204')
  expect(parcelName({ title: '<b>Lamp</b>', trackingNumber: '1' })).toBe('<b>Lamp</b>')
})

describe('a pass in words', () => {
  const pass = { id: 'k_1', from: 0, to: 3_600_000, minted: 0, bound: false } as const
  it.each([
    ['minted', /^Not used yet, good until \d\d:\d\d$/],
    ['armed', /^Somebody proved with it to be at the door, good until \d\d:\d\d$/],
    ['used', /^Used$/],
    ['expired', /^Ended with its window$/],
    ['revoked', /^Taken back$/],
  ] as const)('%s', (state, words) => {
    expect(passWords({ ...pass, state })).toMatch(words)
  })
})

it('a visit that waits for its PIN to be typed says so', () => {
  expect(visitHeadline(sessionView({ phase: 'unlocking', mode: 'pin' }))).toBe(
    'The courier has a PIN for one use',
  )
  expect(visitHeadline(sessionView({ phase: 'unlocking', mode: 'auto' }))).toBe(
    'The bolt is being drawn back',
  )
})
