// What the main thread and the writer thread say to each other. Requests are answered in their order.
import type { BlobChange, EffectState, RecordChange } from '@portico/ports'
import type { SqliteFailure } from './sqlite-failure.ts'

export interface WireLine {
  readonly home: string
  readonly seq: number
  readonly door: string | null
  readonly session: string | null
  readonly type: string
  readonly text: string
}

export interface WireEffect {
  readonly home: string
  readonly id: string
  readonly door: string | null
  readonly session: string | null
  readonly effect: string
  readonly op: string | null
  readonly state: EffectState
  readonly wall: number
  /** JSON */
  readonly payload: string
}

/** A batch as copies and texts: nothing the caller changes later can reach it. */
export interface WireBatch {
  readonly lines: readonly WireLine[]
  readonly outbox: readonly WireEffect[]
  readonly records: readonly RecordChange[]
  readonly blobs: readonly BlobChange[]
}

export type WriterRequest =
  /** One transaction, in this order. */
  | { readonly type: 'write'; readonly group: readonly WireBatch[] }
  /** Deletes up to `limit` blobs that expired at `now` (Unix ms) or before. */
  | { readonly type: 'sweep'; readonly now: number; readonly limit: number }
  | { readonly type: 'close' }

/** The first `done` says that the thread is ready. */
export type WriterReply =
  | { readonly type: 'done'; readonly count: number }
  | { readonly type: 'failed'; readonly failure: SqliteFailure }
