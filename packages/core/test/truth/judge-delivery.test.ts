// Goal: one verdict for every combination of witnesses that matters, what speaks for and against it, and that nothing is
// ever rounded up to a good place. Method: a table, then any witnesses in any order.
import {
  type Testimony,
  householdWords,
  judgeDelivery,
  movedBy,
  parcelStatuses,
  safeVerdicts,
  sourceGrades,
  visitDoubts,
} from '@portico/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, gone, house, known, says, seenAt, visited } from './witnesses.ts'

/** Two kilometres from here, by the carrier's own word. */
const away = { metres: 2_000, at: at(0), source: 'easypost', grade: 'signed' } as const
const delivered = says('delivered')
const out = says('out-for-delivery', { at: -120 })
const blind = { exists: true, since: null } as const
const noCamera = { exists: false, since: null } as const

const table: readonly (readonly [string, Partial<Testimony>, string])[] = [
  ['nobody has said anything', {}, 'on-the-way waits'],
  ['out for delivery', { words: [out] }, 'on-the-way waits'],
  ['tried in vain', { words: [says('attempted')] }, 'on-the-way waits'],
  [
    'something lies there, and nobody has said delivered',
    { words: [out], drop: seenAt(-5) },
    'unknown waits',
  ],
  // the porch
  ['delivered and seen', { words: [delivered], drop: seenAt(2) }, 'at-door sure'],
  [
    'delivered and seen, not surely',
    { words: [delivered], drop: seenAt(2, { confidence: 0.4 }) },
    'at-door likely',
  ],
  [
    'said by a script, and seen',
    { words: [says('delivered', { grade: 'none' })], drop: seenAt(2) },
    'at-door weak',
  ],
  ['a camera alone', { drop: seenAt(2) }, 'on-the-way waits'],
  ['delivered, and nothing seen', { words: [delivered] }, 'not-here likely'],
  ['delivered a minute ago, nothing seen yet', { words: [delivered], now: at(14.9) }, 'unknown waits'],
  ['delivered a quarter of an hour ago', { words: [delivered], now: at(15) }, 'not-here likely'],
  ['delivered, and no camera looks', { words: [delivered], watched: noCamera }, 'unknown weak'],
  ['delivered, and the camera was blind', { words: [delivered], watched: blind }, 'unknown weak'],
  [
    'delivered, and the camera has looked only since then',
    { words: [delivered], watched: { exists: true, since: at(-14.9) } },
    'unknown weak',
  ],
  [
    'delivered, and only a script says so',
    { words: [says('delivered', { grade: 'none' })] },
    'not-here likely',
  ],
  ['seen, and gone by nobody', { words: [delivered], drop: seenAt(2, gone('nobody')) }, 'taken likely'],
  [
    'seen, and gone when the door was opened',
    { words: [delivered], drop: seenAt(2, gone('door')) },
    'received likely',
  ],
  ['seen, and taken in', { words: [delivered], drop: seenAt(2, gone('household')) }, 'received sure'],
  [
    'put down by a courier who was let in then',
    { words: [out], drop: seenAt(-1, gone('visit')) },
    'on-the-way waits',
  ],
  // the box
  ['delivered, and the box was opened', { words: [delivered], boxOpened: at(1) }, 'box sure'],
  [
    'delivered, and he was told to use the box',
    { words: [delivered], visits: [visited({ end: 'refused', boxOffered: true })] },
    'box likely',
  ],
  [
    'a script, and the box',
    { words: [says('delivered', { grade: 'none' })], boxOpened: at(1) },
    'unknown weak',
  ],
  // inside
  ['a visit, and the carrier agrees', { words: [delivered], visits: [visited()] }, 'inside sure'],
  [
    'a visit, and the carrier is silent yet',
    { words: [out], visits: [visited({ isAgreed: false })] },
    'unknown waits',
  ],
  [
    'a visit, and the carrier was silent for an hour',
    { words: [out], visits: [visited({ isAgreed: false, doubts: ['carrier-silent'] })] },
    'doubtful-visit disputed',
  ],
  [
    'a visit, and the carrier spoke late',
    { words: [delivered], visits: [visited({ doubts: ['carrier-silent'] })] },
    'inside sure',
  ],
  [
    'a visit, and the label came again',
    { words: [delivered], visits: [visited({ doubts: ['label-again'] })] },
    'doubtful-visit disputed',
  ],
  [
    'a visit, and the carrier says elsewhere',
    {
      words: [says('delivered-elsewhere', { elsewhere: 'neighbour' })],
      visits: [visited({ isAgreed: false })],
    },
    'doubtful-visit disputed',
  ],
  [
    'a visit, and then tried in vain',
    { words: [says('attempted', { at: 5 })], visits: [visited({ isAgreed: false })] },
    'doubtful-visit disputed',
  ],
  [
    'a visit, door not proved locked',
    { words: [delivered], visits: [visited({ isProved: false })] },
    'unknown disputed',
  ],
  [
    'nobody let in, delivered, nothing seen',
    { words: [delivered], visits: [visited({ end: 'refused' })] },
    'not-here likely',
  ],
  [
    'nobody let in, and put down outside',
    { words: [delivered], visits: [visited({ end: 'refused' })], drop: seenAt(1) },
    'at-door sure',
  ],
  // elsewhere
  [
    'at a neighbour',
    { words: [says('delivered-elsewhere', { elsewhere: 'neighbour' })] },
    'neighbour likely',
  ],
  ['in a locker', { words: [says('delivered-elsewhere', { elsewhere: 'locker' })] }, 'pickup-point likely'],
  [
    'at a shop',
    { words: [says('delivered-elsewhere', { elsewhere: 'pickup-point' })] },
    'pickup-point likely',
  ],
  ['somewhere', { words: [says('delivered-elsewhere', { elsewhere: 'other' })] }, 'unknown likely'],
  [
    'at a neighbour, says a script',
    { words: [says('delivered-elsewhere', { elsewhere: 'neighbour', grade: 'none' })] },
    'neighbour weak',
  ],
  [
    'at a neighbour, and yet something lies here',
    { words: [says('delivered-elsewhere', { elsewhere: 'neighbour' })], drop: seenAt(1) },
    'neighbour disputed',
  ],
  ['returned', { words: [says('returned')] }, 'returned likely'],
  ['cancelled', { words: [says('cancelled')] }, 'returned likely'],
  // several voices
  [
    'delivered and seen, and a mail says later that it went to a neighbour',
    {
      words: [
        delivered,
        says('delivered-elsewhere', { source: 'mail', grade: 'none', at: 30, elsewhere: 'neighbour' }),
      ],
      drop: seenAt(2),
    },
    'unknown disputed',
  ],
  [
    'a mail said neighbour before, and the carrier says delivered since',
    {
      words: [
        delivered,
        says('delivered-elsewhere', { source: 'mail', grade: 'none', at: -30, elsewhere: 'neighbour' }),
      ],
      drop: seenAt(2),
    },
    'at-door sure',
  ],
  [
    'delivered, then returned by another carrier word',
    { words: [delivered, says('returned', { source: 'ups', at: 600 })] },
    'returned likely',
  ],
  // people of the house
  ['we have it', { words: [delivered], household: [house('taken-in')] }, 'received sure'],
  [
    'we have it, and nobody has said delivered',
    { words: [out], household: [house('taken-in')] },
    'received likely',
  ],
  [
    'we have it, and the carrier repeats himself later',
    { words: [says('delivered', { at: 300 })], household: [house('taken-in')] },
    'received sure',
  ],
  [
    'we have it, and it goes back a week later',
    { words: [says('returned', { at: 9000 })], household: [house('taken-in')] },
    'returned likely',
  ],
  [
    'the picture shows another door',
    { words: [delivered], household: [house('not-my-door')], photo: at(0) },
    'wrong-house sure',
  ],
  [
    'another door, and the carrier was away from here',
    { words: [delivered], household: [house('not-my-door')], apart: away },
    'wrong-house sure',
  ],
  [
    'at the door, and the carrier was away from here',
    { words: [delivered], drop: seenAt(0), apart: away },
    'unknown disputed',
  ],
  [
    'nothing seen, and the carrier was away from here',
    { words: [delivered], apart: away },
    'not-here likely',
  ],
  [
    'nobody looked, and the carrier was away from here',
    { words: [delivered], apart: away, watched: noCamera },
    'unknown disputed',
  ],
  [
    'came inside before the eyes of the house, wherever the carrier says it was',
    { words: [delivered], visits: [visited()], apart: away },
    'inside sure',
  ],
  [
    'we have it, wherever the carrier says it was',
    { words: [delivered], household: [house('taken-in')], apart: away },
    'received sure',
  ],
  [
    'with a neighbour: of another word than delivered a position says nothing',
    { words: [says('delivered-elsewhere', { elsewhere: 'neighbour' })], apart: away },
    'neighbour likely',
  ],
  [
    'another door, without a picture',
    { words: [delivered], household: [house('not-my-door')] },
    'wrong-house likely',
  ],
  ['we looked', { words: [delivered], household: [house('not-here')], watched: noCamera }, 'not-here sure'],
  [
    'we looked, before anybody said delivered',
    { words: [out], household: [house('not-here')] },
    'on-the-way waits',
  ],
  [
    'another door, then brought',
    { words: [delivered], household: [house('not-my-door'), house('taken-in', 200)] },
    'received sure',
  ],
  [
    'another door, and brought the next day',
    {
      words: [says('delivered', { at: 1500 })],
      household: [house('not-my-door')],
      drop: seenAt(1501),
      now: at(1600),
    },
    'at-door sure',
  ],
]

describe('a verdict', () => {
  test.each(table)('%s', (_, more, expected) => {
    const { is, confidence } = judgeDelivery(known(more))
    expect(`${is} ${confidence}`).toBe(expected)
  })

  test('names what speaks for it and what against', () => {
    const { for: pro, against } = judgeDelivery(
      known({ words: [delivered], visits: [visited({ end: 'refused' })], photo: at(1) }),
    )
    expect(pro.map(({ why }) => why)).toEqual(['nothing-seen', 'visit-refused'])
    expect(against.map(({ why, source, grade }) => [why, source, grade])).toEqual([
      ['said-delivered', 'easypost', 'signed'],
      ['carrier-photo', null, null],
    ])
  })

  test('that moves says what moved it', () => {
    const before = judgeDelivery(known({ words: [delivered], drop: seenAt(2) }))
    const after = judgeDelivery(known({ words: [delivered], drop: seenAt(2, gone('nobody')) }))
    expect(movedBy(before, after).map(({ why }) => why)).toEqual(['drop-gone'])
    expect(movedBy(after, after)).toEqual([])
  })
})

const minute = fc.integer({ min: -2_000, max: 2_000 })
const word = fc
  .record({
    source: fc.constantFrom('easypost', 'ups', 'mail', 'token', 'webhook'),
    status: fc.constantFrom(...parcelStatuses),
    grade: fc.constantFrom(...sourceGrades),
    at: minute,
    elsewhere: fc.constantFrom(
      'neighbour' as const,
      'locker' as const,
      'pickup-point' as const,
      'other' as const,
    ),
  })
  .map(({ status, ...saying }) => says(status, saying))
const words = fc.uniqueArray(word, { maxLength: 4, selector: ({ source }) => source })
const visit = fc
  .record({
    closed: minute.map(at),
    end: fc.constantFrom('inside' as const, 'empty' as const, 'refused' as const),
    isProved: fc.boolean(),
    isAgreed: fc.boolean(),
    doubts: fc.uniqueArray(fc.constantFrom(...visitDoubts)),
    boxOffered: fc.boolean(),
  })
  .map(visited)
const visits = fc.uniqueArray(visit, { maxLength: 2, selector: ({ closed }) => closed })
const drop = fc.option(
  fc.record({
    seen: minute.map(at),
    confidence: fc.constantFrom(0.4, 0.9),
    gone: fc.option(
      fc.record({
        at: minute.map(at),
        by: fc.constantFrom('household' as const, 'door' as const, 'visit' as const, 'nobody' as const),
      }),
    ),
  }),
)
const household = fc.uniqueArray(
  fc.record({ says: fc.constantFrom(...householdWords), at: minute.map(at) }),
  { maxLength: 3, selector: ({ at: when }) => when },
)
const anything = fc.record({
  words,
  visits,
  drop,
  household,
  boxOpened: fc.option(minute.map(at)),
  watched: fc.record({ exists: fc.boolean(), since: fc.option(minute.map(at)) }),
  photo: fc.option(minute.map(at)),
  apart: fc.option(fc.constant(away)),
  now: fc.constant(at(2_000)),
})

describe('whatever is known', () => {
  test('a position of the carrier never makes a verdict better, and never a good place of its own', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const [without, beside] = [
          judgeDelivery({ ...facts, apart: null }),
          judgeDelivery({ ...facts, apart: away }),
        ]
        expect(safeVerdicts.has(beside.is) ? without.is : beside.is).toBe(beside.is)
      }),
    )
  })

  test('the order in which witnesses spoke changes nothing', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const turned = {
          ...facts,
          words: facts.words.toReversed(),
          visits: facts.visits.toReversed(),
          household: facts.household.toReversed(),
        }
        const [one, other] = [judgeDelivery(facts), judgeDelivery(turned)]
        expect([other.is, other.confidence]).toEqual([one.is, one.confidence])
        expect(new Set(other.for.map(({ why }) => why))).toEqual(new Set(one.for.map(({ why }) => why)))
      }),
    )
  })

  test('no word that nobody vouches for makes *here* by itself', () => {
    fc.assert(
      fc.property(words, (all) => {
        const unvouched = all.map(({ status, ...rest }) => ({
          ...rest,
          status: { ...status, grade: 'none' as const },
        }))
        for (const watched of [noCamera, blind, { exists: true, since: at(-9_000) }])
          expect(safeVerdicts.has(judgeDelivery(known({ words: unvouched, watched })).is)).toBe(false)
      }),
    )
  })

  test('no camera makes *here* by itself', () => {
    fc.assert(
      fc.property(drop, fc.boolean(), (seen, exists) => {
        const { is } = judgeDelivery(
          known({ drop: seen, watched: { exists, since: exists ? at(-9_000) : null } }),
        )
        expect(safeVerdicts.has(is)).toBe(false)
      }),
    )
  })

  test('a good place has a witness of its own, and a carrier or the household that says so', () => {
    const own = new Set([
      'drop-seen',
      'drop-unsure',
      'visit-inside',
      'box-opened',
      'box-offered',
      'household-has-it',
    ])
    const said = new Set(['said-delivered', 'household-has-it'])
    fc.assert(
      fc.property(anything, (facts) => {
        const verdict = judgeDelivery(facts)
        if (!safeVerdicts.has(verdict.is)) return
        const why = verdict.for.map((reason) => reason.why)
        expect([why.some((each) => own.has(each)), why.some((each) => said.has(each))]).toEqual([true, true])
      }),
      { numRuns: 500 },
    )
  })

  test('what a carrier says against it, later, takes a good place away', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const against = says('delivered-elsewhere', { source: 'late', at: 2_001, elsewhere: 'neighbour' })
        const { is } = judgeDelivery({ ...facts, household: [], words: [...facts.words, against] })
        expect(safeVerdicts.has(is)).toBe(false)
      }),
    )
  })
})
