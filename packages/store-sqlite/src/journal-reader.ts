// Everything that is read, on a connection of its own that cannot write: it sees each commit as soon as it is answered,
// and never waits for the writer.
import { assert } from '@portico/core'
import type { JournalLine } from '@portico/core'
import type { JournalHead, LineQuery, OutboxRow } from '@portico/ports'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { connectReader, prepareAll } from './connection.ts'
import { journalClosed, readError } from './errors.ts'
import { parseLine } from './line-text.ts'
import type { StoredLine } from './line-text.ts'
import { READ } from './sql.ts'

// cast (all below): the tables are STRICT, and only the writer thread fills them.
const storedLines = (rows: unknown): readonly StoredLine[] => rows as readonly StoredLine[]
const valueOf = (row: unknown): Uint8Array | null =>
  (row as { readonly value: Uint8Array } | undefined)?.value ?? null

const effectOf = (row: Readonly<Record<string, unknown>>): OutboxRow =>
  ({ ...row, payload: JSON.parse(String(row['payload'])) as unknown }) as OutboxRow

/** All answers are copies. Reading is synchronous: every query walks an index and is bounded by its limit. */
export class JournalReader implements Disposable {
  readonly #path: string
  readonly #db: DatabaseSync
  readonly #statements: Readonly<Record<keyof typeof READ, StatementSync>>

  constructor(path: string) {
    this.#path = path
    this.#db = connectReader(path)
    this.#statements = prepareAll(this.#db, READ)
  }

  head(home: string): JournalHead | null {
    const [last] = this.#read(() => this.#parse(home, storedLines(this.#statements.head.all(home))))
    return last === undefined ? null : { seq: last.seq, hash: last.hash, wall: last.wall }
  }

  lines(query: LineQuery): readonly JournalLine[] {
    assert(Number.isSafeInteger(query.limit) && query.limit >= 0, 'a limit is a whole number, not negative')
    return this.#read(() => this.#parse(query.home, this.#find(query)))
  }

  openEffects(home: string): readonly OutboxRow[] {
    return this.#read(() => this.#statements.openEffects.all(home).map(effectOf))
  }

  record(home: string, kind: string, id: string): Uint8Array | null {
    return valueOf(this.#read(() => this.#statements.record.get(home, kind, id)))
  }

  records(home: string, kind: string): readonly { readonly id: string; readonly value: Uint8Array }[] {
    const rows = this.#read(() => this.#statements.records.all(home, kind))
    return rows.map((row) => ({ id: String(row['id']), value: row['value'] as Uint8Array }))
  }

  blob(home: string, hash: string): Uint8Array | null {
    return valueOf(this.#read(() => this.#statements.blob.get(home, hash)))
  }

  [Symbol.dispose](): void {
    if (this.#db.isOpen) this.#db.close()
  }

  /** Each kind of query walks one index; of several types, each type's first lines are merged. */
  #find({ home, after, limit, door, session, types }: LineQuery): readonly StoredLine[] {
    const range = { home, after, limit }
    if (session !== undefined) {
      const list = types === undefined ? null : JSON.stringify(types)
      return storedLines(
        this.#statements.linesBySession.all({ ...range, session, door: door ?? null, types: list }),
      )
    }
    if (types !== undefined)
      return [...new Set(types)]
        .flatMap((type) =>
          storedLines(this.#statements.linesByType.all({ ...range, type, door: door ?? null })),
        )
        .toSorted((a, b) => a.seq - b.seq)
        .slice(0, limit)
    if (door !== undefined) return storedLines(this.#statements.linesByDoor.all({ ...range, door }))
    return storedLines(this.#statements.lines.all(range))
  }

  #parse(home: string, rows: readonly StoredLine[]): readonly JournalLine[] {
    return rows.map((row) => parseLine(this.#path, home, row))
  }

  #read<T>(ask: () => T): T {
    if (!this.#db.isOpen) throw journalClosed(this.#path)
    try {
      return ask()
    } catch (error) {
      throw readError(this.#path, error)
    }
  }
}
