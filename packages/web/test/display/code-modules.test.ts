// The drawing of the code: every dark module is in it, and no other.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { QUIET, codeOf, runsOf } from '../../src/display/code-modules.ts'

/** The modules that a path of runs covers. */
function covered(path: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, length, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(length).toBe(back)
    for (let step = 0; step < Number(length); step++) {
      const row = modules[Number(y)] ?? []
      expect(row[Number(x) + step], 'no module twice, and none outside').toBe(false)
      row[Number(x) + step] = true
    }
  }
  return modules
}

test('draws any pattern of modules exactly', () => {
  const rows = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), { maxLength: 12 })
  fc.assert(
    fc.property(rows, (modules) => {
      const width = Math.max(0, ...modules.map((row) => row.length))
      const square = Array.from({ length: Math.max(width, modules.length) }, (_, y) =>
        Array.from({ length: Math.max(width, modules.length) }, (_none, x) => modules[y]?.[x] ?? false),
      )
      expect(covered(runsOf(square), square.length)).toEqual(square)
    }),
  )
})

test('draws the code of an address, with the margin that readers need', () => {
  const { data, size } = codeOf('https://home.example/d/front?t=GQ4rJ7c9vYxT1m2nB3kL5w')
  expect(size).toBeGreaterThan(24)
  expect(covered(runsOf(data), size)).toEqual(data)
  expect(QUIET).toBe(4)
})
