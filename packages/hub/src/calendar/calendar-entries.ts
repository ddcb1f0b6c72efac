// Which deliveries stand in a calendar. A calendar is read by other people's machines: no tracking number, no sender, and
// of a confidential parcel nothing but that something comes.
import { type Parcel, type WallTime, hours } from '@portico/core'
import type { CalendarEntry } from './calendar-text.ts'

const BEFORE = hours(14 * 24)
const AHEAD = hours(90 * 24)
export const ENTRIES_MAX = 200

export const calendarEntries = (parcels: readonly Parcel[], now: WallTime): readonly CalendarEntry[] =>
  parcels
    .flatMap((parcel) => {
      const { window, disowned, direction } = parcel
      if (window === null || disowned !== null || direction === 'return') return []
      return window.to < now - BEFORE || window.from > now + AHEAD ? [] : [{ parcel, window }]
    })
    .toSorted((a, b) => b.window.from - a.window.from)
    .slice(0, ENTRIES_MAX)
    .map(({ parcel: { id, title, confidential, status, lastSeen }, window }) => ({
      uid: `${id}@portico`,
      summary: confidential || title === null ? 'Delivery' : `Delivery: ${title}`,
      from: window.from,
      to: window.to,
      changed: lastSeen,
      isCancelled: status === 'cancelled' || status === 'returned',
    }))
