// The home's chain: numbers and hashes every line at the FIFO hand-over to the writer, and tells followers once it is
// durable. After a failed write the chain starts again from what the disk really holds.
import type { DraftLine, JournalLine, JournalWriter } from '@portico/core'
import { sealLine } from '@portico/evidence/seal'
import {
  type BlobChange,
  type Clock,
  HubError,
  type Journal,
  type JournalHead,
  type OutboxRow,
  type RecordChange,
} from '@portico/ports'

/** A line as its author knows it; the home, the clock and the epoch are the journal's to add. */
export interface LineBody {
  readonly door: string | null
  readonly session: string | null
  readonly type: string
  readonly cause: string
  readonly data: Readonly<Record<string, unknown>>
  readonly lag?: number
  /** Instant of the decision; now when absent. */
  readonly mono?: number
  readonly wall?: number
  readonly writer?: JournalWriter
}

export interface JournalWork {
  readonly lines?: readonly LineBody[]
  readonly outbox?: readonly OutboxRow[]
  readonly records?: readonly Omit<RecordChange, 'home'>[]
  readonly blobs?: readonly Omit<BlobChange, 'home'>[]
}

export interface HomeJournalParts {
  readonly home: string
  readonly journal: Journal
  readonly clock: Clock
  readonly epoch: number
  /** `sim` in a virtual home, so that no film of it is ever taken for a real one. */
  readonly writer: 'hub' | 'sim'
}

export type Follower = (lines: readonly JournalLine[]) => void

export class HomeJournal {
  readonly #parts: HomeJournalParts
  readonly #followers = new Set<Follower>()
  readonly #newest = new Map<JournalWriter, number>()
  #head: Pick<JournalHead, 'seq' | 'hash'> | null
  #inFlight = 0
  #broken = false

  constructor(parts: HomeJournalParts) {
    this.#parts = parts
    this.#head = parts.journal.head(parts.home)
  }

  get home(): string {
    return this.#parts.home
  }
  get epoch(): number {
    return this.#parts.epoch
  }
  /** Newest durable or handed-over line; -1 before the first. */
  get seq(): number {
    return this.#head?.seq ?? -1
  }
  get reader(): Journal {
    return this.#parts.journal
  }

  follow(follower: Follower): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  /**
   * Resolves with the lines once they are durable. Rejects with the journal's `HubError`; then nothing of the work was
   * written.
   */
  async append(work: JournalWork): Promise<readonly JournalLine[]> {
    if (this.#broken)
      throw new HubError('HUB_JOURNAL_VOIDED', 'journal: a write before this one failed', { retryable: true })
    const { home, journal } = this.#parts
    const lines: JournalLine[] = []
    let head = this.#head
    for (const body of work.lines ?? []) {
      const line = sealLine(head, this.#draft(body))
      lines.push(line)
      head = line
    }
    this.#head = head
    this.#inFlight += 1
    try {
      await journal.append({
        lines,
        outbox: work.outbox ?? [],
        records: (work.records ?? []).map((change) => ({ home, ...change })),
        blobs: (work.blobs ?? []).map((change) => ({ home, ...change })),
      })
    } catch (error) {
      this.#broken = true
      throw error
    } finally {
      this.#inFlight -= 1
      // Everything behind a failed write is void; the chain goes on from the disk once the last of it came back.
      if (this.#broken && this.#inFlight === 0) this.#recover()
    }
    if (lines.length > 0) for (const follower of this.#followers) follower(lines)
    return lines
  }

  #recover(): void {
    this.#head = this.#parts.journal.head(this.#parts.home)
    this.#broken = false
  }

  #draft(body: LineBody): DraftLine {
    const { home, clock, epoch } = this.#parts
    const writer = body.writer ?? this.#parts.writer
    return {
      v: 1,
      home,
      boot: clock.boot,
      epoch,
      mono: this.#mono(writer, body.mono ?? clock.mono()),
      wall: body.wall ?? clock.wall(),
      writer,
      door: body.door,
      session: body.session,
      type: body.type,
      cause: body.cause,
      lag: body.lag ?? 0,
      data: body.data,
    }
  }

  /** Monotonic time never falls within one boot and writer, whatever the order in which lines are handed over. */
  #mono(writer: JournalWriter, mono: number): number {
    const kept = Math.max(mono, this.#newest.get(writer) ?? mono)
    this.#newest.set(writer, kept)
    return kept
  }
}
