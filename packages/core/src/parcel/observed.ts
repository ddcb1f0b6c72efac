// One thing that a source says of a parcel.
import type { Claim } from '../door/mode.ts'
import type { WallTime } from '../time.ts'
import type { Elsewhere, ParcelStatus, SourceGrade } from './status.ts'
import type { Window } from './window.ts'

/** `return`: it leaves this house; whoever carries it out for delivery goes to another door. */
export type ParcelDirection = 'inbound' | 'return'

export interface ParcelValue {
  /** In the smallest unit of the currency: cents, pence. */
  readonly minor: number
  /** ISO 4217, three capital letters. */
  readonly currency: string
}

export interface Observation {
  readonly source: string
  readonly grade: SourceGrade
  readonly carrier: string | null
  /** null: nothing said about the state, or a word nobody knows. */
  readonly status: ParcelStatus | null
  /** When the carrier says it happened; null when it does not say. */
  readonly occurredAt: WallTime | null
  readonly received: WallTime
  readonly window: Window | null
  readonly elsewhere: Elsewhere | null
  /** Set when the household itself names the parcel. */
  readonly claim: Claim
  /** Who sends it: a shop. What is absent here is not said. */
  readonly sender?: string | null
  readonly title?: string | null
  readonly orders?: readonly string[]
  readonly direction?: ParcelDirection | null
  readonly value?: ParcelValue | null
  readonly perishable?: boolean
}
