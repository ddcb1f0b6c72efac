// Opening: what a folder looks like before, while and after, and every folder or file that must be refused by name.
import { TestClock, sampleBatch, sampleLine, sampleLines } from '@portico/testing'
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openStoreReadOnly } from '../src/open-store-read-only.ts'
import { openStore } from '../src/open-store.ts'
import type { Store } from '../src/open-store.ts'
import { tempFolder } from './support/temp-folder.ts'

const open = (folder: string): Promise<Store> => openStore({ folder, clock: new TestClock() })

/** A closed journal of `count` lines with an open effect and a record. */
async function fill(folder: string, count: number): Promise<void> {
  await using store = await open(folder)
  const drafts = Array.from({ length: count }, (_, at) => ({
    data: { at, long: 'x'.repeat((at % 7) * 900) },
  }))
  const outbox = [
    {
      home: 'home',
      id: 'front:1:0',
      door: 'front',
      session: null,
      effect: 'LockDoor',
      op: null,
      state: 'issued' as const,
      wall: 1,
      payload: {},
    },
  ]
  const records = [{ home: 'home', kind: 'door', id: 'front', value: Uint8Array.of(1) }]
  await store.append({ lines: sampleLines(null, drafts), outbox, records, blobs: [] })
}

const onFile = (folder: string, sql: string): void => {
  using db = new DatabaseSync(join(folder, 'journal.db'))
  db.exec(sql)
}

test('a missing folder is made for its owner alone, and a closed store leaves one whole file', async () => {
  using folder = tempFolder()
  const deep = join(folder.path, 'a', 'b', 'data')
  await fill(deep, 3)
  expect(readdirSync(deep).toSorted()).toEqual(['journal.db', 'lock.db'])
  expect(statSync(deep).mode & 0o777).toBe(0o700)
  expect(statSync(join(deep, 'journal.db')).mode & 0o777).toBe(0o600)
})

test('each opening counts, also one that wrote nothing, and a look does not', async () => {
  using folder = tempFolder()
  for (const epoch of [1, 2, 3]) {
    await using store = await open(folder.path)
    expect(store.epoch).toBe(epoch)
    openStoreReadOnly(folder.path)[Symbol.dispose]()
  }
})

test('closing an open store twice, by name and by scope, is harmless', async () => {
  using folder = tempFolder()
  await using store = await open(folder.path)
  await Promise.all([store.close(), store[Symbol.asyncDispose]()])
  await expect(store[Symbol.asyncDispose]()).resolves.toBeUndefined()
})

test('a place that cannot hold a folder is named', async () => {
  using folder = tempFolder()
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  for (const place of [file, join(file, 'data'), '/proc/portico/data', join(folder.path, 'x'.repeat(300))])
    await expect(open(place)).rejects.toMatchObject({
      code: 'HUB_STORE_NOT_WRITABLE',
      message: expect.stringContaining(place),
    })
})

test('a journal of a newer version is refused and left as it is', async () => {
  using folder = tempFolder()
  await fill(folder.path, 5)
  onFile(folder.path, 'PRAGMA user_version = 2')
  const before = readFileSync(join(folder.path, 'journal.db'))
  const path = join(folder.path, 'journal.db')
  const refusal = { code: 'HUB_STORE_NEWER', context: { path, version: 2, known: 1 } }
  await expect(open(folder.path)).rejects.toMatchObject(refusal)
  expect(() => openStoreReadOnly(folder.path)).toThrow(expect.objectContaining(refusal))
  expect(readFileSync(join(folder.path, 'journal.db')).equals(before)).toBe(true)
})

test('a file that is no journal of ours is refused and left as it is', async () => {
  using folder = tempFolder()
  const path = join(folder.path, 'journal.db')
  onFile(folder.path, 'CREATE TABLE recipe (name TEXT)')
  const before = readFileSync(path)
  await expect(open(folder.path)).rejects.toMatchObject({ code: 'HUB_STORE_DAMAGED' })
  expect(readFileSync(path).equals(before)).toBe(true)
  writeFileSync(path, 'this is a diary\n'.repeat(300))
  await expect(open(folder.path)).rejects.toMatchObject({ code: 'HUB_STORE_DAMAGED' })
})

const wounds: Readonly<Record<string, string>> = {
  'a line cut out of the middle': 'DELETE FROM line WHERE seq = 4',
  'the first line cut off': 'DELETE FROM line WHERE seq = 0',
  'a text that is no JSON': `UPDATE line SET text = '{' WHERE seq = 5`,
  'a text of another line': 'UPDATE line SET text = (SELECT text FROM line WHERE seq = 4) WHERE seq = 5',
  'a column that disagrees': `UPDATE line SET type = 'DoorOpened' WHERE seq = 5`,
  'a broken link': `UPDATE line SET text = replace(text, '"prev":"', '"prev":"0') WHERE seq = 6`,
  'a first line that continues something': `UPDATE line SET text = replace(text, '"prev":"0', '"prev":"1') WHERE seq = 0`,
  'no count of openings': 'DELETE FROM opening',
  'a missing table': 'DROP TABLE outbox',
  'a missing column': 'ALTER TABLE blob DROP COLUMN value',
}

test.for(Object.entries(wounds))('%s is found at opening', async ([, sql]) => {
  using folder = tempFolder()
  await fill(folder.path, 9)
  onFile(folder.path, sql)
  await expect(open(folder.path)).rejects.toMatchObject({ code: 'HUB_STORE_DAMAGED' })
})

test('whichever page of the file is wiped, the journal is refused or its lines are the true ones', async () => {
  using folder = tempFolder()
  const sound = join(folder.path, 'sound')
  await fill(sound, 60)
  using reader = openStoreReadOnly(sound)
  const all = { home: 'home', after: -1, limit: 100 }
  const lines = reader.lines(all)
  const { size } = statSync(join(sound, 'journal.db'))
  let refused = 0
  for (let page = 0; page * 4096 < size; page++) {
    const copy = join(folder.path, `copy-${page}`)
    mkdirSync(copy)
    cpSync(join(sound, 'journal.db'), join(copy, 'journal.db'))
    const path = join(copy, 'journal.db')
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0, page * 4096, (page + 1) * 4096))
    const outcome = await open(copy).then(
      async (store) => {
        await using found = store
        return { page, lines: found.lines(all), effects: found.openEffects('home').length }
      },
      (error: unknown) => error,
    )
    if (outcome instanceof Error) {
      refused++
      expect({ page, outcome }).toMatchObject({ outcome: { code: 'HUB_STORE_DAMAGED' } })
    } else expect(outcome).toEqual({ page, lines, effects: 1 })
  }
  expect(refused).toBeGreaterThan(10)
})

test('a file cut short is refused, wherever it was cut', async () => {
  using folder = tempFolder()
  await fill(folder.path, 60)
  const path = join(folder.path, 'journal.db')
  const { size } = statSync(path)
  for (const bytes of [size - 1, size - 4096, Math.floor(size / 2), 5000, 4096, 50]) {
    truncateSync(path, bytes)
    const cut = await open(folder.path).then(
      () => 'opened',
      (error: unknown) => error,
    )
    expect({ bytes, cut }).toMatchObject({ bytes, cut: { code: 'HUB_STORE_DAMAGED' } })
  }
})

test('a damage found only while reading is an error, never a shorter answer', async () => {
  using folder = tempFolder()
  await using store = await open(folder.path)
  const first = sampleLine(null)
  await store.append(sampleBatch({ lines: [first, sampleLine(first)] }))
  onFile(folder.path, `UPDATE line SET text = 'null?' WHERE seq = 0`)
  const damaged = expect.objectContaining({
    code: 'HUB_STORE_DAMAGED',
    message: expect.stringContaining('line 0'),
  })
  expect(() => store.lines({ home: 'home', after: -1, limit: 10 })).toThrow(damaged)
  expect(store.head('home')?.seq).toBe(1)
})

test('a look into a folder without a journal says so and makes none', () => {
  using folder = tempFolder()
  expect(() => openStoreReadOnly(folder.path)).toThrow(
    expect.objectContaining({ code: 'HUB_STORE_UNREADABLE' }),
  )
  expect(readdirSync(folder.path)).toEqual([])
})

test('a look is closed twice without harm and answers nothing afterwards', async () => {
  using folder = tempFolder()
  await fill(folder.path, 2)
  const look = openStoreReadOnly(folder.path)
  expect(look.records('home', 'door')).toEqual([{ id: 'front', value: Uint8Array.of(1) }])
  look[Symbol.dispose]()
  look[Symbol.dispose]()
  expect(() => look.head('home')).toThrow(expect.objectContaining({ code: 'HUB_JOURNAL_CLOSED' }))
})
