// Goal: arguments that make no sense are told, and those that do mean what they say.
import { expect, test } from 'vitest'
import { readArguments } from '../src/command-line.ts'
import { Tally } from '../src/report/tally.ts'
import { neverOccurred } from '../src/report/coverage.ts'

test.each([
  [['--seeds', '0'], '--seeds'],
  [['--seeds', 'many'], '--seeds'],
  [['--from', '-1'], '--from'],
  [['--jobs', '0'], '--jobs'],
  [['--fault', 'F999'], 'F999'],
  [['--sed', '3'], '--sed'],
  [['3'], '3'],
])('%j is refused, and the answer names %s', (args, named) => {
  const wish = readArguments(args)
  expect(wish).toEqual(expect.stringContaining(named))
})

test('what is left out has a meaning', () => {
  expect(readArguments([])).toMatchObject({ seeds: 1000, from: 1, only: null, trace: false, resume: null })
  expect(readArguments(['--fault', 'none'])).toMatchObject({ only: [] })
  expect(readArguments(['--fault', 'F1', '--fault', 'F2,F3'])).toMatchObject({ only: ['F1', 'F2', 'F3'] })
})

test('a run that was stopped goes on where it stopped', () => {
  const state = {
    commit: 'c',
    from: 1,
    seeds: 100,
    next: 1,
    delivered: 0,
    counts: {},
    findings: [],
    apart: {},
  }
  const block = { from: 1, count: 50, delivered: 20, counts: { 'fault F1': 3 }, findings: [], apart: [] }
  const first = new Tally(state)
  first.add(block)
  // Kept as JSON, read again.
  const second = new Tally(JSON.parse(JSON.stringify(first.state)))
  second.add({ ...block, from: 51 })
  expect(second.state).toMatchObject({ next: 101, delivered: 40, counts: { 'fault F1': 6 } })
  expect(second.done).toBe(100)
})

test('what can occur and never did is named', () => {
  const missing = neverOccurred({ 'fault F1': 3 })
  expect(missing).toContain('fault F2')
  expect(missing).not.toContain('fault F1')
})
