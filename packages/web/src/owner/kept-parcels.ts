// The parcels that are due, kept on this phone for the time without the house, with their date. No state of a door is
// ever kept. Who is signed out keeps nothing.
import type { ParcelView, SessionView } from '@portico/protocol'
import { effect } from '@preact/signals'
import { hubNow } from '../live/hub-clock.ts'
import type { HomeStore } from '../live/home-store.ts'
import { parcelName } from './visit-words.ts'

export interface KeptParcel {
  readonly id: string
  readonly name: string
  readonly window: { readonly from: number; readonly to: number } | null
}

export interface KeptParcels {
  /** Unix ms at which the list was heard. */
  readonly at: number
  readonly parcels: readonly KeptParcel[]
}

const PLACE = 'portico.parcels'
const KEPT_MAX = 20

const ended = new Set(['delivered', 'delivered-elsewhere', 'returned', 'cancelled'])
/** Not come yet, as far as anybody said. */
export const isDue = ({ status }: Pick<ParcelView, 'status'>): boolean =>
  status === null || !ended.has(status)

/** When it is due: as the carrier said, else as long as the house waits for its visit. */
export function keptOf(parcel: ParcelView, visits: readonly SessionView[]): KeptParcel {
  const visit = visits.find(({ parcels, state }) => state !== 'closed' && parcels.includes(parcel.id))
  return { id: parcel.id, name: parcelName(parcel), window: parcel.window ?? visit?.window ?? null }
}

/** null: none are kept here. */
export function keptParcels(): KeptParcels | null {
  const text = localStorage.getItem(PLACE)
  if (text === null) return null
  try {
    // cast: written by the function below alone
    return JSON.parse(text) as KeptParcels
  } catch {
    return null
  }
}

/** Writes down what is heard from now on, and forgets it with the sign-in. */
export function keepParcels({ parcels, sessions, isSignedOut }: HomeStore): () => void {
  return effect(() => {
    if (isSignedOut.value) localStorage.removeItem(PLACE)
    else if (parcels.value) {
      const visits = sessions.value?.value ?? []
      const due = parcels.value.value.filter(isDue).slice(0, KEPT_MAX)
      const kept: KeptParcels = { at: hubNow(), parcels: due.map((parcel) => keptOf(parcel, visits)) }
      try {
        localStorage.setItem(PLACE, JSON.stringify(kept))
      } catch {
        // A browser without room keeps nothing; the page says so by showing no list.
      }
    }
  })
}
