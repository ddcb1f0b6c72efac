// What a verifier says of an evidence file.
import type { BadLine, LineFault, LineMark } from './chain-check.ts'
import type { ClockFacts } from './clock-check.ts'
import { JOURNAL_NAME, type MediaType } from './evidence-format.ts'
import type { SignatureFacts } from './signature-check.ts'
import type { TarFault } from './tar-reader.ts'

/**
 * A line's fault, one of the archive, or one of a file: `altered` (other bytes), `missing`, `surplus` (nothing names
 * it) or `order` (it stands twice or out of its order).
 */
export type EvidenceFault = LineFault | TarFault['why'] | 'altered' | 'missing' | 'order'

export type EvidenceMedia = {
  readonly name: string
  readonly type: MediaType
  readonly sha256: string
} & (
  | {
      readonly state: 'there'
      readonly bytes: number
      /** Where its bytes begin in the evidence file. */
      readonly offset: number
    }
  /** Deleted: and the journal says so. Missing: and it does not. */
  | { readonly state: 'deleted' | 'missing' }
)

interface WholeEvidence {
  readonly home: string
  /** Its doors are simulated: no real one ever moved. */
  readonly simulated: boolean
  readonly session: string
  readonly door: string | null
  /** Lines of the journal; `withheld` of them belong to other sessions and tell only their place. */
  readonly lines: number
  readonly withheld: number
  readonly first: LineMark
  readonly last: LineMark
  readonly proof: SignatureFacts
  readonly clock: ClockFacts
  /** In the order of the lines that name them. */
  readonly media: readonly EvidenceMedia[]
}

/** Nothing was changed since the line `last` was written, as far as `proof` goes. */
export interface SoundEvidence extends WholeEvidence {
  readonly verdict: 'sound'
}

/** What is there is sound, and not everything is there. */
export interface IncompleteEvidence extends WholeEvidence {
  readonly verdict: 'incomplete'
  /** Pictures and films that the journal names and nobody noted as deleted. */
  readonly missing: readonly string[]
  /** The visit's end is in the file; false: it was cut off, or never written. */
  readonly closed: boolean
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
  | IncompleteEvidence
  | ChangedEvidence
  | { readonly verdict: 'not-evidence'; readonly why: 'empty' | 'another-file' }

export function changedFile(file: string | null, why: EvidenceFault, words: string): ChangedEvidence {
  return { verdict: 'changed', at: { file, line: null, seq: null }, why, words }
}

export function changedLine({ at, why, words }: BadLine): ChangedEvidence {
  return { verdict: 'changed', at: { file: JOURNAL_NAME, ...at }, why, words }
}
