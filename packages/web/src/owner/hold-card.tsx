// On the first page: that deliveries are paused, or will be, and whether that is about to end.
import type { JSX } from 'preact'
import { HOLD_SOON_MS, holdSentence } from '../house/hold-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { holdOf } from '../parcels/household-requests.ts'

/** Nothing while it is not known: the hub holds all the same. */
export function HoldCard({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const { loaded } = useLoaded({
    store,
    key: 'hold',
    load: () => holdOf(store.client),
    isTouched: ({ type }) => type.startsWith('Hold'),
  })
  const view = loaded.value.value
  if (!view?.hold || view.hold.from > hubNow() + HOLD_SOON_MS) return null
  return (
    <section class="sec" aria-label="Pause of deliveries">
      <div class="card rows">
        <a class="door" href={hrefOf('house', 'away')}>
          <Icon name="locked" />
          <span class="grow">
            <span class="name">{holdSentence(view.hold)}</span>
            {view.pending && <span class="small">Somebody asked to end it. It can still be stopped.</span>}
          </span>
          <Icon name="forward" size="s" />
        </a>
      </div>
    </section>
  )
}
