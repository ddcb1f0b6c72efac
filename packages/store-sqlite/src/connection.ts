// How journal.db is opened, for writing and for reading. Imports no other package: the writer thread starts with it.
import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'

/** A stranger's short lock (a copy being taken, a shell) is waited for. */
const WRITER_BUSY_WAIT_MS = 5_000
/** The reader stands on the main thread, which must not stand still. */
const READER_BUSY_WAIT_MS = 500

/**
 * With `FULL` a commit has reached the disk before it returns; `NORMAL` loses committed lines in a power cut. What is
 * deleted is overwritten: blobs are personal. The log gives its space back after a burst.
 */
const WRITER_PRAGMAS = `
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA cell_size_check = ON;
  PRAGMA journal_size_limit = 67108864;
`

export function connectWriter(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: WRITER_BUSY_WAIT_MS })
  db.exec(WRITER_PRAGMAS)
  return db
}

export function connectReader(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: READER_BUSY_WAIT_MS })
}

/** Prepares every statement at once, so that a journal with another schema is noticed here and not at the door. */
export function prepareAll<Name extends string>(
  db: DatabaseSync,
  sql: Readonly<Record<Name, string>>,
): Readonly<Record<Name, StatementSync>> {
  const prepared = Object.entries<string>(sql).map(([name, text]) => [name, db.prepare(text)] as const)
  // cast: the very names of `sql`.
  return Object.fromEntries(prepared) as Record<Name, StatementSync>
}
