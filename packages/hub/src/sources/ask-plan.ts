// Which parcel a service is asked about next, and when: the soonest delivery first, within the day's budget. Pure.
import type { Parcel, ParcelId, ParcelStatus } from '@portico/core'

/** What is known at this service of one parcel; times are Unix ms. */
export interface ParcelTurn {
  readonly following: 'no' | 'yes' | 'refused'
  readonly ref: string | null
  /** As it was told to the service, to end the following with. */
  readonly number: string
  readonly carrier: string | null
  readonly asked: number | null
  /** Hash of what it said last: the same again is no news. */
  readonly said: string | null
}

export interface Spent {
  /** UTC date. */
  readonly day: string
  readonly asks: number
  readonly follows: number
}

export interface AskBudget {
  readonly asksPerDay: number
  readonly followsPerDay: number
  /** Its answers tell news; false: only its webhooks do. */
  readonly isAsked: boolean
}

export type ParcelFacts = Pick<
  Parcel,
  'id' | 'number' | 'carrier' | 'claim' | 'status' | 'window' | 'firstSeen' | 'lastSeen' | 'doneAt'
>

export interface PlanFacts {
  /** Of the home; whether they are followed is judged here. */
  readonly parcels: readonly ParcelFacts[]
  readonly turns: ReadonlyMap<ParcelId, ParcelTurn>
  readonly spent: Spent
  readonly budget: AskBudget
  readonly now: number
}

export type NextAct =
  | { readonly type: 'follow' | 'ask'; readonly parcel: ParcelFacts; readonly at: number }
  | { readonly type: 'leave'; readonly parcel: ParcelId; readonly at: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A parcel of which nobody has heard for so long is not asked about any more. */
const SILENT_AFTER = 30 * DAY
/** At most so many at a time, those that come soonest. */
export const FOLLOWED_MAX = 200
/** A window that begins within this makes a parcel near. */
const NEAR_WITHIN = 12 * HOUR
const EVERY_NEAR = 5 * MINUTE
/** Registered, and nothing told yet. */
const EVERY_UNKNOWN = HOUR / 2
const EVERY_MOVING = 2 * HOUR
const EVERY_FAR = 6 * HOUR
/** A service that would not follow a parcel is told of it again after this. */
const REFUSED_FOR = DAY
/** The last part of a day's questions is for parcels that are near. */
const KEPT_FOR_NEAR = 0.25

const near: ReadonlySet<ParcelStatus> = new Set(['out-for-delivery', 'arriving'])
const moving: ReadonlySet<ParcelStatus> = new Set(['accepted', 'in-transit', 'attempted', 'exception'])

export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10)

/** With the day the budget begins anew. */
export const spentOn = (spent: Spent, now: number): Spent =>
  spent.day === dayOf(now) ? spent : { day: dayOf(now), asks: 0, follows: 0 }

/** Only what the household named is told to anybody outside, and only while it is on its way (threats G1). */
export const isFollowed = ({ claim, doneAt, lastSeen, firstSeen }: ParcelFacts, now: number): boolean =>
  claim === 'household' && doneAt === null && now - Math.max(lastSeen, firstSeen) < SILENT_AFTER

function isNear({ status, window }: ParcelFacts, now: number): boolean {
  if (status !== null && near.has(status)) return true
  return window !== null && window.from - now < NEAR_WITHIN && window.to > now
}

function every(parcel: ParcelFacts, { said }: ParcelTurn, now: number): number {
  if (isNear(parcel, now)) return EVERY_NEAR
  if (said === null) return EVERY_UNKNOWN
  return parcel.status !== null && moving.has(parcel.status) ? EVERY_MOVING : EVERY_FAR
}

/** Soonest window first; without one, those that are near, then the rest, the newest first. */
function bySoonest(now: number): (a: ParcelFacts, b: ParcelFacts) => number {
  const rank = (parcel: ParcelFacts): number => {
    const { window } = parcel
    if (window !== null && window.to > now) return window.from
    return isNear(parcel, now) ? now + NEAR_WITHIN : Number.MAX_SAFE_INTEGER
  }
  return (a, b) => rank(a) - rank(b) || b.firstSeen - a.firstSeen || (a.id < b.id ? -1 : 1)
}

/** Null: there is nothing to ask before something changes. `at` may lie in the past: it is due. */
export function nextAct(facts: PlanFacts): NextAct | null {
  const { turns, now, budget } = facts
  const spent = spentOn(facts.spent, now)
  const tomorrow = Date.parse(`${dayOf(now)}T00:00:00Z`) + DAY
  const followed = facts.parcels.filter((parcel) => isFollowed(parcel, now)).toSorted(bySoonest(now))
  const kept = followed.slice(0, FOLLOWED_MAX)
  const left = budget.asksPerDay - spent.asks
  const mayAskFar = left > budget.asksPerDay * KEPT_FOR_NEAR
  const acts = kept.flatMap((parcel): NextAct[] => {
    const turn = turns.get(parcel.id)
    const asked = Math.min(turn?.asked ?? 0, now)
    if (turn?.following !== 'yes') {
      const due = turn?.following === 'refused' ? asked + REFUSED_FOR : now
      const isAllowed = left > 0 && spent.follows < budget.followsPerDay
      return [{ type: 'follow', parcel, at: isAllowed ? due : Math.max(due, tomorrow) }]
    }
    if (!budget.isAsked) return []
    const due = asked + every(parcel, turn, now)
    const isAllowed = left > 0 && (mayAskFar || isNear(parcel, now))
    return [{ type: 'ask', parcel, at: isAllowed ? due : Math.max(due, tomorrow) }]
  })
  const ids = new Set(kept.map(({ id }) => id))
  for (const id of turns.keys())
    if (!ids.has(id)) acts.push({ type: 'leave', parcel: id, at: left > 0 ? now : tomorrow })
  // Of those that are due the first counts, in the order of the list; else the earliest.
  return acts.find(({ at }) => at <= now) ?? acts.toSorted((a, b) => a.at - b.at)[0] ?? null
}
