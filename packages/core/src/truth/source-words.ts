// Words of sources beside each other: what each says of the end, which of them leads, and what speaks against it.
import { strength } from '../parcel/said.ts'
import { type ParcelStatus, isTerminal } from '../parcel/status.ts'
import type { WallTime } from '../time.ts'
import type { SourceWord } from './testimony.ts'
import type { Reason, ReasonCode } from './verdict.ts'

/** What the house itself knows, or misses. */
export const houses = (why: ReasonCode, at: WallTime | null): Reason => ({
  why,
  at,
  source: null,
  grade: null,
})

export const saids: Readonly<Record<ParcelStatus, ReasonCode>> = {
  announced: 'said-under-way',
  accepted: 'said-under-way',
  'in-transit': 'said-under-way',
  'out-for-delivery': 'said-under-way',
  arriving: 'said-under-way',
  delivered: 'said-delivered',
  'delivered-elsewhere': 'said-elsewhere',
  attempted: 'said-attempted',
  exception: 'said-attempted',
  returned: 'said-returned',
  cancelled: 'said-returned',
}

export const said = ({ source, status }: SourceWord): Reason => ({
  why: saids[status.value],
  at: status.at,
  source,
  grade: status.grade,
})

/** Signed with or without a time is the same here: both are the carrier's own word. */
export const weight = ({ status: { grade } }: SourceWord): number =>
  grade === 'none' ? 0 : grade === 'bearer' ? 1 : 2

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** An end goes before what led to it; the better source before the weaker; the newer before the older. */
export const byRank = (a: SourceWord, b: SourceWord): number =>
  Number(isTerminal(b.status.value)) - Number(isTerminal(a.status.value)) ||
  weight(b) - weight(a) ||
  b.status.at - a.status.at ||
  strength(b.status.grade) - strength(a.status.grade) ||
  compare(a.source, b.source)

/** It says otherwise, and not before the word that leads. */
export const isContrary = (word: SourceWord, { status }: SourceWord): boolean =>
  saids[status.value] !== saids[word.status.value] &&
  (isTerminal(status.value)
    ? status.at >= word.status.at
    : saids[status.value] === 'said-attempted' && status.at > word.status.at)
