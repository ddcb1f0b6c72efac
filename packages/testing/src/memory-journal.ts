// The journal in memory, for tests and simulators: it keeps, voids and forgets as the real one does, and can be told
// to be slow, to fail and to crash. It passes the same contract.
import { FIRST_PREV, after, assert } from '@portico/core'
import type { Duration, JournalLine } from '@portico/core'
import { HubError } from '@portico/ports'
import type { Batch, Clock, Journal, JournalHead, LineQuery, OutboxRow, Wake } from '@portico/ports'
import { MemoryDisk, written } from './memory-disk.ts'
import type { WrittenBatch } from './memory-disk.ts'

export interface SlowDisk {
  readonly clock: Clock
  /** Asked once per commit. */
  readonly latency: () => Duration
}

interface Waiting {
  readonly batch: WrittenBatch
  readonly resolve: () => void
  readonly reject: (error: HubError) => void
}

const voided = (): HubError =>
  new HubError('HUB_JOURNAL_VOIDED', 'memory journal: the batch does not continue what is written')

/** `Journal` in memory. Without `slow` a commit takes one microtask. */
export class MemoryJournal implements Journal, AsyncDisposable {
  readonly #slow: SlowDisk | null
  readonly #disk: MemoryDisk
  readonly #tails = new Map<string, { readonly seq: number; readonly hash: string }>()
  #waiting: Waiting[] = []
  #writing: readonly Waiting[] = []
  #busy = false
  #wake: Wake | null = null
  #failure: string | null = null
  #unreadable: string | null = null
  #state: 'open' | 'closing' | 'closed' = 'open'
  #drained: () => void = () => {}
  #closed: Promise<void> | null = null

  constructor(slow: SlowDisk | null = null, disk: MemoryDisk = new MemoryDisk()) {
    this.#slow = slow
    this.#disk = disk
  }

  /** Records of this kind cannot be read from now on; null: they can. */
  failReads(kind: string | null): void {
    this.#unreadable = kind
  }

  /** The next commit fails with this code, and voids what waits behind it. */
  failNext(code: string): void {
    this.#failure = code
  }

  /**
   * The process is gone: nothing is answered any more. What was being written is lost or, as may happen, `kept`
   * without anybody having been told.
   */
  crash(inFlight: 'lost' | 'kept' = 'lost'): void {
    if (inFlight === 'kept') for (const { batch } of this.#writing) this.#disk.write(batch)
    this.#wake?.cancel()
    this.#writing = []
    this.#waiting = []
    this.#state = 'closed'
    this.#drained()
  }

  /** A new journal on the same disk. This one must be closed or crashed. */
  reopen(): MemoryJournal {
    assert(this.#state === 'closed', 'one journal at a time owns the disk')
    return new MemoryJournal(this.#slow, this.#disk)
  }

  async append(batch: Batch): Promise<void> {
    if (this.#state !== 'open') throw closed()
    const tails = this.#follow(batch.lines)
    if (tails === null) throw voided()
    for (const [home, { seq, hash }] of tails) this.#tails.set(home, { seq, hash })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ batch: written(batch), resolve, reject })
    if (!this.#busy) this.#begin()
    return promise
  }

  head(home: string): JournalHead | null {
    return this.#read().head(home)
  }

  lines(query: LineQuery): readonly JournalLine[] {
    return this.#read().lines(query)
  }

  openEffects(home: string): readonly OutboxRow[] {
    return this.#read().openEffects(home)
  }

  record(home: string, kind: string, id: string): Uint8Array | null {
    if (kind === this.#unreadable)
      throw new HubError('HUB_JOURNAL_CLOSED', 'memory journal: told not to be read')
    return this.#read().record(home, kind, id)
  }

  records(home: string, kind: string): readonly { readonly id: string; readonly value: Uint8Array }[] {
    return this.#read().records(home, kind)
  }

  blob(home: string, hash: string): Uint8Array | null {
    return this.#read().blob(home, hash)
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #finish(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'closing'
    if (this.#busy) await new Promise<void>((resolve) => (this.#drained = resolve))
    this.#state = 'closed'
  }

  #read(): MemoryDisk {
    if (this.#state === 'closed') throw closed()
    return this.#disk
  }

  /** Where each home's chain stands after these lines; null when one does not continue it. */
  #follow(lines: readonly JournalLine[]): ReadonlyMap<string, JournalLine> | null {
    const tails = new Map<string, JournalLine>()
    for (const line of lines) {
      const before = tails.get(line.home) ?? this.#tails.get(line.home) ?? this.#disk.head(line.home)
      if (line.seq !== (before?.seq ?? -1) + 1 || line.prev !== (before?.hash ?? FIRST_PREV)) return null
      tails.set(line.home, line)
    }
    return tails
  }

  #begin(): void {
    this.#busy = true
    const commit = (): void => {
      this.#wake = null
      this.#commit()
    }
    // What is appended in this same turn joins the group.
    queueMicrotask(() => {
      if (this.#state === 'closed') return
      this.#writing = this.#waiting
      this.#waiting = []
      if (this.#slow === null) commit()
      else this.#wake = this.#slow.clock.wake(after(this.#slow.clock.mono(), this.#slow.latency()), commit)
    })
  }

  #commit(): void {
    const group = this.#writing
    this.#writing = []
    if (this.#failure === null) {
      for (const { batch } of group) this.#disk.write(batch)
      for (const { resolve } of group) resolve()
    } else {
      const failure = new HubError(this.#failure, 'memory journal: told to fail', {
        retryable: this.#failure === 'HUB_JOURNAL_FULL',
      })
      const behind = this.#waiting
      this.#failure = null
      this.#waiting = []
      this.#tails.clear()
      for (const { reject } of group) reject(failure)
      for (const { reject } of behind) reject(voided())
    }
    this.#busy = false
    if (this.#waiting.length > 0) this.#begin()
    else this.#drained()
  }
}

const closed = (): HubError => new HubError('HUB_JOURNAL_CLOSED', 'memory journal: it is closed')
