// What happens to journal.db before anybody uses it: made if new, brought up to date, looked over, its opening counted.
import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { connectReader, connectWriter } from './connection.ts'
import { storeDamaged, storeNotWritable } from './errors.ts'
import { syncFolder } from './folder.ts'
import { migrate, versionOf } from './migrate.ts'
import { SCHEMA_STEPS } from './schema.ts'
import { checkSoundness } from './soundness.ts'

/** The log and its index inherit these rights. */
function createPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  syncFolder(dirname(path))
}

function useLog(db: DatabaseSync, path: string): void {
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
  if (mode !== 'wal') throw storeNotWritable(path, 'its file system shares no memory, as on a network drive')
}

function countOpening(db: DatabaseSync, path: string): number {
  const row = db.prepare('UPDATE opening SET epoch = epoch + 1 RETURNING epoch').get()
  if (typeof row?.['epoch'] !== 'number') throw storeDamaged(path, 'the count of openings is missing')
  return row['epoch']
}

/**
 * Returns the epoch: how often this journal has been opened for writing, this time included, durably. Only for the
 * owner of the folder.
 *
 * @throws HubError `HUB_STORE_NEWER`, `HUB_STORE_DAMAGED`, `HUB_STORE_NOT_WRITABLE`, or an error of SQLite
 */
export async function prepareJournal(path: string, steps: readonly string[] = SCHEMA_STEPS): Promise<number> {
  if (existsSync(path)) {
    // First by a connection that cannot write: a newer file is left as it is.
    using reader = connectReader(path)
    versionOf(reader, path, steps.length)
  } else createPrivate(path)
  using db = connectWriter(path)
  useLog(db, path)
  await migrate(db, path, steps)
  checkSoundness(db, path)
  return countOpening(db, path)
}
