// The door as somebody standing there would see it: for tests, pictures and people, never for the hub.
import type { Instant } from '@portico/core'
import { boltAt, lockDead } from './bolt.ts'
import { leafAt, leafIsShut } from './leaf-place.ts'
import { placeOf } from './path.ts'
import type { Parcels, Who, World } from './world.ts'

export interface Truth {
  readonly bolt: 'thrown' | 'withdrawn' | 'half'
  /** 0 withdrawn … 1 thrown. */
  readonly boltPosition: number
  readonly boltMoves: boolean
  readonly leaf: 'closed' | 'open'
  /** 0 in its frame … 1 wide open. */
  readonly leafPosition: number
  readonly leafHeld: boolean
  readonly people: readonly { readonly who: Who; readonly where: 'outside' | 'doorway' | 'inside' }[]
  readonly parcels: Parcels
  readonly battery: number
  readonly lockDead: boolean
  readonly jam: number | null
  readonly tamper: boolean
  readonly fire: boolean
}

/** `at` may be later than `world.at` by less than its next change. */
export function truthOf(world: World, at: Instant): Truth {
  const boltPosition = boltAt(world, at)
  const leafPosition = leafAt(world, at)
  return {
    bolt: boltPosition === 1 ? 'thrown' : boltPosition === 0 ? 'withdrawn' : 'half',
    boltPosition,
    boltMoves: world.bolt.motion !== null,
    leaf: leafIsShut(world, at) ? 'closed' : 'open',
    leafPosition,
    leafHeld: world.leaf.held,
    people: world.people.map((person) => ({ who: person.who, where: placeOf(person, at) })),
    parcels: world.parcels,
    battery: world.lock.battery,
    lockDead: lockDead(world),
    jam: world.bolt.jam,
    tamper: world.tamper,
    fire: world.fire,
  }
}
