// Chance of one seed, in streams: each part of a run draws from its own, so that a fault that is left out shifts nothing
// but itself. Shrinking depends on it.
import { type SeededChance, seededChance } from '@portico/testing/fakes'

/** FNV-1a, 32 bits: names are spread, nothing more. */
function spread(name: string): number {
  let mixed = 0x811c9dc5
  for (let at = 0; at < name.length; at++) mixed = Math.imul(mixed ^ name.charCodeAt(at), 0x01000193)
  return mixed >>> 0
}

export const streamOf = (seed: number, name: string): SeededChance =>
  seededChance((seed * 0x1_0000 + (spread(name) % 0x1_0000)) % Number.MAX_SAFE_INTEGER)

/** One in so many. */
export const oneIn = (draw: SeededChance, count: number): boolean => draw.unit() * count < 1

/** Evenly between two numbers. */
export const between = (draw: SeededChance, min: number, max: number): number =>
  min + draw.unit() * (max - min)

/** A number of [0, 1) that a seed has for a name: it stays the same whatever else is drawn (MurmurHash3's finaliser). */
export function luckOf(seed: number, name: string): number {
  let mixed = spread(name) ^ Math.imul(seed | 0, 0x9e37_79b1) ^ Math.floor(seed / 2 ** 32)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}
