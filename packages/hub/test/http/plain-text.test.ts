// Names as people give them: any script stays, and nothing unseen turns a page around.
import { expect, test } from 'vitest'
import { plainText } from '../../src/http/plain-text.ts'

test('letters, markup and emblems of any script stay as they are', () => {
  for (const name of [
    'A lamp',
    'مصباح للمكتب',
    'דלת',
    '<b>Hall</b> & "more"',
    '👩‍👧 gift',
    'São Paulo',
    'Việt',
  ])
    expect(plainText(name)).toBe(name)
})

test('what turns words around, and what breaks a line, is a blank', () => {
  expect(plainText('A lamp \u202edekcol')).toBe('A lamp  dekcol')
  expect(plainText('\u2067A\u2069 lamp\u200e')).toBe('A  lamp')
  expect(plainText('one\r\ntwo\u0000\u0085')).toBe('one two')
})

test('a name that nobody can see is none', () => {
  for (const name of ['', ' \t', '\u200b\u2060', '\u202e\u202c', '\ufeff\u00ad'])
    expect(plainText(name)).toBe('')
})
