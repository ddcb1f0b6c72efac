// Days and times of day as notices write them, in the home's own time. A mail names no zone.

const monthLists: readonly (readonly string[])[] = [
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['jan', 'feb', 'mär', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'],
  ['jan', 'fév', 'mar', 'avr', 'mai', 'juin', 'juil', 'aoû', 'sep', 'oct', 'nov', 'déc'],
  ['jan', 'feb', 'maa', 'apr', 'mei', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'],
]
const monthEntries = monthLists.flatMap((list) => list.map((word, at) => [word, at + 1] as const))

/** By its first letters; `juin` and `juil` differ in the fourth. */
function monthOf(word: string): number | null {
  const lower = word.toLowerCase()
  const known = monthEntries.filter(([start]) => lower.startsWith(start))
  const longest = known.toSorted(([a], [b]) => b.length - a.length)[0]
  return longest?.[1] ?? null
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `YYYY-MM-DD` of a day that exists; else null. */
function dayText(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return exists && year >= 2000 && year < 2100 ? `${year}-${two(month)}-${two(day)}` : null
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** A day without a year is the one nearest to the mail's own. */
function nearest(month: number, day: number, mailDay: string): string | null {
  const year = Number(mailDay.slice(0, 4))
  const found = [year - 1, year, year + 1].flatMap((each) => dayText(each, month, day) ?? [])
  const away = (each: string): number => Math.abs(dayNumber(each) - dayNumber(mailDay))
  return found.toSorted((a, b) => away(a) - away(b))[0] ?? null
}

/** Order of the numbers in a day that is written with slashes or dots. */
export type DayOrder = 'mdy' | 'dmy'

export interface DayFacts {
  /** Day of the mail at the home; null: the mail says none, and no day can be found without a year. */
  readonly mailDay: string | null
  readonly order: DayOrder
}

/** The first day that a text names; null: none. */
export function dayIn(text: string, { mailDay, order }: DayFacts): string | null {
  const iso = /\b(20\d\d)-(\d\d)-(\d\d)\b/.exec(text)
  if (iso) return dayText(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const figures = /\b(\d{1,2})[/.](\d{1,2})[/.](20\d\d)\b/.exec(text)
  if (figures) {
    const [first, second, year] = [Number(figures[1]), Number(figures[2]), Number(figures[3])]
    return order === 'mdy' ? dayText(year, first, second) : dayText(year, second, first)
  }
  const monthFirst = /(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?\b(?:,? (20\d\d)\b)?/u.exec(text)
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th|er|\.)? (\p{L}{3,9})\.?(?:,? (20\d\d)\b)?/u.exec(text)
  for (const [day, word, year] of [
    [dayFirst?.[1], dayFirst?.[2], dayFirst?.[3]],
    [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]],
  ]) {
    const month = word === undefined ? null : monthOf(word)
    if (month === null || day === undefined) continue
    if (year !== undefined) return dayText(Number(year), month, Number(day))
    return mailDay === null ? null : nearest(month, Number(day), mailDay)
  }
  return null
}

/** `HH:MM`; null: no time of day. */
export function timeIn(text: string): string | null {
  const found = /\b(\d{1,2})(?:(?:[:.]| ?h ?)(\d\d))?(?: ?([ap])\.?m\b)?/i.exec(text)
  if (!found) return null
  const [, hourText, minuteText, half] = found
  if (minuteText === undefined && half === undefined) return null
  const [hour, minute] = [Number(hourText), Number(minuteText ?? '0')]
  if (minute > 59 || hour > (half === undefined ? 23 : 12) || (half !== undefined && hour === 0)) return null
  if (half === undefined) return `${two(hour)}:${two(minute)}`
  return `${two((hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0))}:${two(minute)}`
}

/** That many days later. */
export const daysAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)

export interface LocalMoment {
  readonly day: string
  readonly time: string
}

/** An instant at the home. @throws RangeError when the zone's IANA name is unknown */
export function localMoment(at: number, timeZone: string): LocalMoment {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const text = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return {
    day: `${text('year')}-${text('month')}-${text('day')}`,
    time: `${text('hour')}:${text('minute')}`,
  }
}
