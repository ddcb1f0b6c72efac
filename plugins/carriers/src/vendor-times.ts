// Times as vendors write them. A time of theirs may be doubted, never stretched: what is no time, or names no zone, is
// not made into one.
import { type Fields, textOf } from './json-fields.ts'

const isoTime = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/

/** Unix ms, to put events in order; a time with no zone counts as UTC. null: no time of ISO 8601. */
export function timeOf(text: string | null): number | null {
  const found = isoTime.exec(text ?? '')
  if (!found) return null
  const at = Date.parse(found[3] === undefined ? `${found[0]}Z` : found[0])
  return Number.isNaN(at) ? null : at
}

/** The text when it is a time of ISO 8601. */
export const timeIn = (fields: Fields, name: string): string | null => {
  const text = textOf(fields, name)
  return timeOf(text) === null ? null : text
}

/** The newest of them by its own time in the field `name`; one that says nothing when there is none. */
export function newestBy(events: readonly Fields[], name: string): Fields {
  let newest: Fields = {}
  let newestAt = Number.NEGATIVE_INFINITY
  for (const event of events) {
    const at = timeOf(textOf(event, name)) ?? Number.NEGATIVE_INFINITY
    if (at < newestAt) continue
    newest = event
    newestAt = at
  }
  return newest
}

export interface TimeWindow {
  readonly from: string
  readonly to: string
}

/** How a vendor says that a day has no hours. */
const dayEnds: ReadonlySet<string | undefined> = new Set(['00:00', '23:59'])

/** A window with hours, of one day of its place; a day, a moment, or half a window is none. */
export function windowBetween(from: string | null, to: string | null): TimeWindow | null {
  const [first, last] = [isoTime.exec(from ?? ''), isoTime.exec(to ?? '')]
  if (!first || !last || first[3] === undefined || last[3] === undefined) return null
  if (first[1] !== last[1] || dayEnds.has(first[2]) || dayEnds.has(last[2])) return null
  const [begins, ends] = [timeOf(first[0]), timeOf(last[0])]
  return begins !== null && ends !== null && begins < ends ? { from: first[0], to: last[0] } : null
}

export interface LocalParts {
  readonly date: string | null
  readonly time: string | null
  /** `-08:00`, or with a dot as one vendor prints it. */
  readonly offset: string | null
}

const dateForm = /^(\d{4})-?(\d{2})-?(\d{2})$/
const clockForm = /^(\d{2}):?(\d{2})(?::?(\d{2}))?$/
const offsetForm = /^([+-]\d{2})[.:](\d{2})$/

/** Date, time of day and offset that come in three fields, as one text of ISO 8601; null unless all three are there. */
export function joinedTime({ date, time, offset }: LocalParts): string | null {
  const day = dateForm.exec(date ?? '')
  const clock = clockForm.exec(time ?? '')
  const zone = offset === 'Z' ? ['', 'Z', ''] : offsetForm.exec(offset ?? '')
  if (!day || !clock || !zone) return null
  const shift = zone[1] === 'Z' ? 'Z' : `${zone[1]}:${zone[2]}`
  const text = `${day[1]}-${day[2]}-${day[3]}T${clock[1]}:${clock[2]}:${clock[3] ?? '00'}${shift}`
  return timeOf(text) === null ? null : text
}

/** Cut to the second, as vendors print it. */
export const printedTime = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
