// What one source has said of a parcel by now. Each field keeps its strongest word, so that the order in which words
// arrive, and a word heard twice, change nothing (decisions 49).
import { type WallTime, minutes, wallTime } from '../time.ts'
import type { Window } from './window.ts'
import { type Elsewhere, type ParcelStatus, isTerminal, parcelStatuses } from './status.ts'
import type { Observation, ParcelDirection, ParcelValue } from './observed.ts'
import { type Said, later, strength, stronger } from './said.ts'

export interface Account {
  readonly source: string
  readonly status: Said<ParcelStatus> | null
  /** Said together with a status. */
  readonly elsewhere: Said<Elsewhere> | null
  readonly window: Said<Window> | null
  readonly carrier: Said<string> | null
  readonly sender: Said<string> | null
  readonly title: Said<string> | null
  readonly direction: Said<ParcelDirection> | null
  readonly value: Said<ParcelValue> | null
  readonly perishable: boolean
  /** Numbers of the orders that it belongs to, sorted. */
  readonly orders: readonly string[]
  readonly firstHeard: WallTime
  readonly lastHeard: WallTime
  /** When it was first heard that the parcel has come or gone. */
  readonly ended: WallTime | null
}

/** Order numbers kept of one source. */
export const ORDERS_MAX = 16
/** A source whose clock is ahead does not hold its word against all that come later. */
const AHEAD_MAX = minutes(10)

/** A parcel that has come or gone is not reopened; else the later event counts, and of one moment the better source. */
export const byStatus = ({ value, at, grade }: Said<ParcelStatus>): readonly number[] => [
  isTerminal(value) ? 1 : 0,
  at,
  strength(grade),
  parcelStatuses.indexOf(value),
]
/** The newest that anybody vouches for; else the newest. */
export const byVouchedTime = ({ at, grade }: Said<unknown>): readonly number[] => [
  grade === 'none' ? 0 : 1,
  at,
  strength(grade),
]
/** Who vouches best; of alike sources the first, so that a parcel keeps its name. */
export const byGradeFirst = ({ at, grade }: Said<unknown>): readonly number[] => [strength(grade), 0 - at]
/** Who vouches best; of alike sources the newest. */
export const byGradeLatest = ({ at, grade }: Said<unknown>): readonly number[] => [strength(grade), at]

/** Where it went is said with a state; the place goes with the state that it explains. */
export const byPlace = ({ at, grade }: Said<Elsewhere>): readonly number[] => [at, strength(grade)]

const earliest = (a: WallTime | null, b: WallTime | null): WallTime | null =>
  a === null || b === null ? (a ?? b) : wallTime(Math.min(a, b))

const sortedOrders = (orders: readonly string[]): readonly string[] =>
  [...new Set(orders)].toSorted().slice(0, ORDERS_MAX)

/** One report alone. */
function heard(observation: Observation): Account {
  const { source, grade, status, occurredAt, received, window, elsewhere } = observation
  const at = wallTime(Math.min(occurredAt ?? received, received + AHEAD_MAX))
  const said = <T>(value: T | null | undefined): Said<T> | null =>
    value === null || value === undefined ? null : { value, at, grade }
  return {
    source,
    status: said(status),
    elsewhere: status === null ? null : said(elsewhere),
    window: said(window),
    carrier: said(observation.carrier),
    sender: said(observation.sender),
    title: said(observation.title),
    direction: said(observation.direction),
    value: said(observation.value),
    perishable: observation.perishable ?? false,
    orders: sortedOrders(observation.orders ?? []),
    firstHeard: received,
    lastHeard: received,
    ended: status !== null && isTerminal(status) ? received : null,
  }
}

/** What both say, field by field: the same whichever comes first. */
export function joinAccounts(a: Account, b: Account): Account {
  return {
    source: a.source,
    status: stronger(a.status, b.status, byStatus),
    elsewhere: stronger(a.elsewhere, b.elsewhere, byPlace),
    window: stronger(a.window, b.window, byVouchedTime),
    carrier: stronger(a.carrier, b.carrier, byGradeFirst),
    sender: stronger(a.sender, b.sender, byGradeLatest),
    title: stronger(a.title, b.title, byGradeLatest),
    direction: stronger(a.direction, b.direction, byGradeLatest),
    value: stronger(a.value, b.value, byGradeLatest),
    perishable: a.perishable || b.perishable,
    orders: sortedOrders([...a.orders, ...b.orders]),
    firstHeard: earliest(a.firstHeard, b.firstHeard) ?? a.firstHeard,
    lastHeard: later(a.lastHeard, b.lastHeard),
    ended: earliest(a.ended, b.ended),
  }
}

/** Sources kept apart of one parcel; what more of them say is one account together. */
export const ACCOUNTS_MAX = 16
export const OTHERS = 'others'

const addAccount = (accounts: readonly Account[], account: Account): readonly Account[] => {
  const same = accounts.find(({ source }) => source === account.source)
  if (same) return accounts.map((each) => (each === same ? joinAccounts(same, account) : each))
  if (accounts.length >= ACCOUNTS_MAX && account.source !== OTHERS)
    return addAccount(accounts, { ...account, source: OTHERS })
  return [...accounts, account].toSorted((one, other) => (one.source < other.source ? -1 : 1))
}

export const noteObservation = (accounts: readonly Account[], observation: Observation): readonly Account[] =>
  addAccount(accounts, heard(observation))

export const joinAllAccounts = (accounts: readonly Account[], more: readonly Account[]): readonly Account[] =>
  more.reduce(addAccount, accounts)
