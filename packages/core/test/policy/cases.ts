// Cases and sentences for tests of the policy: a small grid in which everything that a sentence can name is met, missed
// and not known.
import * as fc from 'fast-check'
import {
  type Mode,
  type Policy,
  type PolicyCase,
  type PresenceFact,
  type Sentence,
  doorId,
  parcelId,
  places,
  presences,
} from '../../src/index.ts'

export const FRONT = doorId('front')
export const PARCEL = parcelId('p_1')

export const plainCase: PolicyCase = {
  door: FRONT,
  parcels: [PARCEL],
  person: 'u_anna',
  carrier: 'ups',
  sender: 'Shoes & Co',
  perishable: false,
  value: { minor: 5000, currency: 'EUR' },
  at: { localDate: '2026-11-23', minute: 600, weekday: 1 },
  presence: ['home'],
  caps: [],
}

export const sentence = (more: Partial<Sentence> = {}): Sentence => ({
  id: 'a',
  place: 'inside',
  mode: 'owner',
  ...more,
})

const modes: readonly Mode[] = ['owner', 'auto', 'pin']

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 })

const spans = [
  { from: 540, to: 1020 },
  { from: 600, to: 720 },
  { from: 1320, to: 360 },
] as const

const someSentence: fc.Arbitrary<Omit<Sentence, 'id'>> = fc
  .record({
    door: maybe(fc.constantFrom(FRONT, doorId('back'))),
    person: maybe(fc.constantFrom('u_anna', 'u_ben')),
    carrier: maybe(fc.constantFrom('ups', 'DHL')),
    sender: maybe(fc.constantFrom('shoes & co', 'other')),
    parcel: maybe(fc.constantFrom(PARCEL, parcelId('p_2'))),
    days: maybe(fc.constantFrom([1, 2, 3, 4, 5], [1], [6, 7])),
    span: maybe(fc.constantFrom(...spans)),
    presence: maybe(fc.constantFrom(...presences)),
    perishable: maybe(fc.constant(true as const)),
    valueFrom: maybe(
      fc.constantFrom(
        { minor: 5000, currency: 'EUR' },
        { minor: 9000, currency: 'EUR' },
        { minor: 1, currency: 'USD' },
      ),
    ),
    place: fc.constantFrom(...places),
    mode: fc.constantFrom(...modes),
  })
  .map(({ span, ...rest }) => ({ ...rest, ...span }))

export const somePolicy = (most = 4): fc.Arbitrary<Policy> =>
  fc
    .record({ mode: fc.constantFrom(...modes), sentences: fc.array(someSentence, { maxLength: most }) })
    .map(({ mode, sentences }) => ({
      mode,
      sentences: sentences.map((each, at) => ({ id: `s${at}`, ...each })),
    }))

const facts: readonly PresenceFact[] = [...presences, 'unsaid']

export const someCase: fc.Arbitrary<PolicyCase> = fc.record({
  door: fc.constantFrom(FRONT, doorId('back')),
  parcels: fc.constantFrom([PARCEL], [parcelId('p_2')], [parcelId('p_3')], [PARCEL, parcelId('p_2')]),
  person: fc.constantFrom('u_anna', 'u_ben', 'u_cleo', null),
  carrier: fc.constantFrom('ups', 'dhl-de', 'gls', null),
  sender: fc.constantFrom('Shoes & Co', 'Other', 'third', null),
  perishable: fc.constantFrom(true, false, null),
  value: fc.constantFrom(
    { minor: 100, currency: 'EUR' },
    { minor: 5000, currency: 'EUR' },
    { minor: 9000, currency: 'EUR' },
    { minor: 5, currency: 'USD' },
    null,
  ),
  at: fc.record({
    localDate: fc.constant('2026-11-23'),
    minute: fc.constantFrom(0, 359, 360, 540, 600, 719, 720, 1019, 1020, 1320),
    weekday: fc.constantFrom(1, 2, 6),
  }),
  presence: fc.uniqueArray(fc.constantFrom(...facts), { minLength: 1, maxLength: 4 }),
  caps: fc.constantFrom<PolicyCase['caps']>(
    [],
    [{ by: 'source', ceiling: 'owner' }],
    [{ by: 'source', ceiling: 'porch' }],
    [
      { by: 'claim', ceiling: 'owner' },
      { by: 'carrier', ceiling: 'porch' },
    ],
  ),
})
