// Group commit: what arrived while the disk was busy goes to it together, in order. When a group fails, everything that
// was queued behind it is voided, because it was decided on a state that never came to be.
import { FIRST_PREV } from '@portico/core'
import type { JournalLine } from '@portico/core'
import type { Batch, JournalHead } from '@portico/ports'
import { journalVoided, journalWrite } from './errors.ts'
import { toWire, weightOf } from './wire-batch.ts'
import type { WireBatch } from './writer-message.ts'

/** So much may wait for the disk: beyond it the disk does not keep up, and the caller must know. */
const WAITING_BATCHES_MAX = 10_000
const WAITING_BYTES_MAX = 64 * 1024 * 1024

interface Waiting {
  readonly wire: WireBatch
  readonly bytes: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

type Tail = Pick<JournalHead, 'seq' | 'hash'>

export interface GroupCommitOptions {
  readonly path: string
  /** One transaction; resolves when it is durable. */
  readonly write: (group: readonly WireBatch[]) => Promise<void>
  /** The head of a home as it is on the disk. */
  readonly headOf: (home: string) => Tail | null
}

/** Until the end of this turn of the event loop: where somebody waits, who was just answered joins his group. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * The queue before the disk. One group is under way at a time: what was decided on top of a group that fails is then
 * still here, and can be voided before anything of it is written.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  /** Where each home's chain stands when everything that waits is written; absent: as on the disk. */
  readonly #tails = new Map<string, Tail>()
  #waiting: Waiting[] = []
  #waitingBytes = 0
  #running: Promise<void> | null = null

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /**
   * The order of the calls is the order in the journal.
   *
   * @throws HubError `HUB_JOURNAL_VOIDED`, `HUB_JOURNAL_WRITE`, `HUB_JOURNAL_FULL`
   */
  async append(batch: Batch): Promise<void> {
    const { path } = this.#options
    const tails = this.#follow(batch.lines)
    if (tails === null) throw journalVoided(path, 'its lines do not continue the line before them')
    const wire = toWire(batch)
    const bytes = weightOf(wire)
    if (this.#waiting.length >= WAITING_BATCHES_MAX || this.#waitingBytes + bytes > WAITING_BYTES_MAX)
      throw journalWrite(path, `the disk does not keep up: ${this.#waiting.length} batches wait`)
    for (const [home, tail] of tails) this.#tails.set(home, tail)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ wire, bytes, resolve, reject })
    this.#waitingBytes += bytes
    this.#running ??= this.#run()
    return promise
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running
  }

  /** A disk that is idle is asked at once: what is said in one breath goes together, and waits for nothing else. */
  async #run(): Promise<void> {
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      await this.#commit(this.#takeAll())
      if (this.#waiting.length > 0) await turn()
    }
    this.#running = null
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#options.write(group.map(({ wire }) => wire))
    } catch (error) {
      const behind = this.#takeAll()
      this.#tails.clear()
      for (const { reject } of group) reject(error)
      for (const { reject } of behind)
        reject(journalVoided(this.#options.path, 'a batch before it could not be written'))
      return
    }
    for (const { resolve } of group) resolve()
  }

  #takeAll(): readonly Waiting[] {
    const all = this.#waiting
    this.#waiting = []
    this.#waitingBytes = 0
    return all
  }

  /** Where the chains stand after these lines; null when one of them does not continue its chain. */
  #follow(lines: readonly JournalLine[]): ReadonlyMap<string, Tail> | null {
    const tails = new Map<string, Tail>()
    for (const { home, seq, prev, hash } of lines) {
      const before = tails.get(home) ?? this.#tails.get(home) ?? this.#options.headOf(home)
      if (seq !== (before?.seq ?? -1) + 1 || prev !== (before?.hash ?? FIRST_PREV)) return null
      tails.set(home, { seq, hash })
    }
    return tails
  }
}
