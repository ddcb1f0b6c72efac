// The lock as a machine: what it does with a command when it is well, jammed, faulty, late or dead.
import { type Instant, after } from '@portico/core'
import { lockDead, startBolt, stopBolt } from './bolt.ts'
import type { Deed } from './deed.ts'
import { type Step, step, thenStep } from './world-event.ts'
import type { LateCommand, World } from './world.ts'

/** Commands a late lock remembers; further ones push out the oldest. */
export const LATE_COMMANDS_MAX = 8

export function commandLock(world: World, deed: Extract<Deed, { type: 'command' }>): Step {
  const { to, by, notAfter } = deed
  const { lock } = world
  if (lockDead(world)) return step(world, { type: 'CommandUnheard', to })
  if (notAfter !== null && world.at > notAfter) return step(world, { type: 'CommandVoid', to })
  if (lock.fault) return step(world, { type: 'CommandFailed', to })
  const heard = step({ ...world, lock: { ...lock, lastCommand: to } }, { type: 'CommandHeard', to, by })
  if (lock.ghost === null) return thenStep(heard, (now) => startBolt(now, { aim: to, by }))
  const late: LateCommand = { due: after(world.at, lock.ghost), to, by }
  return thenStep(heard, (now) =>
    step({ ...now, lock: { ...now.lock, late: [...now.lock.late, late].slice(-LATE_COMMANDS_MAX) } }),
  )
}

/** Late commands that are due at `world.at` start the motor, expired or not. */
export function runLateCommands(world: World): Step {
  const isDue = (command: LateCommand): boolean => command.due <= world.at
  const late = world.lock.late.filter((command) => !isDue(command))
  return world.lock.late
    .filter(isDue)
    .reduce(
      (before, { to, by }) =>
        thenStep(before, (now) => (lockDead(now) ? step(now) : startBolt(now, { aim: to, by }))),
      step({ ...world, lock: { ...world.lock, late } }),
    )
}

/** The lock's own timer, due at `world.at`. */
export function runRelock(world: World): Step {
  const rung = { ...world, relock: { ...world.relock, due: null } }
  return lockDead(rung) ? step(rung) : startBolt(rung, { aim: 'lock', by: 'timer' })
}

const stopIfDead = (world: World): Step =>
  lockDead(world) && world.bolt.motion && world.bolt.motion.by !== 'hand'
    ? stopBolt(world, 'power')
    : step(world)

/** A battery that dies in motion leaves the bolt where it is. */
export function setBattery(world: World, percent: number): Step {
  const battery = Math.min(100, Math.max(0, percent))
  const changed = { ...world, lock: { ...world.lock, battery } }
  return thenStep(step(changed, { type: 'BatteryChanged', percent: battery }), stopIfDead)
}

/** Off and on again is what a firmware reboot looks like; commands waiting in the lock are forgotten. */
export function setPower(world: World, on: boolean): Step {
  const late = on ? world.lock.late : []
  const changed = { ...world, lock: { ...world.lock, power: on, late } }
  return thenStep(step(changed, { type: 'PowerChanged', on }), stopIfDead)
}

export const nextLateCommand = (world: World): Instant | null =>
  world.lock.late.reduce<Instant | null>((next, { due }) => (next === null || due < next ? due : next), null)
