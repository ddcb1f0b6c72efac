// Ten planted bugs at known seeds; all of them, and the tests of each layer: npm run simulate:bugs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { knownOrderOf, playBug } from '../src/bugs/play-bug.ts'
import { plant } from '../src/bugs/planted-bug.ts'
import { plantedBugs } from '../src/bugs/planted-bugs.data.ts'
import { root } from '../src/bugs/root.ts'

const known = plantedBugs.flatMap((bug) => (bug.seed === undefined ? [] : [{ ...bug, seed: bug.seed }]))

describe('a planted bug is shown by its seed', () => {
  test('there are ten', () => {
    expect(known).toHaveLength(10)
  })
  test.each(known)('$id: $what', { timeout: 120_000 }, async (bug) => {
    const answer = await playBug(bug, knownOrderOf(bug, bug.seed))
    expect(answer).toMatchObject({ kind: 'shown' })
    if (answer.kind === 'shown') expect(bug.fires).toContain(answer.shown.invariant)
  })
})

test.each(plantedBugs)('$id still fits the source', ({ edits, barrier = [] }) => {
  for (const file of new Set([...edits, ...barrier].map((edit) => edit.file))) {
    const source = readFileSync(join(root, file), 'utf8')
    expect(plant(file, source, [...edits, ...barrier])).not.toBe(source)
  }
})

test('a text that no longer stands in its file is an error', () => {
  const edit = { file: 'a.ts', text: 'const x = 1', into: 'const x = 2' }
  expect(plant('a.ts', 'const x = 1\n', [edit])).toBe('const x = 2\n')
  expect(() => plant('a.ts', 'const y = 1\n', [edit])).toThrow(/0 times/)
  expect(() => plant('a.ts', 'const x = 1; const x = 1\n', [edit])).toThrow(/2 times/)
  expect(plant('b.ts', 'const y = 1\n', [edit])).toBe('const y = 1\n')
})
