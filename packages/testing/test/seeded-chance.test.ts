// The generators give the numbers of their published references, and what is built on them is fair and repeatable.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance, splitMix64, xoshiro128 } from '../src/seeded-chance.ts'

test('xoshiro128** gives the numbers of its reference implementation for the state 1, 2, 3, 4', () => {
  const next = xoshiro128([1, 2, 3, 4])
  expect(Array.from({ length: 10 }, next)).toEqual([
    11_520, 0, 5_927_040, 70_819_200, 2_031_721_883, 1_637_235_492, 1_287_239_034, 3_734_860_849,
    3_729_100_597, 4_258_142_804,
  ])
})

test('SplitMix64 gives the numbers of its reference implementation for the seed 1234567', () => {
  const spread = splitMix64(1_234_567n)
  expect(Array.from({ length: 5 }, () => spread.next().value)).toEqual([
    6_457_827_717_110_365_317n,
    3_203_168_211_198_807_973n,
    9_817_491_932_198_370_423n,
    4_593_380_528_125_082_431n,
    16_408_922_859_458_223_821n,
  ])
})

test('one seed tells one story, another seed another', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(64), (seed, length) => {
      const [a, b] = [seededChance(seed), seededChance(seed)]
      expect(a.bytes(length)).toEqual(b.bytes(length))
      expect(a.unit()).toBe(b.unit())
    }),
  )
  expect(seededChance(1).bytes(16)).not.toEqual(seededChance(2).bytes(16))
})

test('draws stay inside their ends and reach each of them', () => {
  const chance = seededChance(7)
  const counts = new Map<number, number>()
  for (let draw = 0; draw < 6000; draw++) {
    const value = chance.integer(-2, 3)
    counts.set(value, (counts.get(value) ?? 0) + 1)
    const unit = chance.unit()
    expect(unit >= 0 && unit < 1).toBe(true)
  }
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3])
  // 1000 expected of each; 6 standard deviations are 173.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(173)
})

test('the widest draw works, and draws that cannot be are refused', () => {
  const chance = seededChance(3)
  expect(chance.integer(0, 2 ** 32 - 1)).toBeGreaterThanOrEqual(0)
  expect(chance.integer(5, 5)).toBe(5)
  expect(() => chance.integer(1, 0)).toThrow('no draw')
  expect(() => chance.integer(0, 2 ** 32)).toThrow('no draw')
  expect(() => chance.integer(0, 0.5)).toThrow('whole numbers')
  expect(() => chance.pick([])).toThrow('nothing to pick')
  expect(['a', 'b']).toContain(chance.pick(['a', 'b']))
  expect(() => seededChance(0.5)).toThrow('whole number')
})
