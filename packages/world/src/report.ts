// What the devices of a door say: the truth seen through a lie. A dead lock says nothing at all.
import {
  type Bolt,
  type BoltReport,
  type Contact,
  type ContactReport,
  type ReportSource,
  assertNever,
} from '@portico/core'
import { boltAt, lockDead } from './bolt.ts'
import { leafIsShut } from './leaf-place.ts'
import type { Mover, World } from './world.ts'

export const lockLies = ['honest', 'always-locked', 'echo', 'silent-after-unlock', 'stale-answers'] as const
/**
 * `echo` repeats the last command; `silent-after-unlock` says nothing more once it heard one; `stale-answers` carry
 * the number of the query before.
 */
export type LockLie = (typeof lockLies)[number]

export const contactLies = ['honest', 'stuck-closed', 'stuck-open', 'push-only'] as const
/** `push-only` sleeps: it reports changes and answers nobody. */
export type ContactLie = (typeof contactLies)[number]

export interface Asked<Lie> {
  readonly lie: Lie
  /** The number of the query; null when the device speaks by itself. */
  readonly q: number | null
}

/** What an honest sensor at the bolt reads. A bolt between its ends that does not move is jammed. */
export function readBolt(world: World): Bolt {
  if (world.bolt.motion) return 'moving'
  if (world.bolt.stuck) return 'jammed'
  const position = boltAt(world, world.at)
  return position === 1 ? 'locked' : position === 0 ? 'unlocked' : 'jammed'
}

function claimedBolt(world: World, lie: LockLie): Bolt | null {
  switch (lie) {
    case 'honest':
    case 'stale-answers':
      return readBolt(world)
    case 'always-locked':
      return 'locked'
    case 'echo':
      if (world.lock.lastCommand === null) return readBolt(world)
      return world.lock.lastCommand === 'lock' ? 'locked' : 'unlocked'
    case 'silent-after-unlock':
      return world.lock.lastCommand === 'unlock' ? null : readBolt(world)
    default:
      return assertNever(lie)
  }
}

const sources: Readonly<Record<Mover, ReportSource>> = {
  hub: 'remote',
  edge: 'deadman',
  hand: 'manual',
  handle: 'manual',
  timer: 'auto',
  keypad: 'manual',
}

/** What the lock says at `world.at`; null when it says nothing. */
export function lockReport(world: World, { lie, q }: Asked<LockLie>): BoltReport | null {
  const bolt = lockDead(world) ? null : claimedBolt(world, lie)
  if (bolt === null) return null
  const mover = world.bolt.motion?.by ?? world.bolt.mover
  return {
    bolt,
    q: q !== null && lie === 'stale-answers' ? q - 1 : q,
    source: q !== null ? 'query' : mover ? sources[mover] : 'auto',
    battery: Math.round(world.lock.battery),
    // A PIN is a credential; whose it is, the lock knows only by the name under which it keeps it.
    credential: mover === 'keypad' && q === null ? world.keypad.usedFor : null,
  }
}

/** What the reed at the leaf reads, stuck or not: also what is wired to the edge. */
export function readContact(world: World, lie: ContactLie): Exclude<Contact, 'unknown'> {
  switch (lie) {
    case 'honest':
    case 'push-only':
      return leafIsShut(world, world.at) ? 'closed' : 'open'
    case 'stuck-closed':
      return 'closed'
    case 'stuck-open':
      return 'open'
    default:
      return assertNever(lie)
  }
}

/** What the contact says at `world.at`; null when it says nothing. */
export function contactReport(world: World, { lie, q }: Asked<ContactLie>): ContactReport | null {
  if (lie === 'push-only' && q !== null) return null
  return { contact: readContact(world, lie), q, source: q === null ? 'auto' : 'query' }
}
