// What was told of parcels lately, on the first page until somebody here has seen it.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime, hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { noticesOf } from './truth-requests.ts'
import { noticesToShow } from './truth-words.ts'
import './truth.css'

/** Unix ms of the newest notice that was seen in this browser. */
const SEEN = 'portico-notice-seen'

function seenUntil(): number {
  try {
    return Number(localStorage.getItem(SEEN) ?? 0)
  } catch {
    // A browser that keeps nothing shows them again.
    return 0
  }
}

export function ParcelNotices({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const seen = useSignal(seenUntil())
  const loading = useLoaded({
    store,
    key: 'notices',
    load: () => noticesOf(store.client),
    isTouched: ({ type }) => type.startsWith('Parcel'),
  })
  const { value } = loading.loaded.value
  const shown = noticesToShow(value ?? [], { seen: seen.value, now: hubNow() })
  if (shown.length === 0) return null
  const markSeen = (): void => {
    seen.value = Math.max(...(value ?? []).map(({ at }) => at))
    try {
      localStorage.setItem(SEEN, String(seen.value))
    } catch {
      // Until this page is loaded again, then.
    }
  }
  return (
    <section class="sec" aria-label="News of parcels">
      <ul class="card rows">
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
