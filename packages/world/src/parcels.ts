// Parcels: set down, and taken.
import { after, milliseconds } from '@portico/core'
import { leafAt } from './leaf-place.ts'
import { type Step, step } from './world-event.ts'
import { LEAF_WIDE, type World } from './world.ts'

/** How long somebody stoops to set a parcel down. */
export const STOOP = milliseconds(1_500)

/** A courier sets a parcel down: inside if an arm and a box fit through the door, else before it. */
export function dropParcel(world: World): Step {
  const where = leafAt(world, world.at) >= LEAF_WIDE ? 'inside' : 'outside'
  const people = world.people.map((person) =>
    person.who === 'courier' ? { ...person, carries: false, stoopsUntil: after(world.at, STOOP) } : person,
  )
  const parcels = { ...world.parcels, [where]: world.parcels[where] + 1 }
  return step({ ...world, people, parcels }, { type: 'ParcelPut', where })
}

/** A hand takes a parcel from before the door, else through an open door. */
export function takeParcel(world: World): Step {
  const { outside, inside, taken } = world.parcels
  const reach = leafAt(world, world.at) >= LEAF_WIDE ? inside : 0
  const from = outside > 0 ? 'outside' : reach > 0 ? 'inside' : null
  if (!from) return step(world, { type: 'Refused', deed: 'take', why: 'no-parcel' })
  const parcels = { ...world.parcels, [from]: world.parcels[from] - 1, taken: taken + 1 }
  return step({ ...world, parcels }, { type: 'ParcelTaken', from })
}
