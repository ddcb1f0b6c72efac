// A look into the journal while a hub runs, or while none does: for exports and the command line.
import type { Journal } from '@portico/ports'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connectReader } from './connection.ts'
import { readError, storeUnreadable } from './errors.ts'
import { JournalReader } from './journal-reader.ts'
import { versionOf } from './migrate.ts'
import { SCHEMA_STEPS } from './schema.ts'

export interface ReadOnlyStore
  extends Pick<Journal, 'head' | 'lines' | 'record' | 'records' | 'blob'>, Disposable {}

function checkVersion(path: string): void {
  using db = connectReader(path)
  const version = versionOf(db, path, SCHEMA_STEPS.length)
  if (version < SCHEMA_STEPS.length)
    throw storeUnreadable(path, 'an older Portico wrote it: start the hub once to bring it up to date')
}

/**
 * Takes no lock and changes nothing.
 *
 * @throws HubError `HUB_STORE_UNREADABLE`, `HUB_STORE_NEWER`, `HUB_STORE_DAMAGED`
 * @example
 * using store = openStoreReadOnly('./data')
 */
export function openStoreReadOnly(folder: string): ReadOnlyStore {
  const path = join(resolve(folder), 'journal.db')
  if (!existsSync(path)) throw storeUnreadable(path, 'there is no such file: is this the data folder?')
  try {
    checkVersion(path)
    return new JournalReader(path)
  } catch (error) {
    throw readError(path, error)
  }
}
