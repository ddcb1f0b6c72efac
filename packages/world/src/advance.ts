// Time passes: everything in motion arrives, every timer rings, in the order of its instant.
import type { Instant } from '@portico/core'
import { assert } from '@portico/core'
import { stopBolt } from './bolt.ts'
import { runPinEnd } from './keypad.ts'
import { settleLeaf } from './leaf.ts'
import { nextLateCommand, runLateCommands, runRelock } from './lock.ts'
import { settlePerson } from './people.ts'
import { type Step, step, thenStep } from './world-event.ts'
import type { World } from './world.ts'

/** When the world changes next by itself; null when it rests. */
export function nextChange(world: World): Instant | null {
  const due = [
    world.bolt.motion?.until,
    world.leaf.motion?.until,
    world.latch.pulledUntil,
    world.relock.due,
    world.keypad.pin?.endsAt,
    nextLateCommand(world),
    ...world.people.map((person) => person.leg?.until),
  ].filter((at) => at !== null && at !== undefined)
  return due.length === 0 ? null : due.reduce((first, at) => (at < first ? at : first))
}

/**
 * The world at `to`, and what happened on the way. Of what falls on one instant the bolt comes first, so that a
 * leaf meets the bolt as it is, and the lock's timer last.
 */
export function advance(world: World, to: Instant): Step {
  assert(to >= world.at, `time runs forward: ${to} is before ${world.at}`)
  let now = step(world)
  for (let at = nextChange(now.world); at !== null && at <= to; at = nextChange(now.world)) {
    const due = at
    now = thenStep(now, (before) => settle({ ...before, at: due }))
  }
  return { world: { ...now.world, at: to }, happened: now.happened }
}

function settle(world: World): Step {
  const isDue = (at: Instant | null | undefined): boolean => at !== null && at !== undefined && at <= world.at
  if (isDue(world.bolt.motion?.until)) return stopBolt(world, 'arrived')
  if (isDue(world.leaf.motion?.until)) return settleLeaf(world)
  if (isDue(world.latch.pulledUntil))
    return step({ ...world, latch: { ...world.latch, pulledUntil: null } }, { type: 'LatchSprung' })
  const person = world.people.find(({ leg }) => isDue(leg?.until))
  if (person) return settlePerson(world, person)
  if (isDue(world.keypad.pin?.endsAt)) return runPinEnd(world)
  if (isDue(nextLateCommand(world))) return runLateCommands(world)
  return runRelock(world)
}
