// What a verifier says of an evidence file.
import type { BadLine, LineFault, LineMark } from './chain-check.ts'
import { JOURNAL_NAME, type MediaType } from './evidence-format.ts'
import type { TarFault } from './tar-reader.ts'

/**
 * A line's fault, one of the archive, or one of a file: `altered` (other bytes), `missing`, `surplus` (nothing names
 * it) or `order` (it stands twice or out of its order).
 */
export type EvidenceFault = LineFault | TarFault['why'] | 'altered' | 'missing' | 'order'

export interface EvidenceMedia {
  readonly name: string
  readonly type: MediaType
  readonly sha256: string
  /** null: deleted, and the journal says so. */
  readonly bytes: number | null
}

/** Nothing was changed since the line `last` was written; compare its hash with a head noted elsewhere. */
export interface SoundEvidence {
  readonly verdict: 'sound'
  readonly home: string
  readonly session: string
  readonly door: string | null
  /** Lines of the journal; `withheld` of them belong to other sessions and tell only their place. */
  readonly lines: number
  readonly withheld: number
  readonly first: LineMark
  readonly last: LineMark
  /** In the order of the lines that name them. */
  readonly media: readonly EvidenceMedia[]
}

export interface ChangedEvidence {
  readonly verdict: 'changed'
  /** `file` null: after the last file. `line` counts from 1, in the journal only. */
  readonly at: { readonly file: string | null; readonly line: number | null; readonly seq: number | null }
  readonly why: EvidenceFault
  /** Why, in words that follow the name of the line or file. */
  readonly words: string
}

export type EvidenceVerdict =
  | SoundEvidence
  | ChangedEvidence
  | { readonly verdict: 'not-evidence'; readonly why: 'empty' | 'another-file' }

export function changedFile(file: string | null, why: EvidenceFault, words: string): ChangedEvidence {
  return { verdict: 'changed', at: { file, line: null, seq: null }, why, words }
}

export function changedLine({ at, why, words }: BadLine): ChangedEvidence {
  return { verdict: 'changed', at: { file: JOURNAL_NAME, ...at }, why, words }
}
