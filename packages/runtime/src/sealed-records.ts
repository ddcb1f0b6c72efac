// Records of a home: JSON sealed under the home key, bound to its kind and place. Personal values never lie open.
import { createHash, webcrypto } from 'node:crypto'
import { type HomeKey, keyedHash, openBytes, sealBytes, sealBytesAside } from '@portico/evidence/seal'
import type { Journal, RecordChange } from '@portico/ports'

export type RecordKind =
  | 'parcel'
  | 'parcel-steps'
  | 'parcel-act'
  | 'hold'
  | 'parcels-seen'
  | 'truth'
  | 'carrier-proof'
  | 'household-words'
  | 'drop-watch'
  | 'parcel-notices'
  | 'calendar'
  | 'leave'
  | 'visit'
  | 'pass'
  | 'hook'
  | 'policy'
  | 'presence'
  | 'rules'
  | 'door'
  | 'token'
  | 'login'
  | 'owner'
  | 'owner-link'
  | 'source-secret'
  | 'source-memory'
  | 'source-key'
  | 'source-reach'
  | 'source-diary'
  | 'display'
  /** A linked voice account: hashes of its tokens. */
  | 'voice-link'
  | 'face'
  | 'pin'
  | 'pin-salt'
  | 'pin-tries'
  | 'ring'
  | 'film-hold'
  | 'answer'
  | 'areas'
  | 'webhook'

/** What of a journal is read here; a look into one that nobody writes is enough. */
export type SealedStore = Pick<Journal, 'record' | 'records' | 'blob'>

/** Larger bytes are hashed and sealed beside the loop: a picture would hold up everybody for tens of milliseconds. */
const LARGE_BYTES = 256_000

interface Prepared {
  readonly hash: string
  readonly value: Uint8Array
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export class SealedRecords {
  readonly #home: string
  readonly #journal: SealedStore
  readonly #key: HomeKey
  readonly #prepared = new WeakMap<Uint8Array, Prepared>()

  constructor(home: string, journal: SealedStore, key: HomeKey) {
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

  /** Before `contentHash` and `blob` of what may be large; null: it is small, and worked on where it is used. */
  prepare(...all: readonly (Uint8Array | undefined)[]): Promise<void> | null {
    const large = all.flatMap((plain) => (plain && plain.length > LARGE_BYTES ? [plain] : []))
    return large.length === 0 ? null : this.#prepareAll(large)
  }

  async #prepareAll(large: readonly Uint8Array[]): Promise<void> {
    for (const plain of large) {
      if (this.#prepared.has(plain)) continue
      const digest = await webcrypto.subtle.digest('SHA-256', plain)
      const hash = Buffer.from(digest).toString('hex')
      this.#prepared.set(plain, { hash, value: await sealBytesAside(this.#blobUse(hash), plain) })
    }
  }

  /** SHA-256, hex. */
  contentHash(plain: Uint8Array): string {
    return this.#prepared.get(plain)?.hash ?? createHash('sha256').update(plain).digest('hex')
  }

  /** A raw body, by the hash of its bytes. */
  blob(hash: string, plain: Uint8Array): Uint8Array {
    const prepared = this.#prepared.get(plain)
    return prepared?.hash === hash ? prepared.value : sealBytes(this.#blobUse(hash), plain)
  }

  #blobUse(hash: string): Parameters<typeof sealBytes>[0] {
    return { key: this.#key, purpose: 'blob', place: `${this.#home}/${hash}` }
  }

  /** What was sealed as a raw body; null: it is gone. */
  bytes(hash: string): Uint8Array | null {
    const sealed = this.#journal.blob(this.#home, hash)
    const use = { key: this.#key, purpose: 'blob', place: `${this.#home}/${hash}` }
    return sealed && openBytes(use, sealed)
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
