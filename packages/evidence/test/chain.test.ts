// Sealing gives every line its place and its hash. Method: the hash is worked out again by hand, with the platform's
// own SHA-256; hostile drafts are refused with a code.
import { createHash } from 'node:crypto'
import { FIRST_PREV } from '@portico/core'
import { codeOf } from '@portico/ports'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LINE_LENGTH_MAX, sealLine } from '../src/seal/index.ts'
import { LINE_BYTES_MAX, verifyLines } from '../src/verify/index.ts'
import { draft } from './sample-journal.ts'

const codeThrownBy = (call: () => unknown): string | null => {
  try {
    call()
  } catch (error) {
    return codeOf(error)
  }
  return null
}

test('the hash is the SHA-256 of the line without it, members sorted', () => {
  const line = sealLine(null, draft({ data: { b: 1.5, a: 'Tür' } }))
  const text =
    '{"boot":"b3","cause":"ReportContact","data":{"a":"Tür","b":1.5},"door":"front","epoch":7,"home":"default",' +
    `"lag":3,"mono":184223.5,"prev":"${'0'.repeat(64)}","seq":0,"session":"s_42","type":"QueryIssued","v":1,` +
    '"wall":1790000000123,"writer":"hub"}'
  expect(line.hash).toBe(createHash('sha256').update(text).digest('hex'))
})

test('the first line follows 64 zeros, each later one the line before it', () => {
  const first = sealLine(null, draft({}))
  const second = sealLine(first, draft({}))
  expect([first.seq, first.prev]).toEqual([0, FIRST_PREV])
  expect([second.seq, second.prev]).toEqual([1, first.hash])
})

test('a field that a line does not have is left behind', () => {
  const withMore = { ...draft({}), pin: '4711', seq: 99, hash: 'x' }
  expect(sealLine(null, withMore)).toEqual(sealLine(null, draft({})))
})

test.each([
  ['a number that is not finite', { mono: Number.NaN }],
  ['a lone surrogate', { data: { text: '\ud800' } }],
  ['bytes', { data: { jpeg: Uint8Array.of(1, 2) } }],
  ['a cycle', { data: cycle() }],
])('a draft with %s is refused with a code', (_, change) => {
  expect(codeThrownBy(() => sealLine(null, draft(change)))).toBe('HUB_SEAL_LINE')
})

function cycle(): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  data['again'] = data
  return data
}

test('a line as long as sealing allows is one that the verifier still reads', async () => {
  const overhead = sealLine(null, draft({ data: { text: '' } }))
  const { hash: _, ...hashed } = overhead
  const room = LINE_LENGTH_MAX - JSON.stringify(hashed).length
  const line = sealLine(null, draft({ data: { text: '€'.repeat(room) } }))
  const text = JSON.stringify(line)
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LINE_BYTES_MAX)
  expect(await verifyLines([text])).toMatchObject({ verdict: 'sound', lines: 1 })
  expect(codeThrownBy(() => sealLine(null, draft({ data: { text: '€'.repeat(room + 1) } })))).toBe(
    'HUB_SEAL_LINE',
  )
})

test('whatever JSON a line carries, the verifier finds it sound as it is written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { minLength: 1, maxLength: 4 }),
      async (all) => {
        let head = null
        const texts: string[] = []
        for (const data of all) {
          head = sealLine(head, draft({ data }))
          texts.push(JSON.stringify(head))
        }
        expect(await verifyLines(texts)).toMatchObject({ verdict: 'sound', lines: all.length })
      },
    ),
  )
})
