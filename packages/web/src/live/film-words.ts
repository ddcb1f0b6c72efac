// What is said of films that are kept: sizes, days, and how one went.
import type { FilmKeeping, FilmRow, FilmStoreView } from '@portico/protocol'
import { clockTime, dayOf, dateWords, hubNow } from './hub-clock.ts'

/** "340 MB", "1.9 GB" */
export function bytesWords(bytes: number): string {
  if (bytes === 0) return '0 MB'
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return `${bytes < 10e6 ? (bytes / 1e6).toFixed(1) : Math.round(bytes / 1e6)} MB`
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

export const daysWords = (days: number): string => counted(days, 'day', 'days')

/** "today 14:02", "Thursday 26 November, 14:02" */
export const whenWords = (wall: number): string =>
  dayOf(wall) === dayOf(hubNow()) ? `today ${clockTime(wall)}` : `${dateWords(wall)}, ${clockTime(wall)}`

/** More than this is as good as no limit. */
const VISITS_TOLD = 1_000

/** "Room for about 40 more visits." */
export function roomWords({ state, visits }: Pick<FilmStoreView, 'state' | 'visits'>): string {
  if (state === 'full') return 'There is no room: nothing is filmed, and nobody is let in.'
  if (visits > VISITS_TOLD) return `Room for more than ${VISITS_TOLD} more visits.`
  return `Room for about ${counted(visits, 'more visit', 'more visits')}.`
}

/** "the film of the visit that ended today 14:02" */
export function filmName({ purpose, at }: Pick<FilmRow, 'purpose' | 'at'>): string {
  if (at === null) return 'the film of the visit that goes on'
  return purpose === 'ring'
    ? `the film of the ring of ${whenWords(at)}`
    : `the film of the visit that ended ${whenWords(at)}`
}

/** When a film goes by itself. */
export function stayWords({ until, held, at }: Pick<FilmRow, 'until' | 'held' | 'at'>): string {
  if (held) return 'Held as evidence: it stays until you let it go.'
  if (at === null || until === null) return 'It is being filmed.'
  return `It is deleted by itself ${whenWords(until)}.`
}

type Deleted = NonNullable<FilmKeeping['deleted']>

export const reasons = {
  asked: 'The courier asked for it',
  private: 'It shows something private',
  useless: 'It is not needed',
} as const

export type Reason = keyof typeof reasons

const isReason = (why: string): why is Reason => Object.hasOwn(reasons, why)

/** How a film went: by whom, or by which rule. */
export function deletedWords(
  { at, policy, by, why }: Deleted,
  nameOf: (id: string) => string | null,
): string {
  const when = whenWords(at)
  switch (policy) {
    case 'days':
      return `Photo and film were deleted ${when}: their days were over.`
    case 'room':
      return `The film was deleted ${when}: the disk ran short.`
    default: {
      const who = by === null ? 'on the console of the hub' : `by ${nameOf(by) ?? 'somebody of this home'}`
      const because = why !== null && isReason(why) ? `. ${reasons[why]}.` : '.'
      return `Photo and film were deleted ${when}, ${who}${because}`
    }
  }
}
