// What was told of parcels lately, on the first page until somebody here has seen it.
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime, hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { NewsCard, useSeenUntil } from '../parts/news-card.tsx'
import { noticesOf } from './truth-requests.ts'
import { noticesToShow } from './truth-words.ts'
import './truth.css'

const SEEN = 'portico-notice-seen'

export function ParcelNotices({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const seen = useSeenUntil(SEEN)
  const loading = useLoaded({
    store,
    key: 'notices',
    load: () => noticesOf(store.client),
    isTouched: ({ type }) => type.startsWith('Parcel'),
  })
  const { value } = loading.loaded.value
  const shown = noticesToShow(value ?? [], { seen: seen.at.value, now: hubNow() })
  if (shown.length === 0) return null
  const newest = Math.max(...(value ?? []).map(({ at }) => at))
  return (
    <NewsCard label="News of parcels" onSeen={() => seen.see(newest)}>
      {shown.map((notice) => (
        <li key={`${notice.parcel} ${notice.at}`} class={notice.isUrgent ? 'urgent' : ''}>
          <a class="door" href={hrefOf('parcels', notice.parcel)}>
            <Icon name={notice.isUrgent ? 'alarm' : 'parcel'} />
            <span class="grow" role={notice.isUrgent ? 'alert' : undefined}>
              {notice.words}
            </span>
            <time class="small" dateTime={new Date(notice.at).toISOString()}>
              {clockTime(notice.at)}
            </time>
          </a>
        </li>
      ))}
    </NewsCard>
  )
}
