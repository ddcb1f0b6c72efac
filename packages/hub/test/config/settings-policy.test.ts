// Sentences in the settings file: taken over as they stand, and every fault told with its line and key.
import { describe, expect, test } from 'vitest'
import { check, faultsOf, homeAnd } from './home-text.ts'

/** Its last key is the policy. */
const withSentences = (...lines: readonly string[]): string =>
  homeAnd(['  sentences:', ...lines.map((line) => `    ${line}`)].join('\n'))

test('sentences of the file seed the policy', async () => {
  const text = withSentences(
    '- { id: away, carrier: DHL, days: [sat, mon], from: "22:00", to: "06:30", presence: nobody, place: box }',
    '- { id: dear, door: front, valueFrom: { minor: 20000, currency: EUR }, place: inside, mode: pin }',
  )
  const { settings, faults } = await check(text)
  expect(faults).toEqual([])
  expect(settings?.policy).toEqual({
    mode: 'owner',
    sentences: [
      {
        id: 'away',
        carrier: 'DHL',
        days: [1, 6],
        from: 22 * 60,
        to: 6 * 60 + 30,
        presence: 'nobody',
        place: 'box',
        mode: 'owner',
      },
      {
        id: 'dear',
        door: 'front',
        valueFrom: { minor: 20_000, currency: 'EUR' },
        place: 'inside',
        mode: 'pin',
      },
    ],
  })
})

describe('a fault', () => {
  test.each<[string, readonly string[], string]>([
    [
      'a place that does not exist',
      ['- { id: a, place: insid }'],
      '24: policy.sentences[0].place: must be one of',
    ],
    [
      'an hour that does not exist',
      ['- { id: a, from: "25:00", to: "26:00", place: box }'],
      '24: policy.sentences[0].from: must fit',
    ],
    [
      'a day that does not exist',
      ['- { id: a, days: [monday], place: box }'],
      '24: policy.sentences[0].days[0]: must be one of',
    ],
    [
      'an id that stands there twice',
      ['- { id: a, place: box }', '- { id: a, place: porch }'],
      '25: policy.sentences[1].id: "a" stands here twice',
    ],
    [
      'a door of another home',
      ['- { id: a, door: frunt, place: box }'],
      '24: policy.sentences[0].door: no door "frunt" … did you mean "front"?',
    ],
    [
      'half a span',
      ['- { id: a, to: "09:00", place: box }'],
      '24: policy.sentences[0].to: a span needs `from` and `to`',
    ],
    [
      'a mode where nothing opens',
      ['- { id: a, place: refuse, mode: auto }'],
      '24: policy.sentences[0].mode: nothing is opened there',
    ],
    [
      'a key that does not exist',
      ['- { id: a, place: box, shop: x }'],
      '24: policy.sentences[0].shop: unknown key',
    ],
  ])('%s', async (_, lines, told) => {
    const [fault = ''] = await faultsOf(withSentences(...lines))
    expect(fault).toContain(told)
  })
})
