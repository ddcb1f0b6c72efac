// The one durable truth: journal lines, outbox, records and blobs, appended together or not at all.
import type { JournalLine } from '@portico/core'

export type EffectState = 'issued' | 'started' | 'ended'

/** One row of the outbox. The line `EffectIssued` stands in the journal; this row says how far it came. */
export interface OutboxRow {
  readonly home: string
  readonly id: string
  readonly door: string | null
  readonly session: string | null
  readonly effect: string
  readonly op: string | null
  readonly state: EffectState
  /** Unix ms of its issue, to limit retries by age. */
  readonly wall: number
  /** The effect itself, JSON. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** A value that is replaced whole: a parcel, a pass, a door's snapshot. Kinds name their meaning, ids are opaque. */
export interface RecordChange {
  readonly home: string
  readonly kind: string
  readonly id: string
  /** null removes it. Personal values come sealed. */
  readonly value: Uint8Array | null
}

/** Personal bytes by hash: their deletion does not break the chain. */
export interface BlobChange {
  readonly home: string
  readonly hash: string
  /** Sealed bytes; null deletes. */
  readonly value: Uint8Array | null
  /** Unix ms after which it may be deleted; null: kept until its owner goes. */
  readonly expires: number | null
}

export interface Batch {
  /** Numbered and hashed, in order, continuing the line before. */
  readonly lines: readonly JournalLine[]
  readonly outbox: readonly OutboxRow[]
  readonly records: readonly RecordChange[]
  readonly blobs: readonly BlobChange[]
}

export interface LineQuery {
  readonly home: string
  readonly door?: string
  readonly session?: string
  readonly types?: readonly string[]
  /** Only lines with a higher seq; -1 for all. */
  readonly after: number
  /** At most this many, ascending. */
  readonly limit: number
}

export interface JournalHead {
  readonly seq: number
  readonly hash: string
  readonly wall: number
}

/**
 * Errors, all `HubError`: `HUB_JOURNAL_FULL` (disk full), `HUB_JOURNAL_WRITE` (any other failure of the disk, also when
 * it does not keep up), `HUB_JOURNAL_VOIDED` (a batch before this one failed, or its lines do not continue the head;
 * nothing of it was written), `HUB_JOURNAL_CLOSED`.
 */
export interface Journal {
  /**
   * Resolves when everything in the batch has reached the disk (`synchronous=FULL`), in the order of the calls. A
   * batch whose lines do not continue the head is refused whole (`HUB_JOURNAL_VOIDED`). A line comes back as the very
   * JSON text it was: `JSON.stringify` gives the same bytes before and after.
   */
  append(batch: Batch): Promise<void>
  head(home: string): JournalHead | null
  lines(query: LineQuery): readonly JournalLine[]
  /** Rows not yet ended, oldest first. */
  openEffects(home: string): readonly OutboxRow[]
  record(home: string, kind: string, id: string): Uint8Array | null
  /** By id, ascending. */
  records(home: string, kind: string): readonly { readonly id: string; readonly value: Uint8Array }[]
  blob(home: string, hash: string): Uint8Array | null
  close(): Promise<void>
}
