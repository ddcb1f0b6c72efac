// One parcel that the household says is two: what some of its sources said belongs to the other one.
import type { Claim } from '../door/mode.ts'
import type { ParcelId } from '../ids.ts'
import { wallTime } from '../time.ts'
import { type Account, joinAllAccounts } from './account.ts'
import { isOneCarrier } from './carrier-family.ts'
import { NOTHING_TOLD, type Parcel, weigh } from './parcel.ts'

/** By this source the household itself speaks. */
const BY_HAND = 'hand'

export interface Split {
  readonly kept: Parcel
  readonly taken: Parcel
}

const speaks = (accounts: readonly Account[]): boolean => accounts.some(({ source }) => source === BY_HAND)

/** Something is taken, and something stays. */
export const isSplit = ({ accounts }: Pick<Parcel, 'accounts'>, sources: readonly string[]): boolean => {
  const taken = accounts.filter(({ source }) => sources.includes(source))
  return taken.length > 0 && taken.length < accounts.length
}

/** The household's claim goes with the household's own word; what it told of the parcel stays. */
export function splitParcel(parcel: Parcel, sources: readonly string[], id: ParcelId): Split {
  const taken = parcel.accounts.filter(({ source }) => sources.includes(source))
  const kept = parcel.accounts.filter(({ source }) => !sources.includes(source))
  const claimOf = (accounts: readonly Account[]): Claim => (speaks(accounts) ? parcel.claim : 'none')
  return {
    kept: weigh({ ...parcel, accounts: kept, claim: speaks(taken) ? 'none' : parcel.claim }),
    taken: weigh({
      ...parcel,
      id,
      accounts: taken,
      claim: claimOf(taken),
      told: { ...NOTHING_TOLD, person: parcel.person, confidential: parcel.confidential },
      mergedInto: null,
    }),
  }
}

/** One again, as before it was split; null: by now two carriers speak of them, so they are two. */
export function rejoinParcel({ kept, taken }: Split, claim: Claim): Parcel | null {
  if (!isOneCarrier(kept.carrier, taken.carrier)) return null
  const isClaimed = kept.claim === 'household' || taken.claim === 'household'
  return weigh({
    ...kept,
    accounts: joinAllAccounts(kept.accounts, taken.accounts),
    claim: isClaimed ? claim : 'none',
    firstSeen: wallTime(Math.min(kept.firstSeen, taken.firstSeen)),
    lastSeen: wallTime(Math.max(kept.lastSeen, taken.lastSeen)),
  })
}
