// A body that is large by a picture is read; one that is large by brackets, numbers or quotes is not, and to find that out
// costs little.
import { StallWatch } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import { hasMoreStructure } from '../../src/sources/body-structure.ts'

const MAX = 256_000
const LARGE = 9_900_000

const photo = Buffer.from(JSON.stringify({ status: 'D', deliveryPhoto: 'A'.repeat(LARGE) }))
const bodies: Readonly<Record<string, string>> = {
  depth: '['.repeat(LARGE),
  'empty lists': `[${'[],'.repeat(LARGE / 3)}[]]`,
  objects: `[${'{"a":1},'.repeat(LARGE / 8)}{}]`,
  'empty texts': `[${'"",'.repeat(LARGE / 3)}""]`,
  'escaped quotes': `["${'\\"'.repeat(LARGE / 2)}"]`,
  'brackets behind a text that ends with a backslash': `["\\\\",${'['.repeat(LARGE)}`,
}

describe('structure of a large body', () => {
  test('is little beside a picture, and beside a text full of backslashes or letters of any kind', () => {
    expect(hasMoreStructure(photo, MAX)).toBe(false)
    expect(hasMoreStructure(Buffer.from(JSON.stringify({ a: '\\'.repeat(LARGE / 2) })), MAX)).toBe(false)
    expect(hasMoreStructure(Buffer.from(JSON.stringify({ a: 'é'.repeat(LARGE / 2) })), MAX)).toBe(false)
  })

  test.each(Object.keys(bodies))('is too much: %s', (name) => {
    expect(hasMoreStructure(Buffer.from(bodies[name] ?? ''), MAX)).toBe(true)
  })

  test('is not looked at in a body of the usual size', () => {
    expect(hasMoreStructure(Buffer.from('['.repeat(MAX)), MAX)).toBe(false)
    expect(hasMoreStructure(Buffer.from('['.repeat(MAX + 1)), MAX)).toBe(true)
  })

  test('is found out without holding anybody up', async () => {
    const stalls = new StallWatch()
    for (const [name, text] of [...Object.entries(bodies), ['photo', photo.toString()]] as const) {
      const body = Buffer.from(text)
      // oxlint-disable-next-line no-await-in-loop -- what each costs is counted
      await stalls.call(name, () => hasMoreStructure(body, MAX))
    }
    expect(stalls.worst.ms).toBeLessThan(50)
  })
})
