// Chance that can be replayed: one seed, one story. For tests and simulators only, never for secrets.
import { assert } from '@portico/core'
import type { Chance } from '@portico/ports'

export interface SeededChance extends Chance {
  /** Evenly spread in [0, 1), with 32 bits. */
  unit(): number
  /** Evenly spread whole number, both ends included; at most 2³² different ones. */
  integer(min: number, max: number): number
  /** One of the items; there must be one. */
  pick<T>(items: readonly T[]): T
}

const WORDS = 2 ** 32
const MASK64 = (1n << 64n) - 1n

/** SplitMix64, Vigna's `splitmix64.c`: spreads a seed over a larger state. */
export function* splitMix64(seed: bigint): Generator<bigint, never> {
  let state = seed & MASK64
  for (;;) {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK64
    let z = state
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK64
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK64
    yield z ^ (z >> 31n)
  }
}

export type XoshiroState = readonly [number, number, number, number]

const rotateLeft = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/** xoshiro128** 1.1 of Blackman and Vigna (`xoshiro128starstar.c`): 32 random bits at each call. */
export function xoshiro128([a, b, c, d]: XoshiroState): () => number {
  let [s0, s1, s2, s3] = [a, b, c, d]
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0
    const shifted = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = rotateLeft(s3, 11)
    return result
  }
}

function stateOf(seed: number): XoshiroState {
  assert(Number.isSafeInteger(seed), 'a seed is a whole number')
  const spread = splitMix64(BigInt(seed))
  const low = spread.next().value
  const high = spread.next().value
  const word = (from: bigint): number => Number(from & 0xffff_ffffn)
  return [word(low), word(low >> 32n), word(high), word(high >> 32n)]
}

/** xoshiro128**, its state filled from `seed` by SplitMix64. Equal seeds give equal draws for ever. */
export function seededChance(seed: number): SeededChance {
  const next = xoshiro128(stateOf(seed))

  function integer(min: number, max: number): number {
    const span = max - min + 1
    assert(Number.isSafeInteger(min) && Number.isSafeInteger(max), 'both ends are whole numbers')
    assert(span >= 1 && span <= WORDS, `no draw between ${min} and ${max}`)
    // The last, incomplete round of numbers would favour the small ones: draw again.
    const fair = WORDS - (WORDS % span)
    let word = next()
    while (word >= fair) word = next()
    return min + (word % span)
  }

  function bytes(length: number): Uint8Array {
    const result = new Uint8Array(length)
    let word = 0
    for (let at = 0; at < length; at++) {
      word = at % 4 === 0 ? next() : word >>> 8
      result[at] = word & 0xff
    }
    return result
  }

  function pick<T>(items: readonly T[]): T {
    assert(items.length > 0, 'nothing to pick from')
    // cast: the index lies inside the list, and the list may hold undefined.
    return items[integer(0, items.length - 1)] as T
  }

  return { unit: () => next() / WORDS, integer, pick, bytes }
}

/** For what is tried anew each day: told before anything is done with it. */
export const newSeed = (): number => Math.floor(Math.random() * 0x7fff_ffff)
