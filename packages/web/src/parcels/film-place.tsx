// The place of the film: its player is fetched when somebody wants to see one, and not before.
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { hrefOf } from '../live/route.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Unfetched, useFetched } from '../parts/fetched-page.tsx'

interface PageProps {
  readonly store: HomeStore
  readonly id: string
}

export interface FilmPlaceProps extends PageProps {
  /** A film of a parcel's visit, or of a ring. */
  readonly of: 'parcel' | 'ring'
}

export function FilmPlace({ of, ...props }: FilmPlaceProps): JSX.Element {
  const { page: Page, isMissing } = useFetched<PageProps>(async () => {
    const { FilmPage, RingPage } = await import('./film/film-pages.ts')
    return of === 'ring' ? RingPage : FilmPage
  })
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
      <Unfetched what="The film player" isMissing={isMissing} />
    </>
  )
}
