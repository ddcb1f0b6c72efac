// Windows of deliveries as an iCalendar stream (RFC 5545): instants in UTC, so that no zone has to be explained to
// anybody's calendar; lines folded at 75 octets (3.1), text escaped (3.3.11).

export interface CalendarEntry {
  /** The same for the same parcel, always (3.8.4.7). */
  readonly uid: string
  readonly summary: string
  /** Unix ms, all of them. */
  readonly from: number
  readonly to: number
  readonly changed: number
  /** It was cancelled, or goes back. */
  readonly isCancelled: boolean
}

export interface CalendarFacts {
  readonly name: string
  readonly entries: readonly CalendarEntry[]
}

const CRLF = '\r\n'
const OCTETS_MAX = 75

/** `20261123T140000Z` (3.3.5, form 2) */
const utc = (ms: number): string => new Date(ms).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')

/** Other control characters may not stand in a text at all (3.3.11). */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')

/** A line goes on behind a blank; no character is cut in two. */
export function folded(line: string): string {
  const rows: string[] = []
  let row = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > OCTETS_MAX) {
      rows.push(row)
      row = ' '
      octets = 1
    }
    row += character
    octets += size
  }
  return [...rows, row].join(CRLF)
}

const entryLines = ({ uid, summary, from, to, changed, isCancelled }: CalendarEntry): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${escaped(uid)}`,
  `DTSTAMP:${utc(changed)}`,
  `LAST-MODIFIED:${utc(changed)}`,
  `DTSTART:${utc(from)}`,
  `DTEND:${utc(to)}`,
  `SUMMARY:${escaped(summary)}`,
  `STATUS:${isCancelled ? 'CANCELLED' : 'TENTATIVE'}`,
  // Waiting for a parcel makes nobody busy.
  'TRANSP:TRANSPARENT',
  'CLASS:PRIVATE',
  'END:VEVENT',
]

export function calendarText({ name, entries }: CalendarFacts): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Portico//Deliveries//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    `NAME:${escaped(name)}`,
    // RFC 7986, 5.7
    'REFRESH-INTERVAL;VALUE=DURATION:PT30M',
    ...entries.flatMap(entryLines),
    'END:VCALENDAR',
  ]
  return lines.map((line) => folded(line) + CRLF).join('')
}
