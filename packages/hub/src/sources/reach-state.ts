// What is known of asking one service, kept sealed so that a restart neither asks again nor forgets what it owes.
import type { ParcelId } from '@portico/core'
import type { HomeRuntime } from '@portico/runtime'
import type { ParcelTurn, Spent } from './ask-plan.ts'

/** Times are Unix ms. */
export interface ReachState {
  readonly spent: Spent
  /** Nothing is asked before. */
  readonly paused: number | null
  /** In a row. */
  readonly failures: number
  /** It answered, with the key taken. */
  readonly good: number | null
  readonly fault: { readonly at: number; readonly why: string } | null
  readonly key: 'unknown' | 'accepted' | 'refused'
  readonly turns: readonly (readonly [ParcelId, ParcelTurn])[]
  /** The webhook that was entered there for this home; `mark`: of address and secret. */
  readonly hook: { readonly ref: string; readonly url: string; readonly mark: string } | null
  readonly hookLooked: number | null
}

export const freshReach: ReachState = {
  spent: { day: '', asks: 0, follows: 0 },
  paused: null,
  failures: 0,
  good: null,
  fault: null,
  key: 'unknown',
  turns: [],
  hook: null,
  hookLooked: null,
}

export const loadReach = (records: HomeRuntime['records'], source: string): ReachState =>
  // cast: only this folder writes these records
  (records.get('source-reach', source) as ReachState | null) ?? freshReach
