// The house: rules, displays, devices and what can be taken out.
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'

export function HousePage({ store }: { readonly store: HomeStore }): JSX.Element {
  return <main class="phone">{store.me.value?.name}</main>
}
