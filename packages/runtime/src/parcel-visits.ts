// What becomes of visits when the household joins or parts the parcels that they bring: they may less afterwards, never
// more.
import { type Parcel, lowerCeiling } from '@portico/core'
import type { Visit } from './visit.ts'

/** A visit may no more than what is known of its parcel now. */
export const lowered = (visit: Visit, parcel: Pick<Parcel, 'claim'>): Visit =>
  parcel.claim === 'household' && visit.claim === 'household'
    ? visit
    : { ...visit, claim: 'none', ceiling: lowerCeiling(visit.ceiling, 'owner') }

/** It goes with the parcel of which its source spoke. */
export function parted(
  visit: Visit,
  { kept, taken }: { readonly kept: Parcel; readonly taken: Parcel },
): Visit {
  const isTaken = taken.accounts.some(({ source }) => source === visit.source)
  if (!isTaken) return lowered(visit, kept)
  const parcels = visit.parcels.map((id) => (id === kept.id ? taken.id : id))
  return lowered({ ...visit, parcels }, taken)
}

export const ceilingLine = ({ id, parcels, ceiling }: Visit): Readonly<Record<string, unknown>> => ({
  session: id,
  parcels,
  ceiling,
})
