// What whoever judges evidence knows from outside of it: the pin of the home's key, and heads that were noted while the
// chain was written. Without either, a chain can only be found sound in itself.
import type { JournalLine } from '@portico/core'
import type { NotedHead } from './checkpoint.ts'
import type { Signed } from './ed25519.ts'

export interface OutsideKnowledge {
  /** The pin of the signing key at the first line given (`pinOf`); null: not known. */
  readonly pin: string | null
  /** Noted elsewhere; the newest one says most. */
  readonly head: NotedHead | null
}

export const NOTHING_KNOWN: OutsideKnowledge = { pin: null, head: null }

export interface JudgeOptions {
  readonly outside?: OutsideKnowledge
  /** Told after lines and pieces of media: how many lines were judged, and of how many, where that is known by then. */
  readonly onProgress?: (records: number, of: number | null) => void
  /** Told every line of an evidence file that is told in full and sound so far. */
  readonly onLine?: (line: JournalLine) => void
  /** Verifies Ed25519; ours in plain code unless a faster one is given. */
  readonly ed25519?: (signed: Signed) => boolean
}
