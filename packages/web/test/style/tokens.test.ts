// Dark stands twice in the tokens: both say the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const tokens = readFileSync(join(import.meta.dirname, '../../src/style/tokens.css'), 'utf8')

/** The declarations behind a selector. */
function saidOf(selector: string): readonly string[] {
  const from = tokens.indexOf(`${selector} {`)
  expect(from, selector).toBeGreaterThan(-1)
  const body = tokens.slice(from, tokens.indexOf('}', from)).split('{')[1] ?? ''
  return body
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

it('a dark wall has the colours of a dark phone', () => {
  const phone = saidOf(":root:not([data-theme='light'])")
  expect(phone.length).toBeGreaterThan(20)
  expect(saidOf(":root[data-theme='dark']")).toEqual(phone)
})
