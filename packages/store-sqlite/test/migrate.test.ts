// Migration goes forward only and copies first. Today there is one version, so the steps after it are invented here.
import { TestClock, sampleBatch, sampleLines } from '@portico/testing'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openStoreReadOnly } from '../src/open-store-read-only.ts'
import { openStore } from '../src/open-store.ts'
import { prepareJournal } from '../src/prepare-journal.ts'
import { SCHEMA_STEPS } from '../src/schema.ts'
import { tempFolder } from './support/temp-folder.ts'

const lines = sampleLines(null, [{}, {}, {}])
const withNote = [
  ...SCHEMA_STEPS,
  `ALTER TABLE line ADD COLUMN note TEXT; UPDATE line SET note = 'moved ' || seq`,
]
const all = { home: 'home', after: -1, limit: 10 }

async function writeFirstVersion(folder: string): Promise<void> {
  await using store = await openStore({ folder, clock: new TestClock() })
  await store.append(sampleBatch({ lines }))
}

const ask = (path: string, sql: string): unknown => {
  using db = new DatabaseSync(path, { readOnly: true })
  return db
    .prepare(sql)
    .all()
    .map((row) => Object.values(row)[0])
}

test('a step is taken on the file, and the copy from before it is a whole journal of the old version', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'journal.db')
  await writeFirstVersion(folder.path)
  expect(await prepareJournal(path, withNote)).toBe(2)
  expect(ask(path, 'PRAGMA user_version')).toEqual([2])
  expect(ask(path, 'SELECT note FROM line ORDER BY seq')).toEqual(['moved 0', 'moved 1', 'moved 2'])
  await expect(openStore({ folder: folder.path, clock: new TestClock() })).rejects.toMatchObject({
    code: 'HUB_STORE_NEWER',
  })
  renameSync(join(folder.path, 'journal.v1.db'), path)
  using old = openStoreReadOnly(folder.path)
  expect(old.lines(all)).toEqual(lines)
})

test('a journal that is up to date is not copied', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'journal.db')
  await writeFirstVersion(folder.path)
  await prepareJournal(path, withNote)
  renameSync(join(folder.path, 'journal.v1.db'), join(folder.path, 'elsewhere.db'))
  expect(await prepareJournal(path, withNote)).toBe(3)
  expect(existsSync(join(folder.path, 'journal.v1.db'))).toBe(false)
})

test('a step that fails leaves the last good version, and is tried again at the next start', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'journal.db')
  await writeFirstVersion(folder.path)
  const failing = [...withNote, 'CREATE TABLE extra (id INTEGER); INSERT INTO nowhere VALUES (1)']
  await expect(prepareJournal(path, failing)).rejects.toThrow('nowhere')
  expect(ask(path, 'PRAGMA user_version')).toEqual([2])
  expect(ask(path, `SELECT name FROM sqlite_schema WHERE name = 'extra'`)).toEqual([])
  await prepareJournal(path, [...withNote, 'CREATE TABLE extra (id INTEGER)'])
  expect(ask(path, 'PRAGMA user_version')).toEqual([3])
  expect(ask(path, 'SELECT note FROM line WHERE seq = 2')).toEqual(['moved 2'])
})

test('what the log still holds after a kill is in the copy', async () => {
  using folder = tempFolder()
  await using store = await openStore({ folder: folder.path, clock: new TestClock() })
  await store.append(sampleBatch({ lines }))
  const path = join(folder.path, 'journal.db')
  await prepareJournal(path, withNote)
  expect(ask(join(folder.path, 'journal.v1.db'), 'SELECT seq FROM line ORDER BY seq')).toEqual([0, 1, 2])
})
