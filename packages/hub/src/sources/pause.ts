// How long a service that failed is left alone: twice as long each time, with some chance in it, so that not every home
// comes back in the same second.
import type { Chance } from '@portico/ports'

const FIRST_MS = 30_000
const LONGEST_MS = 60 * 60_000
/** Part by which a pause is longer or shorter at most. */
const JITTER = 0.2

/** A number from 0 up to, and without, 1. */
const fraction = (chance: Chance): number => {
  const [a = 0, b = 0] = chance.bytes(2)
  return (a * 256 + b) / 65_536
}

/** Ms; `failures` in a row, from 1. */
export function pauseAfter(failures: number, chance: Chance): number {
  const plain = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 16), LONGEST_MS)
  return Math.round(plain * (1 - JITTER + 2 * JITTER * fraction(chance)))
}
