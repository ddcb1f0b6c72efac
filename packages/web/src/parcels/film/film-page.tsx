// The film of a visit: one picture that is never live, one line of time for every camera, and what happened when. This
// part of the page is loaded when somebody wants to see a film.
import type { FilmKeeping, ParcelView, SessionView, TraceReply } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HomeStore } from '../../live/home-store.ts'
import { clockTime, hubNow } from '../../live/hub-clock.ts'
import { type Loaded, asClientError, useLoaded } from '../../live/loaded.ts'
import { hrefOf } from '../../live/route.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { Failed } from '../../parts/block.tsx'
import { keepingOf } from '../keeping-of.ts'
import { dayWords } from '../parcel-words.ts'
import { useDark } from './dark.ts'
import { FilmDesk } from './film-desk.tsx'
import { FilmKeepingPart } from './film-keeping.tsx'
import { wholeOf } from './film-timeline.ts'
import './film.css'

export interface FilmPageProps {
  readonly store: HomeStore
  /** Of the parcel. */
  readonly id: string
}

interface Footage {
  readonly visit: SessionView | null
  /** Null: it could not be had; the film plays without. */
  readonly trace: TraceReply | null
  /** Null: there is no film, or it could not be asked. */
  readonly keeping: FilmKeeping | null
}

async function loadFootage({ client }: HomeStore, id: string): Promise<Footage> {
  const parcel = await client.requests.get<ParcelView>(`/api/v1/parcels/${encodeURIComponent(id)}`)
  if (parcel.session === null) return { visit: null, trace: null, keeping: null }
  const visit = await client.session(parcel.session)
  const trace = await client.trace(visit.id).catch((error: unknown) => {
    asClientError(error)
    return null
  })
  return { visit, trace, keeping: await keepingOf(client, visit.id) }
}

export function FilmPage({ store, id }: FilmPageProps): JSX.Element {
  useDark()
  const loading = useLoaded({
    store,
    key: id,
    load: () => loadFootage(store, id),
    isTouched: ({ type }) =>
      type === 'SessionClosed' ||
      type === 'SegmentStored' ||
      type === 'DoorSecured' ||
      type === 'MediaDeleted',
  })
  const { value } = loading.loaded.value
  return (
    <>
      <header>
        <BackLink to={hrefOf('parcels', id)} where="the parcel" />
        <div class="grow">
          <h1 class="h">Film of the visit</h1>
          <p class="small">{value?.visit && wordsOf(value.visit, store)}</p>
        </div>
      </header>
      <Content store={store} loaded={loading.loaded.value} again={loading.again} />
    </>
  )
}

function wordsOf({ film, door }: SessionView, store: HomeStore): string {
  const whole = wholeOf(film)
  if (!whole) return ''
  const name = store.doors.value?.find(({ id }) => id === door)?.name ?? door
  const when = `${dayWords(whole.from, hubNow())} ${clockTime(whole.from)}`
  return `${when}, ${name.toLowerCase()}, ${Math.round((whole.to - whole.from) / 1000)} s`
}

interface ContentProps {
  readonly store: HomeStore
  readonly loaded: Loaded<Footage>
  readonly again: () => void
}

function Content({ store, loaded: { value, error }, again }: ContentProps): JSX.Element {
  /** The film that is being looked at stays as it is; a longer one is offered. */
  const shown = useSignal<Footage | null>(null)
  useEffect(() => {
    if (value && shown.value?.visit?.film.length !== value.visit?.film.length) shown.value = value
  }, [value])
  if (!value && error)
    return (
      <section class="sec">
        <Failed error={error} what="The film" again={again} />
      </section>
    )
  if (!value || !shown.value)
    return (
      <>
        <div class="pic filmpic" aria-busy="true" />
        <p class="sec" role="status">
          Loading: the film
        </p>
      </>
    )
  const { visit, trace } = shown.value
  if (visit && value.keeping?.deleted && !value.keeping.film)
    return <FilmKeepingPart store={store} session={visit.id} />
  if (!visit || visit.film.length === 0)
    return (
      <section class="sec">
        <p class="card pad">
          {visit && visit.state !== 'closed'
            ? 'There is no film yet. It comes when the visit has ended.'
            : 'No film of this parcel is kept.'}
        </p>
      </section>
    )
  return (
    <FilmDesk key={visit.film.map(({ url }) => url).join(' ')} store={store} visit={visit} trace={trace} />
  )
}
