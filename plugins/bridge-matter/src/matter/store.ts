// Where the library keeps pairings, keys and subscriptions: one table in SQLite, each write durable before it is answered.
// Its own drivers lose the last writes when the process is killed, and a lost pairing is a lock that has to be paired anew.
import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type DataNamespace, StorageDriver, type SupportedStorageTypes, fromJson, toJson } from '@matter/main'

/** Between the parts of a context: cannot stand in any of them. */
const SEPARATOR = '\u001F'

type Write = { readonly key: string; readonly value: string } | { readonly key: string; readonly value: null }

interface Pending {
  readonly context: string
  readonly write: Write
}

/** The file of the bridge, for all that it keeps; mode 0600. */
export class BridgeDatabase implements Disposable {
  readonly database: DatabaseSync
  #isOpen = true

  constructor(path: string) {
    this.database = new DatabaseSync(path)
    chmodSync(path, 0o600)
    this.database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS matter (
        space TEXT NOT NULL, context TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (space, context, key)
      ) STRICT, WITHOUT ROWID;
    `)
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.database.close()
  }
}

export class SqliteStore extends StorageDriver {
  readonly #database: DatabaseSync
  readonly #space: string

  constructor({ database }: BridgeDatabase, { namespace }: DataNamespace) {
    super()
    this.#database = database
    this.#space = namespace
  }

  override get id(): string {
    return 'portico'
  }
  override get initialized(): boolean {
    return true
  }
  override initialize(): void {}
  /** The file belongs to the bridge, which closes it last. */
  override close(): void {}

  override get(contexts: string[], key: string): SupportedStorageTypes {
    const row = this.#database
      .prepare('SELECT value FROM matter WHERE space = ? AND context = ? AND key = ?')
      .get(this.#space, contextOf(contexts), key)
    return row === undefined ? undefined : valueOf(row)
  }

  override set(contexts: string[], values: Record<string, SupportedStorageTypes>): void
  override set(contexts: string[], key: string, value: SupportedStorageTypes): void
  override set(
    contexts: string[],
    given: string | Record<string, SupportedStorageTypes>,
    value?: SupportedStorageTypes,
  ): void {
    this.apply(pendingOf(contexts, typeof given === 'string' ? { [given]: value } : given))
  }

  override delete(contexts: string[], key: string): void {
    this.apply([{ context: contextOf(contexts), write: { key, value: null } }])
  }

  override keys(contexts: string[]): string[] {
    return this.#rows(contexts).map((row) => String(row['key']))
  }

  override values(contexts: string[]): Record<string, SupportedStorageTypes> {
    return Object.fromEntries(this.#rows(contexts).map((row) => [String(row['key']), valueOf(row)]))
  }

  /** Names of the contexts right below one. */
  override contexts(contexts: string[]): string[] {
    const prefix = contexts.length === 0 ? '' : contextOf(contexts) + SEPARATOR
    const below = this.#database
      .prepare('SELECT DISTINCT context FROM matter WHERE space = ? AND substr(context, 1, ?) = ?')
      .all(this.#space, prefix.length, prefix)
      .map((row) => String(row['context']).slice(prefix.length).split(SEPARATOR)[0] ?? '')
    return [...new Set(below.filter((name) => name !== ''))]
  }

  /** With all that is below it. */
  override clearAll(contexts: string[]): void {
    const context = contextOf(contexts)
    const prefix = contexts.length === 0 ? '' : context + SEPARATOR
    this.#database
      .prepare('DELETE FROM matter WHERE space = ? AND (context = ? OR substr(context, 1, ?) = ?)')
      .run(this.#space, context, prefix.length, prefix)
  }

  /** What is set inside of it comes together, at its commit, or not at all. */
  override begin(): StorageDriver.Transaction {
    return new StoreTransaction(this)
  }

  apply(pending: readonly Pending[]): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for (const { context, write } of pending) this.#write(context, write)
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #write(context: string, { key, value }: Write): void {
    if (value === null)
      this.#database
        .prepare('DELETE FROM matter WHERE space = ? AND context = ? AND key = ?')
        .run(this.#space, context, key)
    else
      this.#database
        .prepare('INSERT OR REPLACE INTO matter (space, context, key, value) VALUES (?, ?, ?, ?)')
        .run(this.#space, context, key, value)
  }

  #rows(contexts: string[]): Record<string, unknown>[] {
    return this.#database
      .prepare('SELECT key, value FROM matter WHERE space = ? AND context = ?')
      .all(this.#space, contextOf(contexts))
  }
}

class StoreTransaction extends StorageDriver.Transaction {
  readonly #store: SqliteStore
  readonly #pending: Pending[] = []

  constructor(store: SqliteStore) {
    super(store)
    this.#store = store
  }

  override set(contexts: string[], values: Record<string, SupportedStorageTypes>): void
  override set(contexts: string[], key: string, value: SupportedStorageTypes): void
  override set(
    contexts: string[],
    given: string | Record<string, SupportedStorageTypes>,
    value?: SupportedStorageTypes,
  ): void {
    this.assertActive()
    this.#pending.push(...pendingOf(contexts, typeof given === 'string' ? { [given]: value } : given))
  }

  override delete(contexts: string[], key: string): void {
    this.assertActive()
    this.#pending.push({ context: contextOf(contexts), write: { key, value: null } })
  }

  override commit(): void {
    this.assertActive()
    this.#store.apply(this.#pending)
    void super.commit()
  }
}

function pendingOf(contexts: string[], values: Record<string, SupportedStorageTypes>): Pending[] {
  const context = contextOf(contexts)
  return Object.entries(values).map(([key, value]) => ({
    context,
    write: { key, value: toJson(value ?? null) },
  }))
}

const contextOf = (contexts: readonly string[]): string => contexts.join(SEPARATOR)

const valueOf = (row: Record<string, unknown>): SupportedStorageTypes => fromJson(String(row['value']))
