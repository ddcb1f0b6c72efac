// The SQLite store passes the contract of every journal, on a real file in a folder of its own. Its disk is broken by a
// trigger that a second connection plants in the file.
import { TestClock, journalContract } from '@portico/testing'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStore } from '../src/open-store.ts'

const onFile = (folder: string, sql: string): void => {
  using db = new DatabaseSync(join(folder, 'journal.db'), { timeout: 5_000 })
  db.exec(sql)
}

journalContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-store-'))
  const clock = new TestClock()
  let store = await openStore({ folder, clock })
  return {
    journal: store,
    reopen: async () => {
      await store.close()
      store = await openStore({ folder, clock })
      return store
    },
    breakDisk: async () => {
      onFile(
        folder,
        `CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'planted'); END`,
      )
      return async () => onFile(folder, 'DROP TRIGGER broken')
    },
    dispose: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
})
