// Past visits under other rules: what would have become of each. It reads what visits kept of themselves, and asks no
// door anything (issue 7, part 8).
import {
  type LocalTime,
  type Parcel,
  type ParcelId,
  type Policy,
  type PolicyCase,
  type Ruling,
  type SessionId,
  type WallTime,
  isWithin,
  modeWithin,
  wallTime,
} from '@portico/core'
import { ParcelBook } from './parcel-book.ts'
import { storedPolicyIn } from './policy.ts'
import { capsOfVisit, decideCases, factsOfParcel } from './rulings.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { Visit } from './visit.ts'
import { visitIn } from './visits.ts'

export interface RuledAs extends Ruling {
  /** Ids of the sentences that decided. */
  readonly because: readonly string[]
}

export interface RehearsedVisit {
  readonly session: SessionId
  /** When somebody came with it last. */
  readonly at: WallTime
  readonly then: RuledAs
  readonly now: RuledAs
  /** It would have been let in more easily. */
  readonly looser: boolean
  readonly differs: boolean
}

export interface RehearsalOrder {
  readonly visits: readonly Visit[]
  readonly policy: Policy
  readonly since: WallTime
  readonly parcelOf: (id: ParcelId) => Parcel | null
  readonly localTime: (wall: WallTime) => LocalTime
}

/** What a home keeps of its past, and the rules in force now; null: it never had any. */
export function pastOf(records: SealedRecords): Pick<RehearsalOrder, 'visits' | 'parcelOf'> & {
  readonly policy: Policy | null
} {
  const book = new ParcelBook(records)
  return {
    visits: records.all('visit').map(({ value }) => visitIn(value)),
    parcelOf: (id) => book.get(id),
    policy: storedPolicyIn(records.get('policy', 'home'))?.policy ?? null,
  }
}

/** When somebody stood at the door with it; null: nobody came. */
function cameAt({ steps, refusals, ruling, tries }: Visit): WallTime | null {
  const here = steps.findLast(({ rung }) => rung === 'here')?.wall
  const refused = refusals.at(-1)?.wall
  if (here === undefined && refused === undefined && tries === 0) return null
  return ruling?.wall ?? wallTime(Math.max(here ?? 0, refused ?? 0))
}

/** What an earlier version kept of a visit tells nothing of who was at home. */
function casesOf(visit: Visit, at: WallTime, order: RehearsalOrder): readonly PolicyCase[] {
  if (visit.ruling !== null) return visit.ruling.cases
  return visit.parcels.map((id) => ({
    door: visit.door,
    ...factsOfParcel(id, order.parcelOf(id)),
    at: order.localTime(at),
    presence: ['unsaid'],
    caps: capsOfVisit(visit, false),
  }))
}

const ruledThen = ({ ruling, mode, ceiling }: Visit): RuledAs => {
  if (ruling !== null) return { place: ruling.place, mode: ruling.mode, because: ruling.because }
  const within = modeWithin(mode, ceiling)
  return within === null
    ? { place: 'porch', mode: 'owner', because: [] }
    : { place: 'inside', mode: within, because: [] }
}

function rehearsed(visit: Visit, order: RehearsalOrder): readonly RehearsedVisit[] {
  const at = cameAt(visit)
  if (at === null || at < order.since) return []
  const { place, mode, because } = decideCases([order.policy], casesOf(visit, at, order))
  const [then, now]: readonly [RuledAs, RuledAs] = [ruledThen(visit), { place, mode, because }]
  const differs = then.place !== now.place || then.mode !== now.mode
  return [{ session: visit.id, at, then, now, looser: !isWithin(now, then), differs }]
}

/** The looser ones first, then what else would be otherwise, each in the order of time. */
export const rehearse = (order: RehearsalOrder): readonly RehearsedVisit[] =>
  order.visits
    .flatMap((visit) => rehearsed(visit, order))
    .toSorted(
      (a, b) => Number(b.looser) - Number(a.looser) || Number(b.differs) - Number(a.differs) || a.at - b.at,
    )
