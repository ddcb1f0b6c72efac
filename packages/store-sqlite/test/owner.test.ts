// A data folder has one owner at a time, in this process or another, and is free the moment its owner is gone.
import { TestClock } from '@portico/testing'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../src/open-store.ts'
import { startChild } from './support/child.ts'
import { tempFolder } from './support/temp-folder.ts'

const open = (folder: string): ReturnType<typeof openStore> => openStore({ folder, clock: new TestClock() })

test('a second opener in another process is refused by the name of the first, until that one is killed', async () => {
  using folder = tempFolder()
  await using owner = startChild('hold-store.ts', [folder.path])
  expect(await owner.nextLine()).toBe('opened 1')
  const refusal = {
    code: 'HUB_STORE_IN_USE',
    retryable: true,
    context: { folder: folder.path, pid: owner.pid },
  }
  await expect(open(folder.path)).rejects.toMatchObject(refusal)
  await expect(open(folder.path)).rejects.toThrow(`in use by process ${owner.pid}`)
  await owner.kill()
  await using store = await open(folder.path)
  expect(store.epoch).toBe(2)
})

test('a second opener in the same process is refused, and the first is undisturbed', async () => {
  using folder = tempFolder()
  await using first = await open(folder.path)
  await expect(open(folder.path)).rejects.toMatchObject({ code: 'HUB_STORE_IN_USE' })
  await first.append({ lines: [], outbox: [], records: [], blobs: [] })
  await first.close()
  await using second = await open(folder.path)
  expect(second.epoch).toBe(2)
})

test('of many who open at once exactly one gets the folder', async () => {
  using folder = tempFolder()
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => open(folder.path)))
  const opened = results.filter((result) => result.status === 'fulfilled')
  expect(opened).toHaveLength(1)
  for (const { value } of opened) await value.close()
})

test('a failed opening leaves the folder free', async () => {
  using folder = tempFolder()
  await (await open(folder.path)).close()
  const path = join(folder.path, 'journal.db')
  const { DatabaseSync } = await import('node:sqlite')
  const setVersion = (version: number): void => {
    using db = new DatabaseSync(path)
    db.exec(`PRAGMA user_version = ${version}`)
  }
  setVersion(99)
  await expect(open(folder.path)).rejects.toMatchObject({ code: 'HUB_STORE_NEWER' })
  setVersion(1)
  await using store = await open(folder.path)
  expect(store.epoch).toBe(2)
  expect(existsSync(join(folder.path, 'lock.pid'))).toBe(true)
})
