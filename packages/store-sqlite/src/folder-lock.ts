// A data folder has one owner. The kernel holds the lock for us and frees it when the process dies, however it dies.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { storeInUse } from './errors.ts'
import { sqliteFailure } from './sqlite-failure.ts'

/** Only for the words of the refusal; null when nobody wrote it. */
function ownerOf(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isSafeInteger(pid) ? pid : null
  } catch {
    return null
  }
}

/**
 * Takes `lock.db` of the folder, at once or not at all; released by disposing.
 *
 * @throws HubError `HUB_STORE_IN_USE`
 */
export function lockFolder(folder: string): Disposable {
  const pidFile = join(folder, 'lock.pid')
  const lock = new DatabaseSync(join(folder, 'lock.db'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
    writeFileSync(pidFile, `${process.pid}\n`)
  } catch (error) {
    lock.close()
    if (sqliteFailure(error).kind === 'busy') throw storeInUse(folder, ownerOf(pidFile), error)
    throw error
  }
  return {
    [Symbol.dispose]: () => {
      if (!lock.isOpen) return
      rmSync(pidFile, { force: true })
      lock.close()
    },
  }
}
