// Parcels: expected, brought, and older ones.
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'

export function ParcelsPage({ store }: { readonly store: HomeStore }): JSX.Element {
  return <main class="phone">{store.me.value?.name}</main>
}
