// The owner's page: signed in or not, and where in it.
import type { JSX } from 'preact'
import { HomeStore } from '../live/home-store.ts'
import { route } from '../live/route.ts'
import { signal } from '@preact/signals'
import { LivePicture } from '../parts/live-picture.tsx'
import { Seal } from '../parts/seal.tsx'
import { HousePage } from '../house/house-page.tsx'
import { ParcelsPage } from '../parcels/parcels-page.tsx'

const store = new HomeStore()
const captured = signal<number | null>(null)

export function OwnerPage(): JSX.Element {
  const [place = 'home'] = route.value
  if (place === 'parcels') return <ParcelsPage store={store} />
  if (place === 'house') return <HousePage store={store} />
  return (
    <main class="phone">
      <LivePicture camera="porch" place="Front door" client={store.client} captured={captured} />
      {store.doors.value?.map(({ id, name, state }) => (
        <p key={id}>
          <Seal state={state} size={40} /> {name}
        </p>
      ))}
    </main>
  )
}
