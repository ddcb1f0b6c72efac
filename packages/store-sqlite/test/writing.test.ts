// The writer's limits: a disk that hangs, a queue that is full, a batch that fails among good ones, expired blobs.
import { milliseconds, seconds, wallTime } from '@portico/core'
import { codeOf } from '@portico/ports'
import { TestClock, sampleBatch, sampleLine, sampleLines } from '@portico/testing'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { connectWriter } from '../src/connection.ts'
import { openStore } from '../src/open-store.ts'
import { tempFolder } from './support/temp-folder.ts'

/** Another process that writes: while it does, the store's writer waits, as it would for a disk that hangs. */
function holdFile(folder: string): Disposable {
  const db = new DatabaseSync(join(folder, 'journal.db'), { timeout: 1_000 })
  db.exec('BEGIN IMMEDIATE')
  return { [Symbol.dispose]: () => db.isOpen && db.close() }
}

/** Turns the event loop until the writer has been asked: from then on a wake bounds the wait for its answer. */
async function untilAsked(clock: TestClock): Promise<void> {
  for (let turns = 0; clock.nextWake() === null; turns++) {
    if (turns > 100) throw new Error('the writer was not asked')
    await clock.advance(milliseconds(0))
  }
}

const codes = async (promises: readonly Promise<unknown>[]): Promise<readonly (string | null)[]> =>
  (await Promise.allSettled(promises)).map((one) => (one.status === 'rejected' ? codeOf(one.reason) : null))

test('the writer syncs its log at each commit', async () => {
  using folder = tempFolder()
  await (await openStore({ folder: folder.path, clock: new TestClock() })).close()
  using db = connectWriter(join(folder.path, 'journal.db'))
  // https://www.sqlite.org/pragma.html#pragma_synchronous: 2 is FULL.
  expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
})

test('a disk that never answers is given up after a minute, for good, and the next start knows the truth', async () => {
  using folder = tempFolder()
  const clock = new TestClock()
  const store = await openStore({ folder: folder.path, clock })
  const [first, second, third] = sampleLines(null, [{}, {}, {}]).map((line) => sampleBatch({ lines: [line] }))
  await store.append(first ?? sampleBatch({}))
  const held = holdFile(folder.path)
  const hanging = store.append(second ?? sampleBatch({}))
  const answered = codes([hanging])
  await untilAsked(clock)
  await clock.advance(seconds(59))
  const behind = codes([store.append(third ?? sampleBatch({}))])
  await clock.advance(seconds(1))
  expect(await answered).toEqual(['HUB_JOURNAL_WRITE'])
  expect(await behind).toEqual(['HUB_JOURNAL_VOIDED'])
  expect(await codes([store.append(second ?? sampleBatch({}))])).toEqual(['HUB_JOURNAL_WRITE'])
  expect(clock.nextWake()).toBeNull()
  held[Symbol.dispose]()
  await store.close()
  await using again = await openStore({ folder: folder.path, clock })
  expect(again.lines({ home: 'home', after: -1, limit: 9 }).map(({ seq }) => seq)[0]).toBe(0)
})

test('an idle disk is asked in the very turn in which something is said', async () => {
  using folder = tempFolder()
  const clock = new TestClock()
  await using store = await openStore({ folder: folder.path, clock })
  const [first, second] = sampleLines(null, [{}, {}]).map((line) => sampleBatch({ lines: [line] }))
  using held = holdFile(folder.path)
  let isTurnOver = false
  setImmediate(() => (isTurnOver = true))
  const both = [store.append(first ?? sampleBatch({})), store.append(second ?? sampleBatch({}))]
  await Promise.resolve()
  await Promise.resolve()
  expect([clock.nextWake(), isTurnOver]).toEqual([expect.any(Number), false])
  held[Symbol.dispose]()
  expect(await codes(both)).toEqual([null, null])
})

test('closing does not wait for ever for a disk that hangs', async () => {
  using folder = tempFolder()
  const clock = new TestClock()
  const store = await openStore({ folder: folder.path, clock })
  using held = holdFile(folder.path)
  const hanging = codes([store.append(sampleBatch({ lines: [sampleLine(null)] }))])
  await untilAsked(clock)
  const closing = store.close()
  await clock.advance(seconds(60))
  await clock.advance(seconds(10))
  await closing
  expect(await hanging).toEqual(['HUB_JOURNAL_WRITE'])
  held[Symbol.dispose]()
})

test('when too much waits for the disk the caller is told, and what waits is kept', async () => {
  using folder = tempFolder()
  const clock = new TestClock()
  await using store = await openStore({ folder: folder.path, clock })
  const held = holdFile(folder.path)
  const lines = sampleLines(
    null,
    Array.from({ length: 10_002 }, () => ({})),
  )
  const batches = lines.map((line) => sampleBatch({ lines: [line] }))
  const [first, ...others] = batches
  const kept = [store.append(first ?? sampleBatch({}))]
  await untilAsked(clock)
  kept.push(...others.slice(0, -1).map((batch) => store.append(batch)))
  const [last] = others.slice(-1)
  expect(await codes([store.append(last ?? sampleBatch({}))])).toEqual(['HUB_JOURNAL_WRITE'])
  held[Symbol.dispose]()
  expect(new Set(await codes(kept))).toEqual(new Set([null]))
  await store.append(last ?? sampleBatch({}))
  expect(store.head('home')?.seq).toBe(10_001)
})

test('a batch that weighs more than may wait is refused alone', async () => {
  using folder = tempFolder()
  await using store = await openStore({ folder: folder.path, clock: new TestClock() })
  const blob = { home: 'home', hash: 'aa', expires: null }
  const heavy = sampleBatch({ blobs: [{ ...blob, value: new Uint8Array(65 * 1024 * 1024) }] })
  const light = sampleBatch({ blobs: [{ ...blob, value: new Uint8Array(1024) }] })
  expect(await codes([store.append(heavy), store.append(light)])).toEqual(['HUB_JOURNAL_WRITE', null])
})

test('when one batch of a group fails, nothing of the group is written, whatever stands in it', async () => {
  using folder = tempFolder()
  await using store = await openStore({ folder: folder.path, clock: new TestClock() })
  {
    using db = new DatabaseSync(join(folder.path, 'journal.db'))
    db.exec(`CREATE TRIGGER odd BEFORE INSERT ON line WHEN new.type = 'Odd'
      BEGIN SELECT RAISE(FAIL, 'planted'); END`)
  }
  const lines = sampleLines(null, [{}, {}, { type: 'Odd' }, {}])
  const records = [{ home: 'home', kind: 'door', id: 'front', value: Uint8Array.of(1) }]
  const asked = lines.map((line) => store.append(sampleBatch({ lines: [line], records })))
  expect(new Set(await codes(asked))).toEqual(new Set(['HUB_JOURNAL_WRITE']))
  expect([store.head('home'), store.record('home', 'door', 'front')]).toEqual([null, null])
  await store.append(sampleBatch({ lines: lines.slice(0, 2), records }))
  expect(store.head('home')?.seq).toBe(1)
})

test('sweeping deletes what has expired, of every home, and nothing else', async () => {
  using folder = tempFolder()
  await using store = await openStore({ folder: folder.path, clock: new TestClock() })
  const blobs = Array.from({ length: 1_203 }, (_, at) => ({
    home: at % 2 === 0 ? 'home' : 'other',
    hash: `${at}`,
    value: Uint8Array.of(at & 0xff),
    expires: at % 3 === 0 ? null : 1_000 + at,
  }))
  await store.append(sampleBatch({ blobs }))
  const now = 1_000 + 1_100
  const expired = blobs.filter(({ expires }) => expires !== null && expires <= now)
  expect(await store.sweepBlobs(wallTime(now))).toBe(expired.length)
  expect(await store.sweepBlobs(wallTime(now))).toBe(0)
  for (const { home, hash, value, expires } of blobs)
    expect(store.blob(home, hash)).toEqual(expires !== null && expires <= now ? null : value)
  await store.close()
  expect(await codes([store.sweepBlobs(wallTime(now))])).toEqual(['HUB_JOURNAL_CLOSED'])
})
