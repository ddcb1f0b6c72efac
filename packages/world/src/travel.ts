// Linear motion of one thing along one line: the bolt in its case, the leaf on its hinge, a person on the path.
import { type Duration, type Instant, after, milliseconds } from '@portico/core'

export interface Travel {
  readonly from: number
  readonly to: number
  readonly since: Instant
  readonly until: Instant
}

export interface TravelPlan {
  readonly from: number
  readonly to: number
  readonly since: Instant
  /** Time for a way of length 1. */
  readonly pace: Duration
}

export function travel({ from, to, since, pace }: TravelPlan): Travel {
  return { from, to, since, until: after(since, milliseconds(Math.abs(to - from) * pace)) }
}

/** Where it is at `at`; before its start at `from`, after its end at `to`. */
export function placeAt(way: Travel, at: Instant): number {
  if (at <= way.since) return way.from
  if (at >= way.until) return way.to
  return way.from + ((way.to - way.from) * (at - way.since)) / (way.until - way.since)
}
