// Where the leaf is; apart from what moves it, because bolt and people look at it too.
import type { Instant } from '@portico/core'
import { placeAt } from './travel.ts'
import { LEAF_WIDE, type World } from './world.ts'

/** 0 in its frame … 1 wide open. */
export function leafAt(world: World, at: Instant): number {
  return world.leaf.motion ? placeAt(world.leaf.motion, at) : world.leaf.position
}

/** In its frame, and not just leaving it. */
export const leafIsShut = (world: World, at: Instant): boolean =>
  leafAt(world, at) === 0 && !(world.leaf.motion && world.leaf.motion.to > 0)

export const leafCloses = (world: World): boolean =>
  world.leaf.motion !== null && world.leaf.motion.to < world.leaf.motion.from

/** A person fits through, and nobody is shutting it. */
export const leafIsWide = (world: World, at: Instant): boolean =>
  leafAt(world, at) >= LEAF_WIDE && !leafCloses(world)
