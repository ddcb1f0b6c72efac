// However many search at once, one of them looks at a few parcels in one turn of the loop; one too many is told so. Method:
// looks that count their steps, and somebody else who counts the turns of the loop.
import { expect, test } from 'vitest'
import { SearchTurns } from '../../src/http/search-turns.ts'

function* looking(name: string, steps: number, note: (step: string) => void): Generator<void, string, void> {
  for (let step = 1; step < steps; step++) {
    note(name)
    yield
  }
  note(name)
  return name
}

test('looks take turns, a step in each turn of the loop, and end as they should', async () => {
  const turns = new SearchTurns()
  const steps: { readonly name: string; readonly turn: number }[] = []
  let turn = 0
  let isDone = false
  const others = (): void => {
    turn += 1
    if (!isDone) setImmediate(others)
  }
  setImmediate(others)
  const note = (name: string): void => void steps.push({ name, turn })
  const found = await Promise.all(['a', 'b', 'c'].map((name) => turns.run(looking(name, 5, note))))
  isDone = true
  expect(found).toEqual(['a', 'b', 'c'])
  expect(steps.map(({ name }) => name).join('')).toBe('abc'.repeat(5))
  expect(new Set(steps.map((step) => step.turn)).size).toBe(steps.length)
})

test('one that fails is over, and the others go on', async () => {
  const turns = new SearchTurns()
  // oxlint-disable-next-line require-yield -- it fails in its first step
  const failing = (function* (): Generator<void, string, void> {
    throw new Error('no such thing')
  })()
  const failed = turns.run(failing)
  const other = turns.run(looking('b', 3, () => undefined))
  await expect(failed).rejects.toThrow('no such thing')
  expect(await other).toBe('b')
})

test('the sixty-fifth is told to come again, and may once one is done', async () => {
  const turns = new SearchTurns()
  const all = Array.from({ length: 64 }, () => turns.run(looking('a', 2, () => undefined)))
  await expect(turns.run(looking('b', 1, () => undefined))).rejects.toMatchObject({ code: 'HUB_HTTP_BUSY' })
  await Promise.all(all)
  expect(await turns.run(looking('b', 1, () => undefined))).toBe('b')
})
