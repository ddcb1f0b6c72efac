// The home's chain: numbers and hashes every line at the FIFO hand-over to the writer, and tells followers once it is
// durable. After a failed write the chain starts again from what the disk really holds.
import type { ChainCheckpoint, DraftLine, JournalLine, JournalWriter } from '@portico/core'
import { type ChainHead, type ChainSigner, sealLine } from '@portico/evidence/seal'
import { checkpointOf } from '@portico/evidence/verify'
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
  /** How a line gets its number and hash; a simulation that nobody exports numbers and does not hash. */
  readonly seal?: typeof sealLine
  /** Signs heads of the chain. Without one nothing is signed: for tests of other things. */
  readonly signer?: ChainSigner
}

export type Follower = (lines: readonly JournalLine[]) => void

/** A checkpoint stands behind this many lines at the latest (safety design 1.9). */
const CHECKPOINT_LINES = 64
/** And with the first line that comes this long after the one before, in a quiet house too, ms. */
const CHECKPOINT_MS = 60_000
/**
 * After these the head is signed at once, in the same transaction (S34). `DoorSecured`, so that the head on the courier's
 * last page covers all that he did.
 */
const signedAtOnce: ReadonlySet<string> = new Set(['SessionClosed', 'AlarmRaised', 'DoorSecured'])

type SealedHead = Pick<JournalHead, 'seq' | 'hash'> | null

export class HomeJournal {
  readonly #parts: HomeJournalParts
  readonly #followers = new Set<Follower>()
  readonly #newest = new Map<JournalWriter, number>()
  #head: SealedHead
  #signer: ChainSigner | null
  /** Lines since the newest checkpoint; null: none of this life, or a failed write: the next line is signed. */
  #unsigned: number | null = null
  #signedAt = 0
  #checkpoint: ChainCheckpoint | null = null
  #inFlight = 0
  #broken = false

  constructor(parts: HomeJournalParts) {
    this.#parts = parts
    this.#head = parts.journal.head(parts.home)
    this.#signer = parts.signer ?? null
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
  /** The newest durable checkpoint of this life: what is kept off the hub. */
  get checkpoint(): ChainCheckpoint | null {
    return this.#checkpoint
  }
  /** How people compare the key that signs; null: nothing is signed. */
  get pin(): string | null {
    return this.#signer?.pin ?? null
  }
  get reader(): Journal {
    return this.#parts.journal
  }

  /**
   * Nobody has written a line of a later start of the hub: this one still speaks for the home (permissive P10). Who
   * cannot read the journal does not.
   */
  get leads(): boolean {
    const { home, journal, epoch } = this.#parts
    try {
      const head = journal.head(home)
      if (!head) return true
      const [newest] = journal.lines({ home, after: head.seq - 1, limit: 1 })
      return newest !== undefined && newest.epoch <= epoch
    } catch {
      return false
    }
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
    const lines = this.#seal(work.lines ?? [], this.#head)
    const signed = this.#sign(lines)
    const all = [...lines, ...signed]
    this.#head = all.at(-1) ?? this.#head
    this.#inFlight += 1
    try {
      await journal.append({
        lines: all,
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
    this.#noteCheckpoint(signed)
    if (all.length > 0) for (const follower of this.#followers) follower(all)
    return lines
  }

  /**
   * From the next line on `next` signs; the key that goes says so. Before anything else of this life is written: a
   * failure leaves the home with the old key.
   */
  async changeKey(next: ChainSigner): Promise<void> {
    const before = this.#signer
    if (before === null || this.#head === null) throw new Error('assertion failed: there is no key to change')
    const wall = this.#parts.clock.wall()
    await this.append({
      lines: [chainLine('KeyChanged', { ...before.change(next, this.#head, wall) }, wall)],
    })
    this.#signer = next
    this.#unsigned = null
  }

  #seal(bodies: readonly LineBody[], after: SealedHead): readonly JournalLine[] {
    const { seal = sealLine } = this.#parts
    const lines: JournalLine[] = []
    let head: ChainHead | null = after
    for (const body of bodies) {
      const line = seal(head, this.#draft(body))
      lines.push(line)
      head = line
    }
    return lines
  }

  /** The checkpoint that is due behind these lines, if one is. */
  #sign(lines: readonly JournalLine[]): readonly JournalLine[] {
    const last = lines.at(-1)
    // A change of keys is signed itself, by the key that goes.
    if (last === undefined || this.#signer === null || last.type === 'KeyChanged') return []
    const { clock } = this.#parts
    const now = clock.mono()
    const isDue =
      this.#unsigned === null ||
      this.#unsigned + lines.length >= CHECKPOINT_LINES ||
      now - this.#signedAt >= CHECKPOINT_MS ||
      lines.some(({ type }) => signedAtOnce.has(type))
    this.#unsigned = isDue ? 0 : (this.#unsigned ?? 0) + lines.length
    if (!isDue) return []
    this.#signedAt = now
    const wall = clock.wall()
    return this.#seal([chainLine('Checkpoint', { ...this.#signer.checkpoint(last, wall) }, wall)], last)
  }

  #noteCheckpoint([line]: readonly JournalLine[]): void {
    // Groups commit in order, so a later one is always newer.
    if (line) this.#checkpoint = checkpointOf(line)
  }

  /** A hub that a later one has followed never writes again (S32): it falls silent, and the edge notices. */
  #recover(): void {
    this.#head = this.#parts.journal.head(this.#parts.home)
    this.#unsigned = null
    this.#broken = !this.leads
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

const chainLine = (type: 'Checkpoint' | 'KeyChanged', data: LineBody['data'], wall: number): LineBody => ({
  door: null,
  session: null,
  type,
  cause: 'runtime',
  data,
  wall,
})
