// What stands in the fields of a rule and what is sent of it: nothing is added, nothing is lost on the way back.
import type { RehearsalView, SentenceFile } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { atHomeWords } from '../../src/house/rules-words.ts'
import {
  centsOf,
  emptyFields,
  fieldsOf,
  freeId,
  missingIn,
  sentenceOf,
  withSentence,
} from '../../src/house/sentence-draft.ts'
import { triedWords } from '../../src/house/tried-words.ts'

const whole: SentenceFile = {
  id: 'a',
  carrier: 'ups',
  sender: 'Shoes & Co',
  person: 'u_1',
  door: 'front',
  parcel: 'p_1',
  days: ['mon', 'fri'],
  from: '09:00',
  to: '17:00',
  presence: 'nobody',
  perishable: true,
  valueFrom: { minor: 12_050, currency: 'EUR' },
  place: 'inside',
  mode: 'auto',
}

describe('a sentence in fields', () => {
  test('comes back as it was', () => {
    expect(sentenceOf(fieldsOf(whole))).toEqual(whole)
    expect(sentenceOf(fieldsOf({ id: 'b', place: 'porch' }))).toEqual({ id: 'b', place: 'porch' })
  })
  test('that nobody touched keeps everything outside, and asks', () => {
    expect(sentenceOf(emptyFields([]))).toEqual({ id: 'rule-1', place: 'porch' })
  })
  test('has no mode where nothing opens', () => {
    expect(sentenceOf({ ...fieldsOf(whole), place: 'refuse' }).mode).toBeUndefined()
  })
  test('gets a name of its own', () => {
    expect([freeId([]), freeId(['rule-2']), freeId(['x', 'rule-3'])]).toEqual(['rule-1', 'rule-3', 'rule-4'])
  })
  test('takes the place of the one it was', () => {
    expect(withSentence([whole, { id: 'b', place: 'box' }], { id: 'a', place: 'porch' })).toEqual([
      { id: 'a', place: 'porch' },
      { id: 'b', place: 'box' },
    ])
  })
  test.each([
    [{ from: '09:00' }, 'Say from when and until when.'],
    [{ value: 'much' }, 'The value is no amount of money.'],
    [{ value: '10', currency: 'E' }, 'Name the currency by three letters.'],
    [{ from: '09:00', to: '10:00', value: '10' }, null],
  ])('%j: %s', (more, words) => {
    expect(missingIn({ ...emptyFields([]), ...more })).toBe(words)
  })
  test.each([
    ['12', 1200],
    ['12,5', 1250],
    [' 0.05 ', 5],
    ['-1', null],
    ['1e3', null],
  ])('%s is %s cents', (typed, cents) => {
    expect(centsOf(typed)).toBe(cents)
  })
})

test('what was tried is told in numbers', () => {
  const tried = (more: Partial<RehearsalView>): string =>
    triedWords({
      loosens: false,
      sentences: [],
      visits: 0,
      looser: 0,
      tighter: 0,
      then: {},
      now: {},
      differences: [],
      ...more,
    })
  expect(tried({})).toBe('No courier came in the last 30 days: there is nothing to try it on.')
  expect(tried({ visits: 1 })).toBe('One visit. Nothing would have been otherwise.')
  expect(tried({ visits: 9, looser: 1, tighter: 2 })).toBe(
    '9 visits. Let in more easily: once. With more care: 2 times.',
  )
})

test('who is at home is told with its age, and what is not known as not known', () => {
  const said = Date.UTC(2026, 10, 23, 12)
  const known = { said, by: 'u_1', settles: null, holds: said + 12 * 3_600_000 }
  expect(atHomeWords({ ...known, state: 'nobody' }, 'Anna')).toMatch(
    /^Nobody is at home, said by Anna at \d\d:\d\d; known until \d\d:\d\d\.$/,
  )
  expect(atHomeWords({ ...known, state: 'unknown' }, 'you')).toMatch(
    /^Too long ago to know: last said by you/,
  )
  expect(atHomeWords({ state: 'unsaid', said: null, by: null, settles: null, holds: null }, null)).toMatch(
    /^Nobody has said\./,
  )
})
