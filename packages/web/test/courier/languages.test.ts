// Which language a browser gets, and that every language says everything.
import { courierSentences } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { languageOf, languageWished, languages, wordsOf } from '../../src/courier/index.ts'

test('the twelve of the design', () => {
  expect(languages).toEqual(['en', 'de', 'fr', 'nl', 'es', 'pt', 'it', 'pl', 'ro', 'tr', 'uk', 'ar'])
})

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT', 'de'],
  ['DE-at', 'de'],
  ['pt-BR,pt;q=0.9,en;q=0.8', 'pt'],
  ['ja, fr;q=0.5, de;q=0.7', 'de'],
  ['ja', 'en'],
  ['*', 'en'],
  ['de;q=0, fr;q=0.1', 'fr'],
  ['en;q=0.5, uk;q=0.5', 'en'],
  ['ro;q=2', 'ro'],
  [';;;,,,q=', 'en'],
  ['constructor', 'en'],
])('%s → %s', (accept, language) => {
  expect(languageWished(accept)).toBe(language)
})

test('a wish of a thousand languages is read to a bound', () => {
  expect(languageWished(`${'xx,'.repeat(1000)}de`)).toBe('en')
})

test.each(['', 'xx', 'constructor', '__proto__', 7, null, ['de']])('%j is no language', (name) => {
  expect(languageOf(name)).toBeNull()
})

test('the English sentences are the eight sentences', () => {
  for (const letter of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const)
    expect(wordsOf('en')[letter]).toBe(courierSentences[letter].replace('{place}', 'porch'))
  expect(wordsOf('en').noSignal).toBe('No signal. Please ring.')
})

describe.each(languages)('%s', (language) => {
  const words = wordsOf(language)
  const entries = Object.entries(words)
  test('says everything that English says, and nothing else', () => {
    expect(Object.keys(words).toSorted()).toEqual(Object.keys(wordsOf('en')).toSorted())
    expect(entries.filter(([, text]) => text.trim() !== text || text.length < 2)).toEqual([])
  })
  test('has a place for the number where seconds and days are told, and nowhere else', () => {
    expect(entries.filter(([, text]) => /[{}<>]/.test(text)).map(([key]) => key)).toEqual([
      'filmKept',
      'secondsLeft',
    ])
    expect(words.secondsLeft).toContain('{n}')
    expect(words.filmKept).toContain('{days}')
  })
  test('its eight sentences are sentences, each a different one', () => {
    const said = (['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const).map((letter) => words[letter])
    expect(new Set(said).size).toBe(8)
    for (const sentence of said) expect(sentence).toMatch(/\.$/)
  })
  test('is its own: what is not a word of both is not left in English', () => {
    if (language === 'en') return
    const english = Object.values(wordsOf('en'))
    expect(entries.filter(([, text]) => text.length > 14 && english.includes(text))).toEqual([])
  })
})
