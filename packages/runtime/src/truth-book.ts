// What is kept of the truth of each parcel besides its reports: the newest verdict and what it was before, words of the
// household, and what a carrier sent as proof.
import type {
  HouseholdWord,
  ParcelId,
  PlaceApart,
  Reason,
  Verdict,
  VerdictName,
  WallTime,
} from '@portico/core'
import type { RecordChange } from '@portico/ports'
import type { SealedRecords } from './sealed-records.ts'

export interface KeptPhoto {
  /** Of the picture as the carrier sent it; its bytes lie sealed under this name. */
  readonly sha256: string
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: number
  readonly source: string
  readonly at: WallTime
}

export interface Proved {
  /** Null: no picture came with a message. */
  readonly photo: KeptPhoto | null
  /** Where the carrier has one; nobody of the house fetches it. */
  readonly link: { readonly url: string; readonly source: string; readonly at: WallTime } | null
  readonly signer: { readonly name: string; readonly source: string; readonly at: WallTime } | null
  /** How far from home the carrier was when it said *delivered*; null: near, or nobody said. */
  readonly apart: PlaceApart | null
}

export interface HouseholdSaying {
  readonly says: HouseholdWord
  readonly at: WallTime
  readonly by: string
}

export interface Moved {
  readonly from: VerdictName
  readonly to: VerdictName
  readonly at: WallTime
  readonly why: readonly Reason[]
}

/** What was found so far. */
export interface Found {
  /** Null: it was never more than on its way. */
  readonly verdict: Verdict | null
  readonly moves: readonly Moved[]
  /** The *delivered* for which a camera looked and saw nothing: that stays so, whatever the camera does later. */
  readonly unseen: WallTime | null
  /** Notices that were told once, and for what. */
  readonly told: readonly string[]
}

export interface TruthRecord extends Proved, Found {
  readonly household: readonly HouseholdSaying[]
}

export const NO_PROOF: Proved = { photo: null, link: null, signer: null, apart: null }

const NOTHING_FOUND: Found = { verdict: null, moves: [], unseen: null, told: [] }

type RecordBody = Omit<RecordChange, 'home'>

const LIST_MAX = 20

export const newest = <Item>(items: readonly Item[]): readonly Item[] => items.slice(-LIST_MAX)

/**
 * Three writers, three records a parcel: whoever judges, whoever reports and whoever speaks for the household write at the
 * same time, and none of them may undo what another wrote meanwhile.
 */
export class TruthBook {
  readonly #records: SealedRecords
  readonly #found = new Map<string, Found>()
  readonly #proved = new Map<string, Proved>()
  readonly #said = new Map<string, readonly HouseholdSaying[]>()

  constructor(records: SealedRecords) {
    this.#records = records
    // cast (all three): only this class writes these records
    for (const { id, value } of records.all('truth')) this.#found.set(id, value as Found)
    for (const { id, value } of records.all('carrier-proof'))
      this.#proved.set(id, { ...NO_PROOF, ...(value as Proved) })
    for (const { id, value } of records.all('household-words'))
      this.#said.set(id, value as readonly HouseholdSaying[])
  }

  found(parcel: ParcelId): Found {
    return this.#found.get(parcel) ?? NOTHING_FOUND
  }
  proved(parcel: ParcelId): Proved {
    return this.#proved.get(parcel) ?? NO_PROOF
  }
  said(parcel: ParcelId): readonly HouseholdSaying[] {
    return this.#said.get(parcel) ?? []
  }

  /** Of a whole: what was found of it, and what its parts have besides. */
  whole(id: ParcelId, parts: readonly ParcelId[]): TruthRecord {
    const proofs = parts.map((part) => this.proved(part))
    return {
      ...this.found(id),
      photo: proofs.find(({ photo }) => photo)?.photo ?? null,
      link: proofs.find(({ link }) => link)?.link ?? null,
      signer: proofs.find(({ signer }) => signer)?.signer ?? null,
      apart: proofs.find(({ apart }) => apart)?.apart ?? null,
      household: newest(parts.flatMap((part) => this.said(part)).toSorted((a, b) => a.at - b.at)),
    }
  }

  /** Each of these is to be put once it is durable. */
  findingRecord(parcel: ParcelId, found: Found): RecordBody {
    return this.#records.put('truth', parcel, found)
  }
  proofRecord(parcel: ParcelId, proved: Proved): RecordBody {
    return this.#records.put('carrier-proof', parcel, proved)
  }
  sayingRecord(parcel: ParcelId, said: readonly HouseholdSaying[]): RecordBody {
    return this.#records.put('household-words', parcel, said)
  }
  putFinding(parcel: ParcelId, found: Found): void {
    this.#found.set(parcel, found)
  }
  putProof(parcel: ParcelId, proved: Proved): void {
    this.#proved.set(parcel, proved)
  }
  putSaying(parcel: ParcelId, said: readonly HouseholdSaying[]): void {
    this.#said.set(parcel, said)
  }
}
