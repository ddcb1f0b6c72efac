// The leaf: opens only if bolt and latch allow it, closes only into a frame that is free. From inside it always opens.
import type { Instant } from '@portico/core'
import { boltHolds, watchRelock, withdrawByHandle } from './bolt.ts'
import type { Deed } from './deed.ts'
import { leafAt } from './leaf-place.ts'
import { placeOf } from './path.ts'
import { travel } from './travel.ts'
import { type Obstacle, type Step, step, thenStep } from './world-event.ts'
import { LEAF_AJAR, LEAF_SWING, type World } from './world.ts'

const latchHolds = (world: World): boolean =>
  world.latch.outsideHandle === 'knob' && world.latch.pulledUntil === null

function swing(world: World, to: number): World {
  const from = leafAt(world, world.at)
  const motion = from === to ? null : travel({ from, to, since: world.at, pace: LEAF_SWING })
  return watchRelock({ ...world, leaf: { ...world.leaf, position: from, motion } })
}

/** A hand at the handle, outside or inside. */
export function openLeaf(world: World, deed: Extract<Deed, { type: 'open' }>): Step {
  const place = leafAt(world, world.at)
  const to = Math.max(place, deed.wide ? 1 : LEAF_AJAR)
  const refuse = (why: Obstacle): Step => step(world, { type: 'Refused', deed: 'open', why })
  if (place > 0) return place === to && !world.leaf.motion ? refuse('already') : step(swing(world, to))
  if (deed.from === 'inside')
    return thenStep(withdrawByHandle(world), (free) =>
      step(swing(free, to), { type: 'LeafOpened', from: 'inside' }),
    )
  if (boltHolds(world, world.at)) return refuse('bolt')
  if (latchHolds(world)) return refuse('latch')
  return step(swing(world, to), { type: 'LeafOpened', from: 'outside' })
}

const inDoorway = (world: World, at: Instant): boolean =>
  world.people.some((person) => placeOf(person, at) === 'doorway')

/** A push to shut it; whether it shuts is decided when it arrives at the frame. */
export function closeLeaf(world: World): Step {
  const refuse = (why: Obstacle): Step => step(world, { type: 'Refused', deed: 'close', why })
  if (leafAt(world, world.at) === 0) return refuse('already')
  if (world.leaf.held) return refuse('held')
  if (inDoorway(world, world.at)) return refuse('person')
  return step(swing(world, 0))
}

export function holdLeaf(world: World, on: boolean): Step {
  if (!on) return step({ ...world, leaf: { ...world.leaf, held: false } })
  const position = leafAt(world, world.at)
  if (position === 0) return step(world, { type: 'Refused', deed: 'hold', why: 'leaf' })
  const stopsShutting = world.leaf.motion !== null && world.leaf.motion.to < position
  const motion = stopsShutting ? null : world.leaf.motion
  const held = { ...world, leaf: { position: motion ? world.leaf.position : position, motion, held: true } }
  return stopsShutting ? step(held, { type: 'LeafBlocked', by: 'held' }) : step(held)
}

/** The end of a swing, at `world.at`. */
export function settleLeaf(world: World): Step {
  const { motion } = world.leaf
  if (!motion) return step(world)
  const rest = (position: number): World => ({ ...world, leaf: { ...world.leaf, position, motion: null } })
  if (motion.to > 0) return step(rest(motion.to))
  if (boltHolds(world, world.at)) return step(rest(LEAF_AJAR), { type: 'LeafBlocked', by: 'bolt' })
  return step(watchRelock(rest(0)), { type: 'LeafClosed' })
}
