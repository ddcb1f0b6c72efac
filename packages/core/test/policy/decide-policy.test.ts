// Which sentence decides, and what limits it, as a table; and what no policy can do, as properties.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CeilingFacts,
  type Mode,
  type Policy,
  type PolicyCase,
  type Presence,
  type Sentence,
  armingMode,
  capNames,
  capsOf,
  ceilingOf,
  decidePolicy,
  inOrder,
  isWithin,
  modeWithin,
  plainPolicy,
  presences,
  sourceGrades,
} from '../../src/index.ts'
import { FRONT, PARCEL, plainCase, sentence, someCase, somePolicy } from './cases.ts'

const AUTO = { place: 'inside', mode: 'auto' } as const
const PORCH = { place: 'porch', mode: 'owner' } as const
const BOX = { place: 'box', mode: 'owner' } as const

const decided = (
  sentences: readonly Partial<Sentence>[],
  more: Partial<PolicyCase> = {},
  mode: Mode = 'owner',
): readonly unknown[] => {
  const all = sentences.map((each, at) => sentence({ id: `s${at}`, ...each }))
  const {
    place,
    mode: how,
    because,
    capped,
    unknown,
  } = decidePolicy({ mode, sentences: all }, { ...plainCase, ...more })
  return [place, how, because.join(' '), capped, unknown.join(' ')]
}

describe('which sentence decides', () => {
  test.each<[string, readonly Partial<Sentence>[], Partial<PolicyCase>, readonly unknown[]]>([
    ['none: the mode of the home', [], {}, ['inside', 'owner', '', null, '']],
    ['one about the home', [AUTO], {}, ['inside', 'auto', 's0', null, '']],
    [
      'a parcel before its sender',
      [
        { ...AUTO, sender: 'SHOES & CO' },
        { ...PORCH, parcel: PARCEL },
      ],
      {},
      ['porch', 'owner', 's1', null, ''],
    ],
    [
      'a sender before a carrier',
      [
        { ...PORCH, carrier: 'UPS' },
        { ...AUTO, sender: 'shoes & co' },
      ],
      {},
      ['inside', 'auto', 's1', null, ''],
    ],
    [
      'a carrier before a person',
      [
        { ...AUTO, carrier: 'ups' },
        { ...PORCH, person: 'u_anna' },
      ],
      {},
      ['inside', 'auto', 's0', null, ''],
    ],
    [
      'a person before a door',
      [
        { ...PORCH, door: FRONT },
        { ...AUTO, person: 'u_anna' },
      ],
      {},
      ['inside', 'auto', 's1', null, ''],
    ],
    [
      'more conditions before fewer',
      [
        { ...AUTO, carrier: 'ups' },
        { ...BOX, carrier: 'ups', days: [1] },
      ],
      {},
      ['box', 'owner', 's1', null, ''],
    ],
    [
      'of two equal ones what both allow',
      [
        { ...AUTO, carrier: 'ups' },
        { ...BOX, carrier: 'ups' },
      ],
      {},
      ['box', 'owner', 's0 s1', null, ''],
    ],
    [
      'a carrier by another of its names',
      [{ ...AUTO, carrier: 'dhl' }],
      { carrier: 'DHLExpress' },
      ['inside', 'auto', 's0', null, ''],
    ],
    ['not one of another parcel', [{ ...AUTO, carrier: 'dhl' }], {}, ['inside', 'owner', '', null, '']],
    [
      'in its hours',
      [{ ...AUTO, from: 540, to: 600 }],
      { at: { ...plainCase.at, minute: 599 } },
      ['inside', 'auto', 's0', null, ''],
    ],
    [
      'not in the first minute after them',
      [{ ...AUTO, from: 540, to: 600 }],
      {},
      ['inside', 'owner', '', null, ''],
    ],
    [
      'in hours over midnight',
      [{ ...AUTO, from: 1320, to: 360 }],
      { at: { ...plainCase.at, minute: 10 } },
      ['inside', 'auto', 's0', null, ''],
    ],
    [
      'not outside of hours over midnight',
      [{ ...AUTO, from: 1320, to: 360 }],
      {},
      ['inside', 'owner', '', null, ''],
    ],
    ['on its days', [{ ...AUTO, days: [6, 7] }], {}, ['inside', 'owner', '', null, '']],
    [
      'from a value on',
      [{ ...PORCH, valueFrom: { minor: 5000, currency: 'EUR' } }],
      {},
      ['porch', 'owner', 's0', null, ''],
    ],
    [
      'not below it',
      [{ ...PORCH, valueFrom: { minor: 5001, currency: 'EUR' } }],
      {},
      ['inside', 'owner', '', null, ''],
    ],
    ['perishable', [{ ...AUTO, perishable: true }], { perishable: true }, ['inside', 'auto', 's0', null, '']],
  ])('%s', (_, sentences, more, expected) => {
    expect(decided(sentences, more)).toEqual(expected)
  })

  test('the order that a page shows is the order in which they are asked', () => {
    const all = [
      sentence({ id: 'home' }),
      sentence({ id: 'days', days: [1] }),
      sentence({ id: 'door', door: FRONT }),
      sentence({ id: 'parcel', parcel: PARCEL }),
    ]
    expect(inOrder(all).map(({ id }) => id)).toEqual(['parcel', 'door', 'days', 'home'])
  })
})

describe('what is not known', () => {
  const away = { ...AUTO, presence: 'nobody' } as const
  test.each<[string, readonly Partial<Sentence>[], Partial<PolicyCase>, readonly unknown[]]>([
    [
      'nobody ever said who is at home',
      [away],
      { presence: ['unsaid'] },
      ['inside', 'owner', 's0', null, 'presence'],
    ],
    ['the word is too old', [away], { presence: presences }, ['inside', 'owner', 's0', null, 'presence']],
    ['two may be so', [away], { presence: ['nobody', 'home'] }, ['inside', 'owner', 's0', null, 'presence']],
    ['it was said', [away], { presence: ['nobody'] }, ['inside', 'auto', 's0', null, '']],
    ['somebody else was said', [away], {}, ['inside', 'owner', '', null, '']],
    [
      'an unknown carrier may be the one that is kept out',
      [{ ...PORCH, carrier: 'dhl' }],
      { carrier: null },
      ['porch', 'owner', 's0', null, 'carrier'],
    ],
    [
      'an unknown sender is not the one that is let in',
      [{ ...AUTO, sender: 'x' }],
      { sender: null },
      ['inside', 'owner', 's0', null, 'sender'],
    ],
    [
      'another currency is an unknown value',
      [{ ...PORCH, valueFrom: { minor: 1, currency: 'USD' } }],
      {},
      ['porch', 'owner', 's0', null, 'value'],
    ],
    [
      'perishable or not',
      [{ ...BOX, perishable: true }],
      { perishable: null },
      ['box', 'owner', 's0', null, 'perishable'],
    ],
  ])('%s', (_, sentences, more, expected) => {
    expect(decided(sentences, more)).toEqual(expected)
  })

  test('a sentence that could not decide in any case makes nothing more careful', () => {
    expect(
      decided(
        [
          { ...AUTO, parcel: PARCEL },
          { ...PORCH, carrier: 'dhl' },
        ],
        { carrier: null },
      ),
    ).toEqual(['inside', 'auto', 's0', null, ''])
  })
})

describe('limits', () => {
  test.each<[string, Partial<PolicyCase>, readonly unknown[]]>([
    ['the porch', { caps: [{ by: 'source', ceiling: 'porch' }] }, ['porch', 'owner', 's0', 'source', '']],
    ['asking', { caps: [{ by: 'claim', ceiling: 'owner' }] }, ['inside', 'owner', 's0', 'claim', '']],
    [
      'one that limits nothing is not named',
      { caps: [{ by: 'claim', ceiling: 'auto' }] },
      ['inside', 'auto', 's0', null, ''],
    ],
    ['G18: a child alone', { presence: ['child-alone'] }, ['inside', 'owner', 's0', 'presence', '']],
    ['G18: asleep', { presence: ['asleep'] }, ['inside', 'owner', 's0', 'presence', '']],
    ['G18: perhaps', { presence: ['nobody', 'asleep'] }, ['inside', 'owner', 's0', 'presence', '']],
    ['a home that never said', { presence: ['unsaid'] }, ['inside', 'auto', 's0', null, '']],
  ])('%s', (_, more, expected) => {
    expect(decided([AUTO], more)).toEqual(expected)
  })
})

/** Every case that the ceiling knows. */
const ceilingFacts: readonly CeilingFacts[] = (['household', 'none'] as const).flatMap((claim) =>
  (['carrier-driver', 'carrier-signed', 'mail', 'token', 'none'] as const).flatMap((channel) =>
    sourceGrades.flatMap((grade) =>
      [null, 1, 4, 4.5].map((windowHours) => ({ claim, channel, grade, windowHours })),
    ),
  ),
)

/** The ceiling as it was written before there were sentences. */
function earlierCeiling({ claim, channel, grade, windowHours }: CeilingFacts): 'auto' | 'owner' | 'porch' {
  if (channel === 'mail') return 'porch'
  if (grade === 'bearer' || grade === 'none') return 'owner'
  const signed = channel === 'carrier-driver' || channel === 'carrier-signed'
  const narrow = windowHours !== null && windowHours <= 4
  return claim === 'household' && signed && narrow ? 'auto' : 'owner'
}

describe('nothing that exists becomes looser', () => {
  test('the caps of a source are its ceiling, and the mode of the home alone decides as it did', () => {
    for (const facts of ceilingFacts)
      for (const mode of ['owner', 'auto', 'pin'] as const) {
        const known = { ...plainCase, presence: ['unsaid'] as const, caps: capsOf(facts) }
        const { place, mode: how } = decidePolicy(plainPolicy(mode), known)
        expect([facts, ceilingOf(facts)]).toEqual([facts, earlierCeiling(facts)])
        const within = modeWithin(mode, earlierCeiling(facts))
        expect([facts, mode, place, how]).toEqual(
          within === null ? [facts, mode, 'porch', 'owner'] : [facts, mode, 'inside', within],
        )
      }
  })

  test('whatever the sentences, no decision is above a ceiling, and none opens unasked what may be a child alone', () => {
    fc.assert(
      fc.property(somePolicy(), someCase, (policy, known) => {
        const decision = decidePolicy(policy, known)
        for (const { ceiling } of known.caps) {
          if (ceiling === 'porch') expect(['porch', 'refuse']).toContain(decision.place)
          if (ceiling !== 'auto') expect(decision.mode).toBe('owner')
        }
        if (known.presence.some((fact) => fact === 'asleep' || fact === 'child-alone'))
          expect(decision.mode).toBe('owner')
        expect(decision.capped === null || capNames.includes(decision.capped)).toBe(true)
        expect(decision.place === 'inside' || armingMode(decision) === 'owner').toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('knowing more never makes a decision more careful', () => {
    const known = (one: PolicyCase, policy: Policy): readonly PolicyCase[] => {
      const names = policy.sentences
      const of = (value: string | null, field: 'person' | 'carrier' | 'sender'): readonly (string | null)[] =>
        value === null ? [...names.flatMap((each) => each[field] ?? []), 'nobody-named'] : [value]
      const said = one.presence.flatMap((fact): readonly Presence[] =>
        fact === 'unsaid' ? ['home', 'nobody'] : [fact],
      )
      return of(one.person, 'person').flatMap((person) =>
        of(one.carrier, 'carrier').flatMap((carrier) =>
          of(one.sender, 'sender').flatMap((sender) =>
            said.flatMap((presence) =>
              (one.perishable === null ? [true, false] : [one.perishable]).map((perishable) => ({
                ...one,
                person,
                carrier,
                sender,
                perishable,
                presence: [presence],
              })),
            ),
          ),
        ),
      )
    }
    fc.assert(
      fc.property(somePolicy(3), someCase, (policy, one) => {
        const careful = decidePolicy(policy, one)
        for (const each of known(one, policy))
          expect(isWithin(careful, decidePolicy(policy, each))).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  test('the order in which sentences stand changes nothing', () => {
    fc.assert(
      fc.property(somePolicy(), someCase, (policy, known) => {
        const turned = { ...policy, sentences: policy.sentences.toReversed() }
        const [a, b] = [decidePolicy(policy, known), decidePolicy(turned, known)]
        expect([a.place, a.mode]).toEqual([b.place, b.mode])
      }),
    )
  })
})
