// A claim as an observation: the household itself names the parcel and says nothing of its state.
import type { Observation, Told, WallTime } from '@portico/core'
import type { LineBody } from './home-journal.ts'

export interface ParcelClaim {
  readonly number: string
  readonly carrier: string | null
  readonly title: string | null
  readonly by: string
  readonly told?: Partial<Told>
}

export const claimObserved = (carrier: string | null, received: WallTime): Observation => ({
  source: 'hand',
  grade: 'none',
  carrier,
  status: null,
  occurredAt: null,
  received,
  window: null,
  elsewhere: null,
  claim: 'household',
})

export function claimLine(parcel: string, by: string): LineBody {
  const data = { parcel, source: 'hand', by, claim: 'household', status: null, arms: false }
  return { door: null, session: null, type: 'ParcelObserved', cause: 'ClaimParcel', data }
}
