// Closing: nothing that was asked is dropped, nothing is answered afterwards.
import { expect, test } from 'vitest'
import { sampleBatch, sampleLines } from '../sample-lines.ts'
import { allLines, codesOf } from './journal-under-test.ts'
import type { Now } from './journal-under-test.ts'

/** What an end leaves behind. */
export function closingTests(now: Now): void {
  test('what was asked before closing is kept, what is asked after it is refused', async () => {
    const lines = sampleLines(null, [{}, {}, {}])
    const [a, b, c] = lines.map((line) => sampleBatch({ lines: [line] }))
    const before = [a, b].map((batch = sampleBatch({})) => now.journal.append(batch))
    const closing = now.journal.close()
    expect(await codesOf([now.journal.append(c ?? sampleBatch({}))])).toEqual(['HUB_JOURNAL_CLOSED'])
    await Promise.all([...before, closing])
    await now.reopen()
    expect(allLines(now.journal)).toEqual(lines.slice(0, 2))
  })

  test('closing twice is harmless, and a closed journal answers nothing', async () => {
    await Promise.all([now.journal.close(), now.journal.close()])
    await now.journal.close()
    for (const ask of [
      () => now.journal.head('home'),
      () => now.journal.openEffects('home'),
      () => now.journal.lines({ home: 'home', after: -1, limit: 1 }),
      () => now.journal.record('home', 'door', 'front'),
      () => now.journal.records('home', 'door'),
      () => now.journal.blob('home', 'ab'),
    ])
      expect(ask).toThrow(expect.objectContaining({ code: 'HUB_JOURNAL_CLOSED' }))
    expect(await codesOf([now.journal.append(sampleBatch({}))])).toEqual(['HUB_JOURNAL_CLOSED'])
  })
}
