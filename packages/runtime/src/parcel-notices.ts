// What people may like to know of parcels: kept until newer ones push it out, each with its line in the journal, so that
// every page hears of it in the same way as of everything else.
import type { DoorId, ParcelId, WallTime } from '@portico/core'
import type { RecordChange } from '@portico/ports'
import type { LineBody } from './home-journal.ts'
import type { SealedRecords } from './sealed-records.ts'

export const parcelNotices = [
  'arriving',
  'delivered',
  'delayed',
  'still-outside',
  'taken',
  'not-here',
] as const

export type ParcelNoticeName = (typeof parcelNotices)[number]

export interface ParcelNotice {
  readonly notice: ParcelNoticeName
  readonly parcel: ParcelId
  readonly door: DoorId | null
  readonly at: WallTime
}

const KEPT = 100
const ALL = 'all'

export class ParcelNotices {
  readonly #records: SealedRecords
  #all: readonly ParcelNotice[]

  constructor(records: SealedRecords) {
    this.#records = records
    // cast: only this class writes this record
    this.#all = (records.get('parcel-notices', ALL) as readonly ParcelNotice[] | null) ?? []
  }

  /** Newest first. */
  get all(): readonly ParcelNotice[] {
    return this.#all.toReversed()
  }

  /**
   * What goes into one transaction. They count from now on, since the next that are added must not forget them; `undo`
   * when they could not be written.
   */
  adding(notices: readonly ParcelNotice[]): {
    readonly lines: readonly LineBody[]
    readonly records: readonly Omit<RecordChange, 'home'>[]
    readonly undo: () => void
  } {
    if (notices.length === 0) return { lines: [], records: [], undo() {} }
    this.#all = [...this.#all, ...notices].slice(-KEPT)
    return {
      lines: notices.map(({ notice, parcel, door }) => ({
        door: null,
        session: null,
        type: 'ParcelNotice',
        cause: 'runtime',
        data: { notice, parcel, door },
      })),
      records: [this.#records.put('parcel-notices', ALL, this.#all)],
      undo: () => void (this.#all = this.#all.filter((notice) => !notices.includes(notice))),
    }
  }
}
