// How much more can be filmed, how long films are kept, and what goes next. Only a running hub knows what its visits take.
import type { FilmRow, FilmStoreView } from '@portico/protocol'
import { type Finding, bad, good, warning } from './finding.ts'

/** `films`: null when no hub runs. */
export function lookAtFilms(films: FilmStoreView | null): readonly Finding[] {
  if (films === null) return []
  return [roomFinding(films), good('films kept', shelfWords(films))]
}

function roomFinding({ state, visits, hours, firstToGo }: FilmStoreView): Finding {
  const words = `room for about ${visits} visits (${hours} hours of one camera)`
  const next = 'free some space, or keep films for fewer days (film.visitDays)'
  switch (state) {
    case 'full':
      return bad('film room', 'none is left: nothing is filmed, nobody is let in', next)
    case 'low': {
      const goes = firstToGo === null ? 'nothing may go before its day' : `first goes ${nameOf(firstToGo)}`
      return warning('film room', `${words}; ${goes}`, next)
    }
    case 'good':
      return good('film room', words)
  }
}

const nameOf = ({ purpose, session }: FilmRow): string =>
  purpose === 'ring' ? `the film of a missed ring (${session})` : `the film of visit ${session}`

function shelfWords({ shelves, held, next }: FilmStoreView): string {
  const kept = shelves.map(({ purpose, days, count, bytes }) => {
    const what = purpose === 'visit' ? 'visits' : 'missed rings'
    return `${count} ${what} for ${days} days (${Math.round(bytes / 1_000_000)} MB)`
  })
  const goes = next?.until ? [`next goes ${next.session} at ${new Date(next.until).toISOString()}`] : []
  return [...kept, `${held.count} held as evidence`, ...goes].join(', ')
}
