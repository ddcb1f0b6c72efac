// For every invariant a broken story that fires it and nothing else, and the good stories that fire nothing.
import { describe, expect, test } from 'vitest'
import { checkLines, rules } from '../src/index.ts'
import { type Broken, brokenSafety, handOpening, handWhileArmed, pinVisit, seen } from './broken-safety.ts'
import { brokenRecords } from './broken-records.ts'
import { brokenLiveness, fine } from './broken-liveness.ts'
import { good, lines } from './story.ts'

const fired = ({ story, options }: Pick<Broken, 'story' | 'options'>): string[] => {
  const findings = checkLines(lines(story), { hashes: false, ...options })
  return [...new Set(findings.map(({ invariant }) => invariant))]
}

describe('good stories', () => {
  test.each([
    ['a delivery', good, { faultless: true }],
    ['an opening by hand', handOpening, {}],
    ['an opening by hand while a visit is armed', handWhileArmed(), {}],
    ['a visit by PIN', pinVisit, {}],
    ['a visit that a second eye stands by', seen(5100, 'leaf-picture', 'closed'), {}],
    ...fine,
  ] as const)('%s', (_, story, options) => {
    expect(checkLines(lines(story), { hashes: false, ...options })).toEqual([])
  })
})

const broken = [...brokenSafety, ...brokenRecords, ...brokenLiveness]

describe('broken stories', () => {
  test.each(broken.map((each) => [each.fires, each.how, each] as const))('%s: %s', (fires, _, each) => {
    expect(fired(each)).toEqual([fires])
  })
})

test('every rule has a broken story', () => {
  const told = new Set(broken.map(({ fires }) => fires))
  expect([...new Set(rules.map(({ name }) => name))].filter((name) => !told.has(name))).toEqual([])
})

test('every invariant of the safety design has a rule', () => {
  const names = new Set([...rules.map(({ name }) => name), 'S24', 'S32'])
  const wanted = [
    ...Array.from({ length: 42 }, (_, n) => `S${n + 1}`),
    ...Array.from({ length: 19 }, (_, n) => `L${n + 1}`),
  ]
  expect(wanted.filter((name) => !names.has(name))).toEqual([])
})
