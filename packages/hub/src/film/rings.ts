// Rings that nobody answered, as the faces see them.
import type { DoorId } from '@portico/core'
import type { RingRecord } from './ring-book.ts'

/** Rings that nobody answered. */
export interface Rings {
  /** Newest first. */
  readonly all: readonly RingRecord[]
  get(id: string): RingRecord | null
  /** Somebody of the house speaks with whoever rang, or has sent an answer: that ring is none that was missed. */
  answered(door: DoorId): void
}
