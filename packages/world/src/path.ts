// The path from the gate to the hall, and where somebody is on it.
import type { Instant } from '@portico/core'
import { placeAt } from './travel.ts'
import type { Place } from './world-event.ts'
import type { Person } from './world.ts'

export const GATE = 0
export const PORCH = 1
/** The doorway lies between these two. */
export const SILL = 1.5
export const THRESHOLD = 2.5
export const HALL = 3

export const pathAt = (person: Person, at: Instant): number =>
  person.leg ? placeAt(person.leg, at) : person.place

export function placeOf(person: Person, at: Instant): Exclude<Place, 'gone'> {
  const place = pathAt(person, at)
  if (place <= SILL) return 'outside'
  return place < THRESHOLD ? 'doorway' : 'inside'
}
