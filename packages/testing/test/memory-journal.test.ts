// The memory journal passes the contract, and its switches do what a simulator counts on: slow by the clock, failing
// when told, and after a crash holding what was acknowledged.
import { milliseconds } from '@portico/core'
import { codeOf } from '@portico/ports'
import { expect, test } from 'vitest'
import { journalContract } from '../src/contract/journal-contract.ts'
import { MemoryJournal } from '../src/memory-journal.ts'
import { sampleBatch, sampleLines } from '../src/sample-lines.ts'
import { TestClock } from '../src/test-clock.ts'

journalContract('MemoryJournal', async () => {
  let journal = new MemoryJournal()
  return {
    journal,
    reopen: async () => {
      await journal.close()
      journal = journal.reopen()
      return journal
    },
    breakDisk: async () => {
      journal.failNext('HUB_JOURNAL_WRITE')
      return async () => {}
    },
    dispose: () => journal.close(),
  }
})

const slow = (): { clock: TestClock; journal: MemoryJournal } => {
  const clock = new TestClock()
  return { clock, journal: new MemoryJournal({ clock, latency: () => milliseconds(20) }) }
}
const batches = sampleLines(null, [{}, {}, {}, {}]).map((line) => sampleBatch({ lines: [line] }))
const batch = (at: number): ReturnType<typeof sampleBatch> => batches[at] ?? sampleBatch({})
const codes = (results: readonly PromiseSettledResult<void>[]): readonly (string | null)[] =>
  results.map((result) => (result.status === 'rejected' ? codeOf(result.reason) : null))

test('a slow commit is answered when its time has passed, and later ones wait for the next', async () => {
  const { clock, journal } = slow()
  const answered: string[] = []
  const first = journal.append(batch(0)).then(() => answered.push(`first at ${clock.mono()}`))
  await clock.advance(milliseconds(5))
  const second = journal.append(batch(1)).then(() => answered.push(`second at ${clock.mono()}`))
  await clock.advance(milliseconds(14))
  expect(answered).toEqual([])
  expect(journal.head('home')).toBeNull()
  await clock.advance(milliseconds(100))
  await Promise.all([first, second])
  expect(answered).toEqual(['first at 100020', 'second at 100040'])
})

test('a commit told to fail fails with its code and voids what waited behind it', async () => {
  const { clock, journal } = slow()
  journal.failNext('HUB_JOURNAL_FULL')
  const first = Promise.allSettled([journal.append(batch(0))])
  await clock.advance(milliseconds(5))
  const second = Promise.allSettled([journal.append(batch(1))])
  await clock.advance(milliseconds(15))
  expect(codes([...(await first), ...(await second)])).toEqual(['HUB_JOURNAL_FULL', 'HUB_JOURNAL_VOIDED'])
  expect(journal.head('home')).toBeNull()
  const again = journal.append(batch(0))
  await clock.advance(milliseconds(20))
  await again
  expect(journal.head('home')?.seq).toBe(0)
})

test('after a crash the disk holds what was acknowledged and nothing else', async () => {
  const { clock, journal } = slow()
  const first = journal.append(batch(0))
  await clock.advance(milliseconds(20))
  await first
  void journal.append(batch(1))
  await clock.advance(milliseconds(10))
  void journal.append(batch(2))
  journal.crash()
  expect(clock.nextWake()).toBeNull()
  expect(() => journal.head('home')).toThrow(expect.objectContaining({ code: 'HUB_JOURNAL_CLOSED' }))
  const reborn = journal.reopen()
  expect(reborn.head('home')?.seq).toBe(0)
  const again = reborn.append(batch(1))
  await clock.advance(milliseconds(20))
  await again
  expect(reborn.head('home')?.seq).toBe(1)
})

test('a crash may keep what was being written, though nobody was told', async () => {
  const { clock, journal } = slow()
  let told = false
  void journal.append(batch(0)).then(() => (told = true))
  await clock.advance(milliseconds(10))
  void journal.append(batch(1))
  journal.crash('kept')
  await clock.advance(milliseconds(100))
  expect(told).toBe(false)
  expect(journal.reopen().head('home')?.seq).toBe(0)
})

test('two journals cannot own one disk', () => {
  expect(() => new MemoryJournal().reopen()).toThrow('one journal at a time')
})

test('closing waits for what was asked', async () => {
  const { clock, journal } = slow()
  const kept = journal.append(batch(0))
  const closing = journal.close()
  expect(clock.nextWake()).toBeNull()
  await clock.advance(milliseconds(20))
  await Promise.all([kept, closing])
  expect(journal.reopen().head('home')?.seq).toBe(0)
})
