// A pause of deliveries in words, and the days that its form names as moments.
import type { HoldView } from '@portico/protocol'
import { clockTime, dateWords, timeZone } from '../live/hub-clock.ts'

export type Hold = NonNullable<HoldView['hold']>

const momentWords = (wall: number): string => `${dateWords(wall)}, ${clockTime(wall)}`

/** "Deliveries are paused until 4 December, 18:00." */
export const holdSentence = ({ from, to, on }: Pick<Hold, 'from' | 'to' | 'on'>): string =>
  on
    ? `Deliveries are paused until ${momentWords(to)}.`
    : `Deliveries will be paused from ${momentWords(from)} to ${momentWords(to)}.`

/** A pause that begins within this is told on the first page, ms. */
export const HOLD_SOON_MS = 3 * 86_400_000

export const HOLD_MEANING =
  'No courier is let in, whatever your rules say, and no door is armed. Whoever comes is asked to keep the parcel, and is not told that you are away.'

/** What stands in a field of date and time for a moment: the time of the house, wherever the phone is. */
export function fieldOf(wall: number, zone = timeZone): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(wall)
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  return `${of['year']}-${of['month']}-${of['day']}T${of['hour']}:${of['minute']}`
}

/** The moment that such a field names, by the clocks of the house; null: none. */
export function momentIn(field: string, zone = timeZone): number | null {
  const meant = Date.parse(`${field}Z`)
  if (!Number.isFinite(meant)) return null
  // What the house shows at a moment is off by its zone; the second look is for the hours at which that changes.
  let moment = meant
  for (let look = 0; look < 2; look++) moment += meant - Date.parse(`${fieldOf(moment, zone)}Z`)
  return moment
}
