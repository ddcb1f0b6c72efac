// The places of films, fetched together when somebody wants to see one, and not before.
export { FilmPage } from './film-page.tsx'
export { RingPage } from './ring-page.tsx'
