// Whether this home is real or simulated; only a simulated one has a street to play on.
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'

export function KindPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const me = store.me.value
  if (!me)
    return (
      <p class="sec" role="status">
        Loading: what kind of home this is
      </p>
    )
  return (
    <section class="sec">
      <div class="card pad stack">
        {me.simulated ? (
          <>
            <p class="strong">This home is simulated.</p>
            <p class="small">No real door moves. On the street you can play everybody who comes to it.</p>
            <a class="btn wide" href="/street">
              Go to the street
            </a>
          </>
        ) : (
          <>
            <p class="strong">This home is real.</p>
            <p class="small">
              What you do here moves real doors. Its devices stand in the settings file of the hub.
            </p>
          </>
        )}
      </div>
    </section>
  )
}
