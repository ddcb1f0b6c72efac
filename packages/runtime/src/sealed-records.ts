// Records of a home: JSON sealed under the home key, bound to its kind and place. Personal values never lie open.
import { type HomeKey, keyedHash, openBytes, sealBytes } from '@portico/evidence/seal'
import type { Journal, RecordChange } from '@portico/ports'

export type RecordKind =
  | 'parcel'
  | 'parcel-steps'
  | 'parcels-seen'
  | 'visit'
  | 'pass'
  | 'hook'
  | 'policy'
  | 'door'
  | 'token'
  | 'login'
  | 'owner'
  | 'owner-link'
  | 'source-secret'
  | 'source-memory'
  | 'display'
  | 'ring'
  | 'film-hold'
  | 'answer'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export class SealedRecords {
  readonly #home: string
  readonly #journal: Journal
  readonly #key: HomeKey

  constructor(home: string, journal: Journal, key: HomeKey) {
    this.#home = home
    this.#journal = journal
    this.#key = key
  }

  /** The change that stores a value, or removes it with null; it takes effect with the batch it goes into. */
  put(kind: RecordKind, id: string, value: unknown): Omit<RecordChange, 'home'> {
    if (value === null) return { kind, id, value: null }
    const use = { key: this.#key, purpose: kind, place: `${this.#home}/${id}` }
    return { kind, id, value: sealBytes(use, encoder.encode(JSON.stringify(value))) }
  }

  get(kind: RecordKind, id: string): unknown {
    const sealed = this.#journal.record(this.#home, kind, id)
    return sealed === null ? null : this.#open(kind, id, sealed)
  }

  all(kind: RecordKind): readonly { readonly id: string; readonly value: unknown }[] {
    return this.#journal
      .records(this.#home, kind)
      .map(({ id, value }) => ({ id, value: this.#open(kind, id, value) }))
  }

  /** A raw body, by the hash of its bytes. */
  blob(hash: string, plain: Uint8Array): Uint8Array {
    return sealBytes({ key: this.#key, purpose: 'blob', place: `${this.#home}/${hash}` }, plain)
  }

  /** For whatever is short enough to be guessed: it stands in the journal only under this hash. */
  hash(purpose: string, text: string): string {
    return keyedHash(this.#key, purpose, text)
  }

  #open(kind: RecordKind, id: string, sealed: Uint8Array): unknown {
    const use = { key: this.#key, purpose: kind, place: `${this.#home}/${id}` }
    return JSON.parse(decoder.decode(openBytes(use, sealed)))
  }
}
