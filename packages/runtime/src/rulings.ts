// What the household's sentences say of a visit in this minute: by the rules it was announced under and by those of now,
// whichever are more careful, and under every limit that is known.
import {
  type Cap,
  type Mode,
  type Parcel,
  type Policy,
  type PolicyCase,
  type PolicyDecision,
  type PresenceFact,
  armingMode,
  bothDecide,
  capsOf,
  decidePolicy,
  hours,
  isLooser,
  plainPolicy,
} from '@portico/core'
import type { Clock } from '@portico/ports'
import type { LocalDay } from './local-day.ts'
import { policyHash, widestMode } from './policy.ts'
import type { UnruledVisit, Visit, VisitRuling } from './visit.ts'

export interface RulingsParts {
  readonly policy: () => Policy
  /** By hash; null when it is known no more. */
  readonly pinned: (hash: string) => Policy | null
  readonly presence: () => readonly PresenceFact[]
  readonly parcel: (id: Visit['parcels'][number]) => Parcel | null
  /** Couriers come by plain HTTP. */
  readonly asksAlways: () => boolean
  readonly day: LocalDay
  readonly clock: Clock
}

/** Everything that limits this visit, whatever the sentences say. */
export function capsOfVisit(visit: Visit, asksAlways: boolean): readonly Cap[] {
  const { claim, channel, grade, ceiling, from, to, realWindow, tightened } = visit
  const windowHours = realWindow ? (to - from) / hours(1) : null
  const raised = channel === 'mail' && ceiling !== 'porch'
  return [
    ...capsOf({ claim, channel, grade, windowHours, raised }),
    // Whatever lowered it since: a carrier who says that it is not coming.
    { by: 'carrier', ceiling },
    ...(tightened ? [{ by: 'tightened', ceiling: 'owner' } as const] : []),
    ...(asksAlways ? [{ by: 'plain-http', ceiling: 'owner' } as const] : []),
  ]
}

/** What nobody said of a parcel is not known; that it is perishable may be said, that it is not hardly ever is. */
export const factsOfParcel = (
  id: Visit['parcels'][number],
  parcel: Parcel | null,
): Pick<PolicyCase, 'parcels' | 'person' | 'carrier' | 'sender' | 'perishable' | 'value'> => ({
  parcels: parcel?.parts ?? [id],
  person: parcel?.person ?? null,
  carrier: parcel?.carrier ?? null,
  sender: parcel?.sender ?? null,
  perishable: parcel ? (parcel.told.perishable ?? (parcel.perishable ? true : null)) : null,
  value: parcel?.value ?? null,
})

/** The parcels of a visit come in together: what all of them may. */
export function decideCases(policies: readonly Policy[], cases: readonly PolicyCase[]): PolicyDecision {
  const decisions = cases.flatMap((each) => policies.map((policy) => decidePolicy(policy, each)))
  const [first, ...others] = decisions
  const nothing: PolicyDecision = { place: 'refuse', mode: 'owner', because: [], capped: null, unknown: [] }
  return others.reduce(bothDecide, first ?? nothing)
}

export class Rulings {
  readonly #parts: RulingsParts

  constructor(parts: RulingsParts) {
    this.#parts = parts
  }

  /** The policy that this visit was announced under; one of an earlier version knew a mode alone. */
  pinnedOf(visit: Visit): Policy {
    if (visit.ruling === null) return plainPolicy(visit.mode)
    return this.#parts.pinned(visit.policy) ?? plainPolicy('owner')
  }

  /** `parcels`: those that are not in the book yet. */
  #of(visit: Visit, pinned: Policy, parcels: readonly Parcel[] = []): VisitRuling {
    const { policy, presence, parcel: find, asksAlways, day, clock } = this.#parts
    const wall = clock.wall()
    const caps = capsOfVisit(visit, asksAlways())
    const cases = visit.parcels.map((id): PolicyCase => ({
      door: visit.door,
      ...factsOfParcel(id, parcels.find((each) => each.id === id) ?? find(id)),
      at: day.at(wall),
      presence: presence(),
      caps,
    }))
    return { ...decideCases([pinned, policy()], cases), wall, cases }
  }

  /** The visit as it may be let in now. */
  ruled(visit: Visit): Visit {
    const ruling = this.#of(visit, this.pinnedOf(visit))
    return { ...visit, mode: armingMode(ruling), ruling }
  }

  /** One that is announced now pins the rules of now. Its parcels need not be in the book yet. */
  announced(unruled: UnruledVisit, parcels: readonly Parcel[]): Visit {
    const policy = this.#parts.policy()
    const visit: Visit = { ...unruled, mode: 'owner', policy: policyHash(policy), ruling: null }
    const ruling = this.#of(visit, policy, parcels)
    return { ...visit, mode: armingMode(ruling), ruling }
  }

  /** The loosest that it may still become; a pass is made for this. */
  widestOf(visit: Visit): Mode {
    const [then, now] = [widestMode(this.pinnedOf(visit)), widestMode(this.#parts.policy())]
    const widest = isLooser(then, now) ? now : then
    return visit.tightened || this.#parts.asksAlways() ? 'owner' : widest
  }
}
