// What people did with parcels and may undo. The journal keeps every act; here stands what an undo needs.
import type { Claim, ParcelId, WallTime } from '@portico/core'
import type { RecordChange } from '@portico/ports'
import type { SealedRecords } from './sealed-records.ts'

interface Act {
  readonly id: string
  readonly by: string
  readonly at: WallTime
}

export interface MergeAct extends Act {
  readonly what: 'merge'
  readonly head: ParcelId
  /** What became part of it, the head of these first. */
  readonly moved: readonly ParcelId[]
}
export interface SplitAct extends Act {
  readonly what: 'split'
  readonly head: ParcelId
  readonly taken: ParcelId
  /** Of the parcel before. */
  readonly claim: Claim
}
export interface DisownAct extends Act {
  readonly what: 'disown'
  readonly head: ParcelId
  /** Parts that were claimed before. */
  readonly claimed: readonly ParcelId[]
}
export type ParcelAct = MergeAct | SplitAct | DisownAct

/** Newest kept: what is older cannot be undone. */
const KEPT = 200

export class ParcelActs {
  readonly #records: SealedRecords
  /** Oldest first. */
  #acts: readonly ParcelAct[]

  constructor(records: SealedRecords) {
    this.#records = records
    this.#acts = records
      .all('parcel-act')
      // cast: only this class writes these records
      .map(({ value }) => value as ParcelAct)
      .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  }

  /** The newest act on any of these; null: nothing that could be undone. */
  newestOf(parts: readonly ParcelId[]): ParcelAct | null {
    return this.#acts.findLast((act) => idsOf(act).some((id) => parts.includes(id))) ?? null
  }

  add(act: ParcelAct): Change {
    const kept = [...this.#acts, act]
    const over = kept.slice(0, Math.max(0, kept.length - KEPT))
    return {
      records: [
        this.#records.put('parcel-act', act.id, act),
        ...over.map(({ id }) => this.#records.put('parcel-act', id, null)),
      ],
      apply: () => {
        this.#acts = [...this.#acts, act].slice(-KEPT)
      },
    }
  }

  remove({ id }: ParcelAct): Change {
    return {
      records: [this.#records.put('parcel-act', id, null)],
      apply: () => {
        this.#acts = this.#acts.filter((act) => act.id !== id)
      },
    }
  }
}

interface Change {
  readonly records: readonly Omit<RecordChange, 'home'>[]
  readonly apply: () => void
}

function idsOf(act: ParcelAct): readonly ParcelId[] {
  switch (act.what) {
    case 'merge':
      return [act.head, ...act.moved]
    case 'split':
      return [act.head, act.taken]
    case 'disown':
      return [act.head]
  }
}
