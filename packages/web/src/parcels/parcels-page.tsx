// Parcels: the list, one to be expected, one parcel, and its film. Where one is stands in the address.
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { route } from '../live/route.ts'
import { WeekPage } from '../truth/week-page.tsx'
import { ClaimPage } from './claim-page.tsx'
import { FilmPlace } from './film-place.tsx'
import { ParcelList } from './parcel-list.tsx'
import { ParcelPage } from './parcel-page.tsx'
import './parcels.css'

/** The film of a ring that nobody answered stands among the films of parcels. */
export const RingPlace = ({ store, id }: { readonly store: HomeStore; readonly id: string }): JSX.Element => (
  <main class="phone parcels">
    <FilmPlace key={id} of="ring" store={store} id={id} />
  </main>
)

export function ParcelsPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const [, id, view] = route.value
  return <main class="phone parcels">{placeOf(store, id, view)}</main>
}

function placeOf(store: HomeStore, id: string | undefined, view: string | undefined): JSX.Element {
  if (id === undefined) return <ParcelList store={store} />
  if (id === 'week') return <WeekPage store={store} />
  if (id === 'add') return <ClaimPage store={store} />
  if (view === 'film') return <FilmPlace key={id} of="parcel" store={store} id={id} />
  return <ParcelPage key={id} store={store} id={id} />
}
