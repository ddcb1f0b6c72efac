// Rings that nobody answered: kept on the first page with their picture until somebody here has seen them.
import type { RingView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime, hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'

/** Older ones stand with the films alone, ms. */
const SHOWN_MS = 24 * 3_600_000
const SHOWN_MAX = 3
/** A pushed picture belongs to a ring of this time, ms. */
const SAME_MS = 10_000
/** Unix ms of the newest ring that was seen in this browser. */
const SEEN = 'portico-ring-seen'

function seenUntil(): number {
  try {
    return Number(localStorage.getItem(SEEN) ?? 0)
  } catch {
    // A browser that keeps nothing shows them again.
    return 0
  }
}

export function MissedRings({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const seen = useSignal(seenUntil())
  const loading = useLoaded({
    store,
    key: 'rings',
    load: () => store.client.requests.get<readonly RingView[]>('/api/v1/rings'),
    isTouched: ({ type }) => type === 'RangUnanswered' || type === 'MediaDeleted',
  })
  const { value } = loading.loaded.value
  const rings = (value ?? [])
    .filter(({ at }) => at > Math.max(seen.value, hubNow() - SHOWN_MS))
    .slice(0, SHOWN_MAX)
  if (rings.length === 0) return null
  const markSeen = (): void => {
    seen.value = rings[0]?.at ?? 0
    try {
      localStorage.setItem(SEEN, String(seen.value))
    } catch {
      // Until this page is loaded again, then.
    }
  }
  return (
    <section class="sec" aria-label="Missed rings">
      <ul class="card rows">
        {rings.map((ring) => (
          <MissedRing key={ring.id} store={store} ring={ring} />
        ))}
        <li class="row pad">
          <button type="button" class="btn soft wide" onClick={markSeen}>
            <Icon name="check" size="s" />
            Seen
          </button>
        </li>
      </ul>
    </section>
  )
}

function MissedRing({ store, ring }: { readonly store: HomeStore; readonly ring: RingView }): JSX.Element {
  const name = store.doors.value?.find(({ id }) => id === ring.door)?.name ?? ring.door
  const pushed = store.ringPicture.value
  const picture =
    pushed && pushed.head.door === ring.door && Math.abs(pushed.head.wall - ring.at) < SAME_MS ? pushed : null
  return (
    <li>
      <a class="row pad door" href={hrefOf('ring', ring.id)}>
        {picture ? <img class="ring-thumb" src={picture.url} alt="Who rang" /> : <Icon name="bell" />}
        <span class="grow">
          Rang at {clockTime(ring.at)}, nobody answered
          <span class="small"> {name}</span>
        </span>
        <Icon name={ring.film.length > 0 ? 'play' : 'forward'} size="s" />
      </a>
    </li>
  )
}
