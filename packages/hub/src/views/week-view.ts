// A week of deliveries at a glance: what came, what is open, what is expected. Days are those of the home.
import {
  type Parcel,
  type Verdict,
  type WallTime,
  hours,
  openVerdicts,
  safeVerdicts,
  verdicts,
  wallTime,
} from '@portico/core'
import { type WeekView, verdictWords } from '@portico/protocol'
import type { HomeRuntime, LocalDay } from '@portico/runtime'
import { parcelName } from './parcel-name.ts'
import { verdictView } from './truth-view.ts'

export interface WeekFacts {
  readonly runtime: Pick<HomeRuntime, 'deliveries' | 'truth'>
  readonly day: LocalDay
  readonly now: WallTime
  readonly viewer: string | null
}

const DAYS = 7
const LIST_MAX = 20
const AHEAD = hours(7 * 24)

/** The last days of the home, today last: by its dates, so that a day of 23 or 25 hours is one day. */
function lastDays({ day, now }: WeekFacts): readonly string[] {
  const dates: string[] = []
  for (let at: number = now; dates.length < DAYS; at -= hours(6)) {
    const { localDate } = day.at(wallTime(at))
    if (!dates.includes(localDate)) dates.push(localDate)
  }
  return dates.toReversed()
}

interface Judged {
  readonly parcel: Parcel
  readonly verdict: Verdict
  /** When it became what it is. */
  readonly at: WallTime | null
}

/** Of what nobody has spoken for longer nothing came in this week, and nothing is expected. */
const SPOKEN_WITHIN = hours(30 * 24)

const isOurs = ({ disowned, direction, lastSeen }: Parcel, now: WallTime): boolean =>
  disowned === null && direction === 'inbound' && now - lastSeen <= SPOKEN_WITHIN

export function weekView(facts: WeekFacts): WeekView {
  const { runtime, day, now, viewer } = facts
  const dates = lastDays(facts)
  const dateOf = (at: WallTime | null): string | null => (at === null ? null : day.at(at).localDate)
  const ours = runtime.deliveries.parcels.filter((parcel) => isOurs(parcel, now))
  const judged = ours.map((parcel): Judged => {
    const verdict = runtime.truth.judge(parcel)
    return { parcel, verdict, at: parcel.statusAt ?? runtime.truth.of(parcel).moves.at(-1)?.at ?? null }
  })
  const ended = judged.filter(
    ({ verdict, at }) => verdict.is !== 'on-the-way' && dates.includes(dateOf(at) ?? ''),
  )
  const byTime = ended.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))
  const row = ({ parcel, verdict, at }: Judged): WeekView['open'][number] => ({
    parcel: parcel.id,
    name: parcelName(parcel, viewer),
    verdict: verdictView(verdict),
    at,
  })
  const due = judged.flatMap(({ parcel, verdict }) =>
    verdict.is === 'on-the-way' && parcel.window !== null ? [{ parcel, window: parcel.window }] : [],
  )
  return {
    from: wallTime(now - DAYS * hours(24)),
    to: now,
    days: dates.map((date) => ({
      date,
      arrived: ended.filter(({ at, verdict }) => dateOf(at) === date && safeVerdicts.has(verdict.is)).length,
      expected: due.filter(({ window }) => dateOf(window.from) === date).length,
    })),
    counts: verdicts.flatMap((is) => {
      const count = ended.filter(({ verdict }) => verdict.is === is).length
      return count === 0 ? [] : [{ is, words: verdictWords[is], count }]
    }),
    open: byTime
      .filter(({ verdict }) => openVerdicts.has(verdict.is) || verdict.is === 'unknown')
      .slice(0, LIST_MAX)
      .map(row),
    arrived: byTime
      .filter(({ verdict }) => safeVerdicts.has(verdict.is))
      .slice(0, LIST_MAX)
      .map(row),
    expected: due
      .filter(({ window }) => window.to > now && window.from <= now + AHEAD)
      .toSorted((a, b) => a.window.from - b.window.from)
      .slice(0, LIST_MAX)
      .map(({ parcel, window }) => ({
        parcel: parcel.id,
        name: parcelName(parcel, viewer),
        window: { from: window.from, to: window.to },
      })),
  }
}
