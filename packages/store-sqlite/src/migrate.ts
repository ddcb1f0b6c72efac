// Brings a journal to the version that this code knows: forward only, after a copy of what was there.
import { renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup } from 'node:sqlite'
import type { DatabaseSync } from 'node:sqlite'
import { storeDamaged, storeNewer } from './errors.ts'
import { syncFolder } from './folder.ts'

const tableCount = (db: DatabaseSync): unknown =>
  db.prepare(`SELECT count(*) AS tables FROM sqlite_schema`).get()?.['tables']

/**
 * The version of a file, 0 when it is empty.
 *
 * @throws HubError `HUB_STORE_NEWER`, or `HUB_STORE_DAMAGED` when it is no journal of Portico
 */
export function versionOf(db: DatabaseSync, path: string, known: number): number {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > known) throw storeNewer(path, version, known)
  if (version === 0 && tableCount(db) !== 0) throw storeDamaged(path, 'it is not a journal of Portico')
  return version
}

/** `journal.v<n>.db` beside it appears whole or not at all. */
async function copyBefore(db: DatabaseSync, path: string, version: number): Promise<void> {
  const copy = join(dirname(path), `journal.v${version}.db`)
  const part = `${copy}.part`
  rmSync(part, { force: true })
  try {
    await backup(db, part)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  renameSync(part, copy)
  syncFolder(dirname(path))
}

/** Each step is one transaction together with its version: a crash between two steps is resumed by the next start. */
export async function migrate(db: DatabaseSync, path: string, steps: readonly string[]): Promise<void> {
  const version = versionOf(db, path, steps.length)
  if (version === steps.length) return
  if (version > 0) await copyBefore(db, path, version)
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(step)
      db.exec(`PRAGMA user_version = ${index + 1}; COMMIT`)
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}
