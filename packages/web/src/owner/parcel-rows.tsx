// Parcels that are due, as rows on the first page: the newest few; the rest has a page of its own.
import type { JSX } from 'preact'
import { clockTime, dateWords, hubNow } from '../live/hub-clock.ts'
import type { HomeStore } from '../live/home-store.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { type KeptParcel, isDue, keptOf, keptParcels } from './kept-parcels.ts'
import { windowWords } from './visit-words.ts'

const SHOWN_MAX = 5
/** The hub gives no more at once: there may be others behind them. */
const LOADED_MAX = 100

function Row({ parcel, asOf }: { readonly parcel: KeptParcel; readonly asOf: string }): JSX.Element {
  const due = parcel.window === null ? 'No time told' : `Due ${windowWords(parcel.window)}`
  return (
    <a class="door" href={hrefOf('parcels', parcel.id)}>
      <Icon name="parcel" />
      <span class="grow">
        <span class="name clamp">{parcel.name}</span>
        <span class="small">
          {due}
          {asOf}
        </span>
      </span>
      <Icon name="forward" size="s" />
    </a>
  )
}

export function DueParcels({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const loaded = store.parcels.value
  const failure = store.parcelsFailure.value
  if (!loaded)
    return failure ? (
      <section class="sec">
        <h2>Parcels due</h2>
        <div class="card pad stack">
          <p>The parcels could not be loaded. Doors and visits are not touched by that.</p>
          <button type="button" class="btn" onClick={() => store.refresh()}>
            Try again
          </button>
        </div>
      </section>
    ) : null
  const visits = store.sessions.value?.value ?? []
  const brought = new Set(
    visits.filter(({ outcome }) => outcome === 'delivered').flatMap(({ parcels }) => parcels),
  )
  const due = loaded.value.filter((parcel) => isDue(parcel) && !brought.has(parcel.id))
  return (
    <section class="sec" aria-labelledby="due">
      <h2 id="due">Parcels due</h2>
      <div class="card rows">
        {due.slice(0, SHOWN_MAX).map((parcel) => (
          <Row key={parcel.id} parcel={keptOf(parcel, visits)} asOf="" />
        ))}
        {due.length === 0 && (
          <p class="row">
            <span class="grow quiet">No parcels due.</span>
            <a class="link" href={hrefOf('parcels')}>
              Add one
            </a>
          </p>
        )}
        {due.length > SHOWN_MAX && (
          <a class="door" href={hrefOf('parcels')}>
            <span class="grow name">
              {loaded.value.length < LOADED_MAX ? '' : 'More than '}
              {due.length - SHOWN_MAX} more
            </span>
            <Icon name="forward" size="s" />
          </a>
        )}
      </div>
    </section>
  )
}

/** What this phone kept for the time without the house. */
export function KeptParcelRows(): JSX.Element | null {
  const kept = keptParcels()
  if (!kept || kept.parcels.length === 0) return null
  const isToday = dateWords(kept.at) === dateWords(hubNow())
  const asOf = `, as of ${isToday ? '' : `${dateWords(kept.at)}, `}${clockTime(kept.at)}`
  return (
    <section class="sec" aria-labelledby="kept">
      <h2 id="kept">Parcels kept on this phone</h2>
      <div class="card rows">
        {kept.parcels.slice(0, SHOWN_MAX).map((parcel) => (
          <Row key={parcel.id} parcel={parcel} asOf={asOf} />
        ))}
      </div>
    </section>
  )
}
