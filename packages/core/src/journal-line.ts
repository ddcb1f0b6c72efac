// One line of the journal: the wire form of every event and effect, and the record of evidence (safety design 1.9).

export type JournalWriter = 'hub' | 'edge' | 'sim'

export interface JournalLine {
  readonly v: 1
  readonly home: string
  /** 0, 1, 2 … without a gap; also the resume number of the event stream. */
  readonly seq: number
  /** Boot id of the machine; `mono` of different boots cannot be compared. */
  readonly boot: string
  /** How often the hub was started on this data folder. */
  readonly epoch: number
  /** Instant of the decision (of `EffectSent`: of sending), ms. */
  readonly mono: number
  /** Unix ms as the hub believed. */
  readonly wall: number
  readonly writer: JournalWriter
  readonly door: string | null
  readonly session: string | null
  readonly type: string
  /** Type of the command that was decided, or `gate edge runtime boot world sim`. */
  readonly cause: string
  /** Ms the command waited before it was decided. */
  readonly lag: number
  readonly data: Readonly<Record<string, unknown>>
  /** Hash of the line before; 64 zeros on the first. */
  readonly prev: string
  /** SHA-256, hex, over the canonical JSON (RFC 8785) of this line without `hash`. */
  readonly hash: string
}

/** A line before the chain has numbered and hashed it. */
export type DraftLine = Omit<JournalLine, 'seq' | 'prev' | 'hash'>

export const FIRST_PREV = '0'.repeat(64)

/**
 * A signed head of the chain, as it stands in a line `Checkpoint` and is kept off the hub too: at the edge, on the
 * owner's phone (safety design 1.9, threats G17).
 */
export interface ChainCheckpoint {
  /** Number of the newest line it covers. */
  readonly upTo: number
  /** Hash of that line. */
  readonly hash: string
  /** Unix ms of the checkpoint's own line. */
  readonly wall: number
  /** Ed25519 public key, 64 hex digits. */
  readonly key: string
  /** Ed25519 signature, 128 hex digits. */
  readonly sig: string
}
