// When and where a PIN of the home is good, in words, and the same as it is typed.
import type { PinSpan, PinView } from '@portico/protocol'
import { dateWords } from '../live/hub-clock.ts'

/** From Monday on, as a week is read here; 0 is Sunday. */
export const weekDays: readonly (readonly [day: number, name: string])[] = [
  [1, 'Mon'],
  [2, 'Tue'],
  [3, 'Wed'],
  [4, 'Thu'],
  [5, 'Fri'],
  [6, 'Sat'],
  [0, 'Sun'],
]

const two = (value: number): string => String(value).padStart(2, '0')

/** Minutes of the day as a clock shows them; the end of the day is 24:00. */
const clockOf = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`

/** What a field for a time holds, as minutes of the day; null: nothing that is one. */
export function minutesIn(typed: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(typed) ?? []
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes)
}

function spanWords({ days, from, to }: PinSpan): string {
  const named = weekDays.filter(([day]) => days.includes(day)).map(([, name]) => name)
  return `${named.length === 7 ? 'every day' : named.join(', ')} ${clockOf(from)}–${clockOf(to)}`
}

export function pinWords(
  { person, doors, hours, until }: PinView,
  names: { readonly people: ReadonlyMap<string, string>; readonly doors: ReadonlyMap<string, string> },
): string {
  const who = person === null ? 'A guest’s' : `Of ${names.people.get(person) ?? 'somebody of this home'}`
  const where = doors === null ? 'all doors' : doors.map((door) => names.doors.get(door) ?? door).join(', ')
  const when = hours === null ? 'always' : hours.map(spanWords).join('; ')
  const end = until === null ? '' : `, until ${dateWords(until)}`
  return `${who}: ${where}, ${when}${end}`
}
