// What people and programs are shown of the shelf of films.
import type { WallTime } from '@portico/core'
import {
  type FilmKeeping,
  type FilmRow,
  type FilmStoreView,
  type RingView,
  filmPurposes,
} from '@portico/protocol'
import type { FilmDeletion, FilmStore } from '../film/film-store.ts'
import { type FilmTerms, type KeptFilm, daysOf, givingWay, goesAt, goingByAge } from '../film/film-terms.ts'
import type { RingRecord } from '../film/ring-book.ts'

const ROWS_MAX = 200

export const filmRow = (film: KeptFilm, terms: FilmTerms): FilmRow => ({
  session: film.session,
  purpose: film.purpose,
  door: film.door,
  at: film.ended,
  until: goesAt(film, terms),
  bytes: film.bytes,
  held: film.isHeld,
})

/** Newest first; what is filmed now stands before all. */
export const filmRows = (films: readonly KeptFilm[], terms: FilmTerms): readonly FilmRow[] =>
  films.toSorted((a, b) => (b.ended ?? Infinity) - (a.ended ?? Infinity)).map((film) => filmRow(film, terms))

const bytesOf = (films: readonly KeptFilm[]): number => films.reduce((sum, { bytes }) => sum + bytes, 0)

/** Rejects as the file system does. */
export async function filmStoreView(
  store: Pick<FilmStore, 'all' | 'room' | 'terms'>,
  now: WallTime,
): Promise<FilmStoreView> {
  const { terms } = store
  const films = await store.all()
  const row = (film: KeptFilm | undefined): FilmRow | null => (film ? filmRow(film, terms) : null)
  const held = films.filter(({ isHeld }) => isHeld)
  return {
    ...(await store.room(films)),
    shelves: filmPurposes.map((purpose) => {
      const all = films.filter((film) => film.purpose === purpose)
      const days = purpose === 'visit' ? terms.visitDays : terms.ringDays
      return { purpose, days, count: all.length, bytes: bytesOf(all) }
    }),
    held: { count: held.length, bytes: bytesOf(held) },
    next: row(goingByAge(films, terms)[0]?.film),
    firstToGo: row(givingWay(films, terms, now)[0]),
    films: filmRows(films, terms).slice(0, ROWS_MAX),
  }
}

export interface KeepingFacts {
  readonly film: KeptFilm | null
  readonly terms: FilmTerms
  readonly deletion: FilmDeletion | null
}

export const filmKeeping = ({ film, terms, deletion }: KeepingFacts): FilmKeeping => ({
  film: film && filmRow(film, terms),
  days: film && daysOf(film, terms),
  deleted: deletion,
})

export const ringView = ({ id, door, wall, film }: RingRecord): RingView => ({
  id,
  door,
  at: wall,
  film: film.map(({ camera, segment, sha256, bytes, seconds, from, to }) => ({
    camera,
    sha256,
    bytes,
    seconds,
    from,
    to,
    url: `/api/v1/rings/${id}/film/${camera}/${segment}`,
  })),
})
