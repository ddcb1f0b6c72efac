// The list: what is expected and under way, then what came, by day; searched by words and days.
import type { ParcelView, SessionView } from '@portico/protocol'
import { useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds, clockTime, hubNow } from '../live/hub-clock.ts'
import { hrefOf } from '../live/route.ts'
import { Failed } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'
import { outcomeOf } from './outcome.ts'
import { ParcelSearch, grouped } from './parcel-search.ts'
import { SearchBox } from './search-box.tsx'
import { ALL_TIMES, type SearchTimes } from './search-times.ts'
import { dayWords, isVisited, isUnderWay, nameOf, statusOf, windowWords } from './parcel-words.ts'

export function ParcelList({ store }: { readonly store: HomeStore }): JSX.Element {
  const search = useMemo(() => new ParcelSearch(store.client), [])
  useEffect(() => {
    void search.load()
    const following = store.follow(({ type }) => {
      if (/^(?:Parcel|Session|Verdict)/.test(type)) void search.load()
    })
    return () => {
      following[Symbol.dispose]()
      search[Symbol.dispose]()
    }
  }, [])
  const wasLive = useRef(true)
  useSignalEffect(() => {
    const isLive = store.line.state.value === 'live'
    if (isLive && !wasLive.current) void search.load()
    wasLive.current = isLive
  })
  return (
    <>
      <header>
        <h1 class="grow">Parcels</h1>
        <a class="btn" href={hrefOf('parcels', 'add')}>
          <Icon name="add" size="s" />
          Expect a parcel
        </a>
      </header>
      <SearchBox search={search} />
      <p class="sec">
        <a class="link" href={hrefOf('parcels', 'week')}>
          The week, and your calendar
        </a>
      </p>
      <Rows store={store} search={search} />
    </>
  )
}

interface RowsProps {
  readonly store: HomeStore
  readonly search: ParcelSearch
}

function Rows({ store, search }: RowsProps): JSX.Element {
  const isLive = store.line.state.value === 'live'
  const found = search.found.value
  const error = search.error.value
  if (!found)
    return (
      <section class="sec">
        {error ? <Failed error={error} what="The parcels" again={() => void search.load()} /> : <RowBones />}
      </section>
    )
  const now = hubNow()
  const visitOf = ({ session }: ParcelView): SessionView | null =>
    store.sessions.value?.value.find(({ id }) => id === session) ?? null
  const groups = grouped(found.rows, {
    now,
    isUnderWay: (parcel) => isUnderWay(parcel) && !isVisited(visitOf(parcel)),
    dayOf: (wall) => dayWords(wall, now),
  })
  return (
    <>
      {(error || !isLive) && (
        <p class="sec asof small" role="status">
          As of {clockSeconds(found.asOf)}, not renewed since.{' '}
          {error && (
            <button type="button" class="link plain" onClick={() => void search.load()}>
              Try again
            </button>
          )}
        </p>
      )}
      {groups.length === 0 && <Nothing words={found.words} times={found.times} />}
      {groups.map(({ name, rows }) => (
        <section key={name} class="sec" aria-label={name}>
          <h2>{name}</h2>
          <ul class="card rows">
            {rows.map((parcel) => (
              <ParcelRow key={parcel.id} parcel={parcel} visit={visitOf(parcel)} now={now} />
            ))}
          </ul>
        </section>
      ))}
      {found.hasOlder && (
        <p class="sec">
          <button
            type="button"
            class="btn wide"
            disabled={search.isAsking.value}
            onClick={() => void search.older()}
          >
            Show older
          </button>
        </p>
      )}
    </>
  )
}

interface NothingProps {
  readonly words: string
  readonly times: SearchTimes
}

function Nothing({ words, times }: NothingProps): JSX.Element {
  const isAll = times.span === ALL_TIMES.span
  return (
    <section class="sec">
      {words === '' && isAll ? (
        <div class="card pad stack">
          <p class="strong">No parcels due.</p>
          <p class="small">Say which parcel you wait for, or connect a carrier on the hub.</p>
          <p>
            <a class="btn" href={hrefOf('parcels', 'add')}>
              Expect a parcel
            </a>
          </p>
        </div>
      ) : (
        <p class="card pad" role="status">
          {words === ''
            ? 'No parcel of these days.'
            : `No parcel fits “${words}”${isAll ? '' : ' in these days'}.`}
        </p>
      )}
    </section>
  )
}

function RowBones(): JSX.Element {
  return (
    <div class="card rows skeleton" aria-busy="true">
      <p class="hush" role="status">
        Loading: the parcels
      </p>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} class="bone" />
      ))}
    </div>
  )
}

interface ParcelRowProps {
  readonly parcel: ParcelView
  /** Its newest visit, if it is one of the newest of the house. */
  readonly visit: SessionView | null
  /** Unix ms. */
  readonly now: number
}

function ParcelRow({ parcel, visit, now }: ParcelRowProps): JSX.Element {
  const { id, window, lastSeen, carrier, trackingNumber, title, claim } = parcel
  const isDue = isUnderWay(parcel) && !isVisited(visit) && window !== null && window.to > now
  const isSeen = visit !== null && (visit.state === 'open' || isVisited(visit))
  const isJudged = isSeen || parcel.verdict.is !== 'on-the-way'
  const status = isJudged ? outcomeOf({ parcel, visit, now }).sentence : statusOf(parcel)
  const number = title === null ? '' : `ending ${trackingNumber.slice(-4)}`
  const more = [isDue ? `expected ${windowWords(window, now)}` : '', carrier ?? '', number].filter(
    (part) => part !== '',
  )
  return (
    <li class="parcelrow">
      <a class="row" href={hrefOf('parcels', id)}>
        <Icon name="parcel" />
        <span class="grow">
          <b class="title">{nameOf(parcel)}</b>
          <span class="small">
            {[status, ...more].join(', ')}
            {claim === 'none' && <span class="tag unclaimed">Not claimed by this home</span>}
          </span>
        </span>
        <time class="small" dateTime={new Date(lastSeen).toISOString()}>
          {clockTime(lastSeen)}
        </time>
      </a>
    </li>
  )
}
