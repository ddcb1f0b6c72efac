// The place of the film: its player is fetched when somebody wants to see one, and not before.
import { useSignal } from '@preact/signals'
import type { FunctionComponent, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { hrefOf } from '../live/route.ts'
import { BackLink } from '../parts/back-link.tsx'

interface PageProps {
  readonly store: HomeStore
  readonly id: string
}

export interface FilmPlaceProps extends PageProps {
  /** A film of a parcel's visit, or of a ring. */
  readonly of: 'parcel' | 'ring'
}

interface Fetched {
  readonly page: FunctionComponent<PageProps> | null
  readonly isMissing: boolean
}

export function FilmPlace({ of, ...props }: FilmPlaceProps): JSX.Element {
  const fetched = useSignal<Fetched>({ page: null, isMissing: false })
  useEffect(() => {
    let isOver = false
    async function fetchPlayer(): Promise<void> {
      try {
        const { FilmPage, RingPage } = await import('./film/film-pages.ts')
        if (!isOver) fetched.value = { page: of === 'ring' ? RingPage : FilmPage, isMissing: false }
      } catch {
        // The hub is away, or was renewed and has another player now.
        if (!isOver) fetched.value = { page: null, isMissing: true }
      }
    }
    void fetchPlayer()
    return () => void (isOver = true)
  }, [])
  const { page: Page, isMissing } = fetched.value
  if (Page) return <Page {...props} />
  return (
    <>
      <header>
        {of === 'ring' ? (
          <BackLink to={hrefOf('house', 'films')} where="films" />
        ) : (
          <BackLink to={hrefOf('parcels', props.id)} where="the parcel" />
        )}
        <h1 class="h grow">{of === 'ring' ? 'Missed ring' : 'Film of the visit'}</h1>
      </header>
      <div class="pic filmpic" aria-busy={!isMissing} />
      <section class="sec stack">
        <p role="status">{isMissing ? 'The film player could not be loaded.' : 'Loading: the film player'}</p>
        {isMissing && (
          <button type="button" class="btn" onClick={() => location.reload()}>
            Load the page again
          </button>
        )}
      </section>
    </>
  )
}
