// Rings that nobody answered: kept on the first page with their picture until somebody here has seen them.
import type { RingView } from '@portico/protocol'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime, hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { NewsCard, useSeenUntil } from '../parts/news-card.tsx'

/** Older ones stand with the films alone, ms. */
const SHOWN_MS = 24 * 3_600_000
const SHOWN_MAX = 3
/** A pushed picture belongs to a ring of this time, ms. */
const SAME_MS = 10_000
const SEEN = 'portico-ring-seen'

export function MissedRings({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const seen = useSeenUntil(SEEN)
  const loading = useLoaded({
    store,
    key: 'rings',
    load: () => store.client.requests.get<readonly RingView[]>('/api/v1/rings'),
    isTouched: ({ type }) => type === 'RangUnanswered' || type === 'MediaDeleted',
  })
  const { value } = loading.loaded.value
  const rings = (value ?? [])
    .filter(({ at }) => at > Math.max(seen.at.value, hubNow() - SHOWN_MS))
    .slice(0, SHOWN_MAX)
  if (rings.length === 0) return null
  return (
    <NewsCard label="Missed rings" onSeen={() => seen.see(rings[0]?.at ?? 0)}>
      {rings.map((ring) => (
        <MissedRing key={ring.id} store={store} ring={ring} />
      ))}
    </NewsCard>
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
