// The chain as an outsider recomputes it: altered, dropped, swapped, cut and backdated lines are found and named.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../src/chain/sha-256.ts'
import { spelled } from '../src/chain/spelling.ts'
import { type Line, checkLines, checkText } from '../src/index.ts'
import { good, lines, world } from './story.ts'

function sealed(all: readonly Line[]): Line[] {
  let prev = '0'.repeat(64)
  return all.map((line, seq) => {
    const draft = { ...line, seq, prev }
    const hash = createHash('sha256').update(spelled(draft)).digest('hex')
    prev = hash
    return { ...draft, hash }
  })
}

const chain = sealed(lines(good))
const fired = (all: readonly unknown[]): string[] => [
  ...new Set(checkText(all.map((line) => JSON.stringify(line)).join('\n')).map(({ invariant }) => invariant)),
]
const altered = (seq: number, more: Partial<Line>): Line[] =>
  chain.map((line) => (line.seq === seq ? { ...line, ...more } : line))

test('sha-256 is sha-256', () => {
  for (const text of ['', 'abc', 'x'.repeat(55), 'y'.repeat(56), 'z'.repeat(64), 'ü€😀'.repeat(333)])
    expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'))
})

test('a whole chain is clean, by its own digest and by another', () => {
  expect(checkLines(chain)).toEqual([])
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
  expect(checkLines(chain, { digest })).toEqual([])
})

describe('S24', () => {
  test.each([
    ['a line says something else', altered(50, { data: { changed: true } })],
    ['another wall time', altered(50, { wall: 1 })],
    ['a line is missing', chain.filter(({ seq }) => seq !== 50)],
    ['two lines are swapped', [...chain.slice(0, 50), chain[51], chain[50], ...chain.slice(52)]],
    ['a line stands twice', [...chain.slice(0, 51), ...chain.slice(50)]],
    ['the beginning is cut off', chain.slice(1)],
    ['an inserted line', [...chain.slice(0, 51), { ...chain[50], seq: 51 }, ...chain.slice(51)]],
  ])('%s', (_, all) => {
    expect(fired(all)).toContain('S24')
  })
  test('mono that falls is found though the hashes fit', () => {
    const back = sealed(chain.map((line) => (line.seq === chain.length - 1 ? { ...line, mono: 1 } : line)))
    expect(fired(back)).toEqual(['S24'])
  })
  test('truth beside the chain is no hole in it', () => {
    const [beside] = lines([world(5000, { bolt: true, open: false })])
    expect(fired([...chain.slice(0, 40), { ...beside, hash: '', seq: 39 }, ...chain.slice(40)])).toEqual([])
  })
})

describe('what nobody can read is a finding, never an error', () => {
  test.each([
    ['no JSON', 'hello'],
    ['half a line', JSON.stringify(chain[3]).slice(0, 60)],
    ['null', 'null'],
    ['a list', '[]'],
    ['another version', JSON.stringify({ ...chain[3], v: 2 })],
    ['a number that is a text', JSON.stringify({ ...chain[3], mono: 'noon' })],
    ['no data', JSON.stringify({ ...chain[3], data: null })],
    ['a door that is a list', JSON.stringify({ ...chain[3], door: [] })],
  ])('%s', (_, text) => {
    const all = [...chain.map((line) => JSON.stringify(line)), text].join('\n')
    expect(checkText(all).map(({ invariant }) => invariant)).toEqual(['FORMAT'])
  })
  test('every field may hold anything', () => {
    const odd = [null, undefined, 0, -1, NaN, '', 'x', true, [], {}, { deep: [[[]]] }]
    for (const line of chain.slice(0, 80))
      for (const value of odd) {
        const all = [
          { ...line, data: Object.fromEntries(Object.keys(line.data).map((name) => [name, value])) },
        ]
        // cast: the point is that it is no line
        expect(() => checkLines(all as unknown as Line[], { hashes: false, sealed: true })).not.toThrow()
      }
  })
})
