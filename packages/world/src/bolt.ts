// The bolt: motors, hands and the lock's own timer move it; a jam stops it; the inside handle always withdraws it.
import { type Instant, after } from '@portico/core'
import type { Deed } from './deed.ts'
import { leafIsShut } from './leaf-place.ts'
import { placeAt, travel } from './travel.ts'
import { type Step, step } from './world-event.ts'
import {
  BOLT_HOLDS,
  type BoltAim,
  HAND_TURN,
  LATCH_PULL,
  MOTOR_STALL,
  type Mover,
  type World,
} from './world.ts'

/** Percent of the battery that one run of the motor costs. */
export const MOTOR_RUN_PERCENT = 0.01

/** 0 withdrawn … 1 thrown. */
export function boltAt(world: World, at: Instant): number {
  return world.bolt.motion ? placeAt(world.bolt.motion, at) : world.bolt.position
}

/** A leaf in its frame cannot leave it, and one outside cannot come back. */
export const boltHolds = (world: World, at: Instant): boolean => boltAt(world, at) > BOLT_HOLDS

export const lockDead = (world: World): boolean => !world.lock.power || world.lock.battery <= 0

/** The first thing on the way from `from` to `to` that stops a bolt. */
function wayEnd(from: number, to: number, jam: number | null): number {
  if (jam === null) return to
  return Math.min(from, to) <= jam && jam <= Math.max(from, to) ? jam : to
}

export interface BoltMove {
  readonly aim: BoltAim
  readonly by: Mover
}

/** Sets the bolt in motion from where it is, at `world.at`. Nothing happens when it rests there already. */
export function startBolt(world: World, { aim, by }: BoltMove): Step {
  const from = boltAt(world, world.at)
  const goal = aim === 'lock' ? 1 : 0
  if (from === goal && !world.bolt.motion) return step(world)
  const to = wayEnd(from, goal, world.bolt.jam)
  const pace = by === 'hand' ? HAND_TURN : world.bolt.travelTime
  const way = travel({ from, to, since: world.at, pace })
  const stalled = to === from && to !== goal
  const motion = { ...way, until: stalled ? after(world.at, MOTOR_STALL) : way.until, aim, by }
  const battery = by === 'hand' ? world.lock.battery : Math.max(0, world.lock.battery - MOTOR_RUN_PERCENT)
  return step(
    { ...world, bolt: { ...world.bolt, position: from, motion }, lock: { ...world.lock, battery } },
    { type: 'BoltStarted', aim, by },
  )
}

/** Ends the motion at `world.at`, wherever the bolt is by then. */
export function stopBolt(world: World, why: 'arrived' | 'power'): Step {
  const { motion } = world.bolt
  if (!motion) return step(world)
  const position = boltAt(world, world.at)
  const arrived = position === (motion.aim === 'lock' ? 1 : 0)
  const stopped = { ...world.bolt, position, motion: null, mover: motion.by, stuck: !arrived }
  const pulls = arrived && position === 0 && motion.by !== 'hand' && world.latch.outsideHandle === 'knob'
  const latch = pulls ? { ...world.latch, pulledUntil: after(world.at, LATCH_PULL) } : world.latch
  return step(watchRelock({ ...world, bolt: stopped, latch }), {
    type: 'BoltStopped',
    position,
    by: motion.by,
    why: why === 'power' ? 'power' : arrived ? 'arrived' : 'jammed',
  })
}

/** The inside handle: withdraws the bolt whatever the motor does and whatever is jammed. Exit is free. */
export function withdrawByHandle(world: World): Step {
  if (boltAt(world, world.at) === 0 && !world.bolt.motion) return step(world)
  const bolt = { ...world.bolt, position: 0, motion: null, mover: 'handle' as const, stuck: false }
  return step(watchRelock({ ...world, bolt }), {
    type: 'BoltStopped',
    position: 0,
    by: 'handle',
    why: 'arrived',
  })
}

/** Something in the way, or nothing any more; a bolt in motion meets it on this very way. */
export function jamBolt(world: World, at: number | null): Step {
  const jammed = { ...world, bolt: { ...world.bolt, jam: at } }
  const { motion } = world.bolt
  if (!motion) return step(jammed)
  const from = boltAt(world, world.at)
  const to = wayEnd(from, motion.aim === 'lock' ? 1 : 0, at)
  const pace = motion.by === 'hand' ? HAND_TURN : world.bolt.travelTime
  const way = travel({ from, to, since: world.at, pace })
  return step({ ...jammed, bolt: { ...jammed.bolt, position: from, motion: { ...motion, ...way } } })
}

/** Sets, moves or stops the lock's own timer after bolt, leaf or setting have changed. */
export function watchRelock(world: World): World {
  const { relock, bolt } = world
  const withdrawn = !bolt.motion && !bolt.stuck && bolt.position <= BOLT_HOLDS
  const ready = !relock.sensesLeaf || leafIsShut(world, world.at)
  if (!withdrawn || !ready || relock.after === null) return { ...world, relock: { ...relock, due: null } }
  return { ...world, relock: { ...relock, due: relock.due ?? after(world.at, relock.after) } }
}

export function setRelock(world: World, deed: Extract<Deed, { type: 'relock' }>): Step {
  const relock = { after: deed.after, sensesLeaf: deed.sensesLeaf, due: null }
  return step(watchRelock({ ...world, relock }))
}
