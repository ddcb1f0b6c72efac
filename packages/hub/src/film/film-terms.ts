// How long a film is kept, and what goes first when the disk runs short: by purpose, by what a courier was promised, and
// by what a person holds. Pure.
import { type WallTime, hours, wallTime } from '@portico/core'
import type { ShelvedFilm } from './film-shelf.ts'

/** Days in force, by purpose. */
export interface FilmTerms {
  readonly visitDays: number
  /** 0: rings are not filmed. */
  readonly ringDays: number
}

export interface KeptFilm extends ShelvedFilm {
  readonly door: string | null
  /** The end of the visit, or the bell; null: it goes on, and its film is never touched. */
  readonly ended: WallTime | null
  /** What the courier was told (threats G20); null: nothing. */
  readonly promisedDays: number | null
  /** A person holds it as evidence. */
  readonly isHeld: boolean
}

const DAY = hours(24)

/** A promise binds, and days that were shortened since act at once: whichever ends sooner. */
export function daysOf({ purpose, promisedDays }: KeptFilm, { visitDays, ringDays }: FilmTerms): number {
  if (purpose === 'ring') return ringDays
  return promisedDays === null ? visitDays : Math.min(promisedDays, visitDays)
}

/** When it goes by itself; null: never, as long as the visit goes on or somebody holds it. */
export function goesAt(film: KeptFilm, terms: FilmTerms): WallTime | null {
  if (film.ended === null || film.isHeld) return null
  return wallTime(film.ended + daysOf(film, terms) * DAY)
}

export interface Going {
  readonly film: KeptFilm
  readonly at: WallTime
}

/** Everything that goes by itself some day, what goes next at the front. */
export const goingByAge = (films: readonly KeptFilm[], terms: FilmTerms): readonly Going[] =>
  films
    .flatMap((film) => {
      const at = goesAt(film, terms)
      return at === null ? [] : [{ film, at }]
    })
    .toSorted((a, b) => a.at - b.at)

/**
 * What may go before its day when the disk runs short, oldest first: rings that nobody answered, then visits past their
 * promised days. A visit within its days is evidence, and so is whatever somebody holds: neither ever gives way.
 */
export function givingWay(films: readonly KeptFilm[], terms: FilmTerms, now: WallTime): readonly KeptFilm[] {
  const all = goingByAge(films, terms).filter(({ film, at }) => film.purpose === 'ring' || at <= now)
  return all
    .map(({ film }) => film)
    .toSorted(
      (a, b) =>
        Number(a.purpose === 'visit') - Number(b.purpose === 'visit') || (a.ended ?? 0) - (b.ended ?? 0),
    )
}
