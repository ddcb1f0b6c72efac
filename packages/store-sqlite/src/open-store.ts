// Opens the data folder: one owner, one writer thread, one reader.
import type { JournalLine, WallTime } from '@portico/core'
import type { Batch, Clock, Journal, JournalHead, LineQuery, OutboxRow } from '@portico/ports'
import { join, resolve } from 'node:path'
import { journalClosed, openError } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import { makeFolder } from './folder.ts'
import { GroupCommit } from './group-commit.ts'
import { JournalReader } from './journal-reader.ts'
import { prepareJournal } from './prepare-journal.ts'
import { WriterThread } from './writer-thread.ts'

export interface StoreOptions {
  /** The data folder; made when it is missing. */
  readonly folder: string
  /** Bounds the waits for the disk. */
  readonly clock: Clock
}

export interface Store extends Journal, AsyncDisposable {
  /** How often this folder was opened for writing, this time included. */
  readonly epoch: number
  /** Deletes the blobs that expired at `now` or before; returns how many. */
  sweepBlobs(now: WallTime): Promise<number>
}

/** So many at a time, so that a webhook's commit does not wait for a month of deletions. */
const SWEEP_BLOBS_MAX = 500

/**
 * @throws HubError `HUB_STORE_IN_USE`, `HUB_STORE_NOT_WRITABLE`, `HUB_STORE_NEWER`, `HUB_STORE_DAMAGED`,
 * `HUB_STORE_UNREADABLE`, `HUB_JOURNAL_FULL`
 * @example
 * await using store = await openStore({ folder: './data', clock })
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const folder = resolve(options.folder)
  const path = join(folder, 'journal.db')
  await using opened = new AsyncDisposableStack()
  try {
    makeFolder(folder)
    opened.use(lockFolder(folder))
    const epoch = await prepareJournal(path)
    const writer = opened.adopt(await WriterThread.start({ path, clock: options.clock }), (thread) =>
      thread.close(),
    )
    // Closed before the writer, so that the writer is the last one and tidies the log away.
    const reader = opened.use(new JournalReader(path))
    return new SqliteStore({ path, epoch, reader, writer, opened: opened.move() })
  } catch (error) {
    throw openError(path, error)
  }
}

interface Parts {
  readonly path: string
  readonly epoch: number
  readonly reader: JournalReader
  readonly writer: WriterThread
  readonly opened: AsyncDisposableStack
}

/** The port, laid over its parts: every write goes through the queue to the thread, every read to the reader. */
class SqliteStore implements Store {
  readonly epoch: number
  readonly #parts: Parts
  readonly #queue: GroupCommit
  #closed: Promise<void> | null = null

  constructor(parts: Parts) {
    this.epoch = parts.epoch
    this.#parts = parts
    this.#queue = new GroupCommit({
      path: parts.path,
      write: (group) => parts.writer.write(group),
      headOf: (home) => parts.reader.head(home),
    })
  }

  async append(batch: Batch): Promise<void> {
    if (this.#closed !== null) throw this.#refusal()
    return this.#queue.append(batch)
  }

  async sweepBlobs(now: WallTime): Promise<number> {
    let swept = 0
    for (;;) {
      if (this.#closed !== null) throw this.#refusal()
      const count = await this.#parts.writer.sweep(now, SWEEP_BLOBS_MAX)
      swept += count
      if (count < SWEEP_BLOBS_MAX) return swept
    }
  }

  head(home: string): JournalHead | null {
    return this.#parts.reader.head(home)
  }

  lines(query: LineQuery): readonly JournalLine[] {
    return this.#parts.reader.lines(query)
  }

  openEffects(home: string): readonly OutboxRow[] {
    return this.#parts.reader.openEffects(home)
  }

  record(home: string, kind: string, id: string): Uint8Array | null {
    return this.#parts.reader.record(home, kind, id)
  }

  records(home: string, kind: string): readonly { readonly id: string; readonly value: Uint8Array }[] {
    return this.#parts.reader.records(home, kind)
  }

  blob(home: string, hash: string): Uint8Array | null {
    return this.#parts.reader.blob(home, hash)
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #finish(): Promise<void> {
    await this.#queue.idle()
    await this.#parts.opened.disposeAsync()
  }

  #refusal(): Error {
    return journalClosed(this.#parts.path)
  }
}
