// What is said of a parcel: what the carrier claims and what was seen here are two things, and never one sentence says
// more than both together prove.
import type { ParcelStep, ParcelView, SessionView } from '@portico/protocol'
import { clockTime, dateWords, dayOf } from '../live/hub-clock.ts'

export type Status = NonNullable<ParcelView['status']>

const statusWords: Readonly<Record<Status, string>> = {
  announced: 'Announced',
  accepted: 'With the carrier',
  'in-transit': 'On the way',
  'out-for-delivery': 'Out for delivery',
  arriving: 'Nearly here',
  delivered: 'Said delivered',
  'delivered-elsewhere': 'Said delivered elsewhere',
  attempted: 'Said to have been tried',
  exception: 'Held up',
  returned: 'Going back',
  cancelled: 'Cancelled',
}

const elsewhereWords: Readonly<Record<string, string>> = {
  neighbour: 'Said left with a neighbour',
  locker: 'Said left in a locker',
  'pickup-point': 'Said left at a pick-up point',
  other: 'Said left elsewhere',
}

/** The status in two or three words; whoever said it said it, no more. */
export function statusOf({ status, elsewhere }: Pick<ParcelView, 'status' | 'elsewhere'>): string {
  if (status === null) return 'No word from the carrier yet'
  return (elsewhere !== null && elsewhereWords[elsewhere]) || statusWords[status]
}

/** Nothing more is to come of it. */
const ended: ReadonlySet<Status> = new Set(['delivered', 'delivered-elsewhere', 'returned', 'cancelled'])
export const isUnderWay = ({ status }: Pick<ParcelView, 'status'>): boolean =>
  status === null || !ended.has(status)

/** The house saw a visit with it to its end: whatever the carrier says of it still, nobody waits for it. */
export const isVisited = (visit: SessionView | null): boolean =>
  visit?.state === 'closed' && (visit.outcome === 'delivered' || visit.outcome === 'unsealed')

/** Last four of the number, as people read a label to each other. */
export function nameOf({
  title,
  trackingNumber,
  hidden,
}: Pick<ParcelView, 'title' | 'trackingNumber' | 'hidden'>): string {
  return title ?? `${hidden ? 'Private parcel' : 'Parcel'} ending ${trackingNumber.slice(-4)}`
}

export const undoWords: Readonly<Record<NonNullable<ParcelView['undo']>, string>> = {
  merge: 'Two parcels were said to be this one.',
  split: 'This was made two parcels.',
  disown: 'It was said not to be yours.',
}

const DAY_MS = 86_400_000

/** "Today", "Yesterday", or the date. */
export function dayWords(wall: number, now: number): string {
  if (dayOf(wall) === dayOf(now)) return 'Today'
  return dayOf(wall) === dayOf(now - DAY_MS) ? 'Yesterday' : dateWords(wall)
}

/** "13:20", or with the day when it is another. */
export const momentWords = (wall: number, now: number): string =>
  dayOf(wall) === dayOf(now) ? clockTime(wall) : `${dayWords(wall, now)}, ${clockTime(wall)}`

export const windowWords = (
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
): string => `${momentWords(from, now)} to ${clockTime(to)}`

const isMail = (source: string): boolean => source.startsWith('mail-')

/** Whose word a status is. */
export const whoSays = (source: string | null): string => {
  if (source === 'private') return 'whoever told of it'
  if (source === 'hand') return 'somebody of this home'
  if (source === 'token') return 'a script of this home'
  return source !== null && isMail(source) ? 'a mail of the carrier' : 'the carrier'
}

const gradeWords: Readonly<Record<ParcelStep['grade'], string>> = {
  'signed-with-time': 'signature good',
  signed: 'signature good',
  bearer: 'by a password, not signed',
  none: 'not signed',
}

/** "said by the carrier, signature good" */
export function sourceWords({ source, grade }: Pick<ParcelStep, 'source' | 'grade'>): string {
  if (source === 'hand') return 'said by hand'
  if (source === 'token') return 'said by a script'
  if (source === 'private') return 'who said it is private'
  if (isMail(source)) {
    const by = grade === 'none' ? 'believed by your mail server alone' : 'signature good'
    return `said by a mail of ${source.slice('mail-'.length)}, ${by}`
  }
  return `said by the carrier through ${source}, ${gradeWords[grade]}`
}

/** One source and what it says by now. */
export const accountWords = ({ source, status }: ParcelView['accounts'][number]): string => {
  const who = source === 'hand' ? 'You, by hand' : source === 'token' ? 'A script of this home' : source
  return status === null ? `${who}: no status` : `${who}: ${statusWords[status].toLowerCase()}`
}
