// Within which days parcels are looked for: so long back from now, or from one day to another.

export interface SearchTimes {
  readonly span: 'all' | 'week' | 'month' | 'year' | 'days'
  /** `2026-11-27` each, where `days` is chosen; empty: open at this end. */
  readonly from: string
  readonly to: string
}

export const ALL_TIMES: SearchTimes = { span: 'all', from: '', to: '' }

export const spanWords = {
  all: 'Any time',
  week: 'The last 7 days',
  month: 'The last 30 days',
  year: 'The last 12 months',
  days: 'From day to day',
} as const satisfies Record<SearchTimes['span'], string>

const DAY_MS = 86_400_000
const days = { week: 7, month: 30, year: 365 } as const

/** Unix ms of midnight here; null: no day is said. */
const dayIn = (text: string, offset: number): number | null => {
  const [year, month, day] = text.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const at = new Date(year, month - 1, day + offset).getTime()
  return Number.isFinite(at) && at >= 0 ? at : null
}

/** What the hub is asked for. */
export function timesIn(
  { span, from, to }: SearchTimes,
  now: number,
): { readonly from?: number; readonly to?: number } {
  if (span === 'all') return {}
  if (span !== 'days') return { from: now - days[span] * DAY_MS }
  const [first, last] = [dayIn(from, 0), dayIn(to, 1)]
  return { ...(first !== null && { from: first }), ...(last !== null && { to: last - 1 }) }
}

/** The last day lies before the first. */
export const isTurned = ({ span, from, to }: SearchTimes): boolean =>
  span === 'days' && from !== '' && to !== '' && to < from
