// The pieces of one camera's film as they come in: fetched one after the other, compared with what the journal says of
// them, and read. A piece that is missing or altered is said to be so and not played.
import type { SessionView } from '@portico/protocol'
import { signal } from '@preact/signals'
import { type FilmFile, readFilm } from './film-file.ts'

export type FilmMeta = SessionView['film'][number]

/**
 * `missing`: the hub does not give it. `altered`: it is not the one the journal names. `unreadable`: no film of this
 * kind. `too-large`: more than is kept in memory here.
 */
export type PieceState = 'waiting' | 'ready' | 'missing' | 'altered' | 'unreadable' | 'too-large'

export interface Piece {
  readonly meta: FilmMeta
  readonly state: PieceState
  readonly file: FilmFile | null
  readonly bytes: Uint8Array<ArrayBuffer> | null
}

/** Bytes of one camera's film that are played here; the rest is in the evidence file. */
export const FILM_BYTES_MAX = 128 * 1024 * 1024
/** Ms for one piece to come, over a slow network too. */
const PIECE_WITHIN_MS = 120_000

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Pages over plain HTTP have no hashing: then the length alone is compared, and nobody is told that it was checked. */
export const canHash = (): boolean => globalThis.crypto?.subtle !== undefined

async function isAsRecorded(bytes: Uint8Array<ArrayBuffer>, meta: FilmMeta): Promise<boolean> {
  if (bytes.length !== meta.bytes) return false
  return !canHash() || hex(await crypto.subtle.digest('SHA-256', bytes)) === meta.sha256
}

export class FilmReel implements Disposable {
  readonly pieces
  readonly #stop = new AbortController()

  constructor(metas: readonly FilmMeta[]) {
    const sorted = metas.toSorted((a, b) => a.from - b.from)
    this.pieces = signal<readonly Piece[]>(
      sorted.map((meta) => ({ meta, state: 'waiting', file: null, bytes: null })),
    )
  }

  /** Resolves when every piece has come or will not; `onReady` is told each one that can be played, in order. */
  async load(onReady: (piece: Piece) => Promise<void>): Promise<void> {
    let room = FILM_BYTES_MAX
    for (const { meta } of this.pieces.value) {
      room -= meta.bytes
      // Piece by piece: what is seen first comes first.
      // oxlint-disable-next-line no-await-in-loop
      const piece = room < 0 ? { ...nothing, meta, state: 'too-large' as const } : await this.#fetch(meta)
      if (this.#stop.signal.aborted) return
      this.#put(piece)
      // oxlint-disable-next-line no-await-in-loop
      if (piece.state === 'ready') await onReady(piece)
    }
  }

  [Symbol.dispose](): void {
    this.#stop.abort()
  }

  #put(piece: Piece): void {
    this.pieces.value = this.pieces.value.map((each) => (each.meta.url === piece.meta.url ? piece : each))
  }

  async #fetch(meta: FilmMeta): Promise<Piece> {
    const missing: Piece = { ...nothing, meta, state: 'missing' }
    try {
      const { signal: stopped } = this.#stop
      const answer = await fetch(meta.url, {
        signal: AbortSignal.any([stopped, AbortSignal.timeout(PIECE_WITHIN_MS)]),
      })
      if (!answer.ok) return missing
      const bytes = new Uint8Array(await answer.arrayBuffer())
      if (!(await isAsRecorded(bytes, meta))) return { ...missing, state: 'altered' }
      const file = readFilm(bytes)
      return file ? { meta, state: 'ready', file, bytes } : { ...missing, state: 'unreadable' }
    } catch {
      return missing
    }
  }
}

const nothing = { file: null, bytes: null } as const

const failures: Readonly<Record<Exclude<PieceState, 'waiting' | 'ready'>, string>> = {
  missing: 'could not be loaded',
  altered: 'is not the one that the journal names, and is not shown',
  unreadable: 'cannot be read',
  'too-large': 'is more than this page plays; it is in the evidence file',
}

/** Why a piece is not played; null: it is, or may be. */
export const failureOf = ({ state }: Piece): string | null =>
  state === 'waiting' || state === 'ready' ? null : failures[state]
