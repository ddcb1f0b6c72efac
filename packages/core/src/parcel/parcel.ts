// One parcel as its sources and its household tell it. Each source has an account of its own; what the parcel is said to
// be is weighed out of them field by field, so that the order of arrival changes nothing (decisions 49).
import type { Claim } from '../door/mode.ts'
import type { ActorId, ParcelId } from '../ids.ts'
import { type WallTime, wallTime } from '../time.ts'
import {
  type Account,
  byGradeFirst,
  byGradeLatest,
  byPlace,
  byStatus,
  byVouchedTime,
  noteObservation,
} from './account.ts'
import type { Observation, ParcelDirection, ParcelValue } from './observed.ts'
import { type Ranking, type Said, strength, stronger } from './said.ts'
import { type Elsewhere, type ParcelStatus, type SourceGrade, isTerminal } from './status.ts'
import { normalNumber } from './tracking-number.ts'
import type { Window } from './window.ts'

/** What people of the house say of it; it goes before the words of every source. */
export interface Told {
  readonly title: string | null
  /** Whose it is; null: everybody's. */
  readonly person: ActorId | null
  /** Title and sender are for `person` alone: a gift, or nobody else's business. */
  readonly confidential: boolean
  /** Null: nobody has said. */
  readonly perishable: boolean | null
  readonly value: ParcelValue | null
  readonly direction: ParcelDirection | null
}

export interface Parcel extends Omit<Told, 'perishable' | 'direction'> {
  readonly id: ParcelId
  /** As the label shows it: upper case, no blanks. Personal: it never stands in a journal line. */
  readonly number: string
  /** Its own first, then those of the parcels that were merged into it. */
  readonly numbers: readonly string[]
  readonly carrier: string | null
  readonly sender: string | null
  /** Sorted. An order may have several parcels, and a parcel several orders. */
  readonly orders: readonly string[]
  readonly direction: ParcelDirection
  readonly perishable: boolean
  readonly claim: Claim
  readonly status: ParcelStatus | null
  readonly statusAt: WallTime | null
  readonly statusSource: string | null
  /** Of the best source that says this status. */
  readonly grade: SourceGrade
  readonly window: Window | null
  readonly elsewhere: Elsewhere | null
  readonly firstSeen: WallTime
  readonly lastSeen: WallTime
  /** Set once it has come or gone; a recycled number starts a new parcel long after. */
  readonly doneAt: WallTime | null
  /** Since when the household says that it is not theirs. */
  readonly disowned: WallTime | null
  /** Sorted by source. */
  readonly accounts: readonly Account[]
  readonly told: Told
  /** The household says that it is the same as this one. */
  readonly mergedInto: ParcelId | null
  /** Itself first, then those that were merged into it. */
  readonly parts: readonly ParcelId[]
}

/** What is stored and cannot be worked out from anything else. */
export type ParcelCore = Pick<
  Parcel,
  'id' | 'number' | 'claim' | 'firstSeen' | 'lastSeen' | 'disowned' | 'accounts' | 'told' | 'mergedInto'
>

export const NOTHING_TOLD: Told = {
  title: null,
  person: null,
  confidential: false,
  perishable: null,
  value: null,
  direction: null,
}

interface Best<T> extends Said<T> {
  readonly source: string
}

function best<T>(
  accounts: readonly Account[],
  field: (account: Account) => Said<T> | null,
  ranking: Ranking<T>,
): Best<T> | null {
  let found: Best<T> | null = null
  for (const account of accounts) {
    const said = field(account)
    if (said !== null && stronger<T>(found, said, ranking) === said)
      found = { ...said, source: account.source }
  }
  return found
}

function gradeOf(accounts: readonly Account[], status: ParcelStatus | null): SourceGrade {
  const same = accounts.flatMap(({ status: said }) =>
    said !== null && said.value === status ? said.grade : [],
  )
  return same.toSorted((a, b) => strength(b) - strength(a))[0] ?? 'none'
}

const endedIn = (accounts: readonly Account[]): WallTime | null => {
  const ends = accounts.flatMap(({ ended }) => ended ?? [])
  return ends.length === 0 ? null : wallTime(Math.min(...ends))
}

/** The parcel that its sources and its household make it. */
export function weigh(core: ParcelCore): Parcel {
  const { accounts, told } = core
  const status = best(accounts, (account) => account.status, byStatus)
  return {
    ...core,
    numbers: [core.number],
    parts: [core.id],
    carrier: best(accounts, (account) => account.carrier, byGradeFirst)?.value ?? null,
    sender: best(accounts, (account) => account.sender, byGradeLatest)?.value ?? null,
    orders: [...new Set(accounts.flatMap(({ orders }) => orders))].toSorted(),
    direction:
      told.direction ?? best(accounts, (account) => account.direction, byGradeLatest)?.value ?? 'inbound',
    title: told.title ?? best(accounts, (account) => account.title, byGradeLatest)?.value ?? null,
    person: told.person,
    confidential: told.confidential,
    perishable: told.perishable ?? accounts.some(({ perishable }) => perishable),
    value: told.value ?? best(accounts, (account) => account.value, byGradeLatest)?.value ?? null,
    status: status?.value ?? null,
    statusAt: status?.at ?? null,
    statusSource: status?.source ?? null,
    grade: gradeOf(accounts, status?.value ?? null),
    window: best(accounts, (account) => account.window, byVouchedTime)?.value ?? null,
    elsewhere: best(accounts, (account) => account.elsewhere, byPlace)?.value ?? null,
    doneAt: status !== null && isTerminal(status.value) ? endedIn(accounts) : null,
  }
}

export function newParcel(id: ParcelId, number: string, observation: Observation): Parcel {
  const { received } = observation
  const empty = weigh({
    id,
    number: normalNumber(number),
    claim: 'none',
    firstSeen: received,
    lastSeen: received,
    disowned: null,
    accounts: [],
    told: NOTHING_TOLD,
    mergedInto: null,
  })
  return foldObservation(empty, observation)
}

export function foldObservation(parcel: Parcel, observation: Observation): Parcel {
  const { received, claim } = observation
  return weigh({
    ...parcel,
    // A claim is the household's act and no report takes it away.
    claim: parcel.claim === 'household' ? 'household' : claim,
    disowned: claim === 'household' ? null : parcel.disowned,
    firstSeen: wallTime(Math.min(parcel.firstSeen, received)),
    lastSeen: wallTime(Math.max(parcel.lastSeen, received)),
    accounts: noteObservation(parcel.accounts, observation),
  })
}

/** People of the house say more of it. */
export const withTold = (parcel: Parcel, told: Partial<Told>): Parcel =>
  weigh({ ...parcel, told: { ...parcel.told, ...told } })
