// What is counted as lines of the journal go by. The labels come from closed lists, so that no visit, parcel or person
// ever makes a series of its own.
import { type JournalLine, alarmCodes, refusalCodes } from '@portico/core'
import type { Metric, Sample } from './exposition.ts'

/** Ms; the last bucket has no bound. */
const LAG_BUCKETS_MS = [5, 25, 100, 500, 2_500] as const

const outcomes = [
  'delivered',
  'undelivered',
  'refused',
  'cancelled',
  'expired',
  'taken-over',
  'unsealed',
] as const

/** Counts of a closed list; what is not on it is counted as `other`. */
class Counts {
  readonly #counts: Map<string, number>
  constructor(names: readonly string[]) {
    this.#counts = new Map(names.map((name) => [name, 0]))
  }
  add(name: unknown): void {
    const key = typeof name === 'string' && this.#counts.has(name) ? name : 'other'
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
  samples(label: string): readonly Sample[] {
    return [...this.#counts].map(([name, value]) => ({ labels: { [label]: name }, value }))
  }
}

export class Counters {
  readonly #visits = new Counts(outcomes)
  readonly #refusals = new Counts(refusalCodes)
  readonly #alarms = new Counts(alarmCodes)
  readonly #lags = LAG_BUCKETS_MS.map(() => 0)
  #lines = 0
  #lagSum = 0

  take(lines: readonly JournalLine[]): void {
    for (const { type, data, lag } of lines) {
      this.#lines += 1
      this.#lagSum += lag
      for (const [place, bound] of LAG_BUCKETS_MS.entries())
        if (lag <= bound) this.#lags[place] = (this.#lags[place] ?? 0) + 1
      if (type === 'SessionClosed') this.#visits.add(data['outcome'])
      else if (type === 'Refused' || type === 'EntryRefused') this.#refusals.add(data['code'])
      else if (type === 'AlarmRaised') this.#alarms.add(data['kind'])
    }
  }

  get metrics(): readonly Metric[] {
    const buckets = LAG_BUCKETS_MS.map((bound, place): Sample => ({
      suffix: '_bucket',
      labels: { le: String(bound / 1_000) },
      value: this.#lags[place] ?? 0,
    }))
    return [
      {
        name: 'portico_visits_closed_total',
        type: 'counter',
        help: 'Visits that ended since the hub was started, by outcome.',
        samples: this.#visits.samples('outcome'),
      },
      {
        name: 'portico_refusals_total',
        type: 'counter',
        help: 'Everything that a door refused since the hub was started, by code.',
        samples: this.#refusals.samples('code'),
      },
      {
        name: 'portico_alarms_raised_total',
        type: 'counter',
        help: 'Alarms since the hub was started, by kind.',
        samples: this.#alarms.samples('kind'),
      },
      {
        name: 'portico_journal_lag_seconds',
        type: 'histogram',
        help: 'How long what led to a line of the journal had waited before it was decided, seconds.',
        samples: [
          ...buckets,
          { suffix: '_bucket', labels: { le: '+Inf' }, value: this.#lines },
          { suffix: '_sum', value: this.#lagSum / 1_000 },
          { suffix: '_count', value: this.#lines },
        ],
      },
    ]
  }
}
