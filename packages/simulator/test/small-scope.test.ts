// Layer 5 in small: every order of what may happen at one door, each state once. The whole of it: npm run
// simulate:exhaustive.
import { expect, test } from 'vitest'
import { usualBudget } from '../src/scope/begin.ts'
import { hashOf } from '../src/scope/hash.ts'
import { begin } from '../src/scope/begin.ts'
import { movesFrom, play } from '../src/scope/moves.ts'
import { Search } from '../src/scope/search.ts'

const silent = (): void => {}

test('no state of small scope is what must never be', () => {
  const searched = new Search({ budget: usualBudget, depth: 24, states: 25_000, judgeEvery: 250 }).run()
  expect(searched.faults).toEqual([])
  expect(searched.states).toBeGreaterThanOrEqual(25_000)
  expect(searched.judged).toBeGreaterThan(50)
  for (const phase of ['unlocking', 'unlocked', 'inside', 'relocking', 'sealing', 'tail'])
    expect(searched.phases.get(phase) ?? 0, phase).toBeGreaterThan(0)
})

test('without any mishap it is closed to depth 16', () => {
  const budget = { abort: 0, crash: 0, loss: 0, duplicate: 0, stall: 0, walks: 1 }
  const searched = new Search({ budget, depth: 16, states: 50_000, judgeEvery: 50 }).run()
  expect(searched).toMatchObject({ faults: [], isClosed: true, depth: 16 })
})

test('states that differ only in when they are are one', () => {
  const first = begin(usualBudget, silent)
  const later = JSON.parse(JSON.stringify(first), (_, value: unknown) =>
    typeof value === 'number' && value > 400_000_000 && value < 900_000_000 ? value + 12_345 : value,
  ) as typeof first // cast: the same value, later
  expect(hashOf(later)).toBe(hashOf(first))
  for (const move of movesFrom(first)) expect(hashOf(play(first, move, silent))).not.toBe(hashOf(first))
})
