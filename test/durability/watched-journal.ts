// The real store with somebody watching: counts what is handed over and what came back, so that virtual time can wait
// for the real disk and a process can end itself at one exact write.
import type { JournalLine } from '@portico/core'
import type { Batch, Journal, JournalHead, LineQuery, OutboxRow } from '@portico/ports'

export interface JournalWatcher {
  /** Before the store hears of it. `write` counts from 1, in order of hand-over. */
  readonly onAsked?: (write: number, batch: Batch) => void
  /** The store has it, but its writer thread has not answered yet. */
  readonly onHandedOver?: (write: number, batch: Batch) => void
  /** It has reached the disk, and nobody but the watcher knows. */
  readonly onDurable?: (write: number, batch: Batch) => void
}

export class WatchedJournal implements Journal {
  readonly #store: Journal
  readonly #watcher: JournalWatcher
  #writes = 0
  #inFlight = 0
  #answered: (() => void)[] = []

  constructor(store: Journal, watcher: JournalWatcher) {
    this.#store = store
    this.#watcher = watcher
  }

  /** Writes handed over so far. */
  get writes(): number {
    return this.#writes
  }
  get isQuiet(): boolean {
    return this.#inFlight === 0
  }

  /** Resolves with the next answer of the store, good or bad. */
  answered(): Promise<void> {
    return new Promise((resolve) => void this.#answered.push(resolve))
  }

  async append(batch: Batch): Promise<void> {
    const { onAsked, onHandedOver, onDurable } = this.#watcher
    const write = ++this.#writes
    onAsked?.(write, batch)
    this.#inFlight += 1
    try {
      const written = this.#store.append(batch)
      onHandedOver?.(write, batch)
      await written
      onDurable?.(write, batch)
    } finally {
      this.#inFlight -= 1
      for (const resolve of this.#answered.splice(0)) resolve()
    }
  }

  head(home: string): JournalHead | null {
    return this.#store.head(home)
  }
  lines(query: LineQuery): readonly JournalLine[] {
    return this.#store.lines(query)
  }
  openEffects(home: string): readonly OutboxRow[] {
    return this.#store.openEffects(home)
  }
  record(home: string, kind: string, id: string): Uint8Array | null {
    return this.#store.record(home, kind, id)
  }
  records(home: string, kind: string): readonly { readonly id: string; readonly value: Uint8Array }[] {
    return this.#store.records(home, kind)
  }
  blob(home: string, hash: string): Uint8Array | null {
    return this.#store.blob(home, hash)
  }
  close(): Promise<void> {
    return this.#store.close()
  }
}
