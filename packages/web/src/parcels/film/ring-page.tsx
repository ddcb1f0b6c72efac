// The film of a ring that nobody answered: seen from outside, from a little before the bell to a little after.
import { ClientError } from '@portico/client'
import type { RingView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { whenWords } from '../../live/film-words.ts'
import type { HomeStore } from '../../live/home-store.ts'
import { useLoaded } from '../../live/loaded.ts'
import { hrefOf } from '../../live/route.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { Block } from '../../parts/block.tsx'
import { CameraFilm } from './camera-film.tsx'
import { useDark } from './dark.ts'
import { FilmKeepingPart } from './film-keeping.tsx'
import { wholeOf } from './film-timeline.ts'
import './film.css'

export interface RingPageProps {
  readonly store: HomeStore
  readonly id: string
}

async function loadRing({ client }: HomeStore, id: string): Promise<RingView> {
  const ring = (await client.requests.get<readonly RingView[]>('/api/v1/rings')).find(
    (each) => each.id === id,
  )
  if (!ring) throw new ClientError({ code: 'HUB_HTTP_NOT_FOUND', message: 'no such ring' }, 404)
  return ring
}

export function RingPage({ store, id }: RingPageProps): JSX.Element {
  useDark()
  const loading = useLoaded({
    store,
    key: id,
    load: () => loadRing(store, id),
    isTouched: ({ type }) => type === 'MediaDeleted',
  })
  const { value } = loading.loaded.value
  const door = value && (store.doors.value?.find((each) => each.id === value.door)?.name ?? value.door)
  return (
    <>
      <header>
        <BackLink to={hrefOf('house', 'films')} where="films" />
        <div class="grow">
          <h1 class="h">Missed ring</h1>
          <p class="small">{value && `${door}, ${whenWords(value.at)}`}</p>
        </div>
      </header>
      <Block store={store} loading={loading} what="The ring" rows={3} frame="sec">
        {(ring) => (ring.film.length > 0 ? <Film key={ring.id} ring={ring} /> : <NoFilm />)}
      </Block>
      <FilmKeepingPart store={store} session={id} />
    </>
  )
}

const NoFilm = (): JSX.Element => (
  <section class="sec">
    <p class="card pad">No film of this ring is kept.</p>
  </section>
)

function Film({ ring }: { readonly ring: RingView }): JSX.Element {
  const whole = useMemo(() => wholeOf(ring.film) ?? { from: 0, to: 1 }, [])
  const at = useSignal(whole.from)
  const camera = ring.film[0]?.camera ?? ''
  const happened = useMemo(
    () => [{ at: ring.at, what: 'Somebody rang', rest: 'nobody answered', mark: 'plain' as const }],
    [],
  )
  return (
    <CameraFilm
      place={camera.charAt(0).toUpperCase() + camera.slice(1)}
      metas={ring.film.filter((piece) => piece.camera === camera)}
      whole={whole}
      at={at}
      trace={null}
      happened={happened}
    />
  )
}
