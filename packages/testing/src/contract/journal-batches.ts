// Batches: whole, in the order of the calls, durable when answered, or refused whole.
import type { JournalLine } from '@portico/core'
import { expect, test } from 'vitest'
import { sampleBatch, sampleLine, sampleLines } from '../sample-lines.ts'
import { allLines, bytes, codesOf, effect } from './journal-under-test.ts'
import type { Now } from './journal-under-test.ts'

/** What happens to batches that nothing is wrong with. */
export function batchTests(now: Now): void {
  test('many appends at once are all kept, in the order of the calls', async () => {
    const lines = sampleLines(
      null,
      Array.from({ length: 200 }, (_, at) => ({ data: { at } })),
    )
    const answered: number[] = []
    await Promise.all(
      lines.map(async (line) => {
        await now.journal.append(sampleBatch({ lines: [line] }))
        answered.push(line.seq)
      }),
    )
    expect(answered).toEqual(lines.map(({ seq }) => seq))
    expect(allLines(now.journal)).toEqual(lines)
  })

  test('what was answered can be read at once', async () => {
    let line: JournalLine | null = null
    for (let at = 0; at < 20; at++) {
      line = sampleLine(line)
      await now.journal.append(sampleBatch({ lines: [line] }))
      expect(now.journal.head('home')?.hash).toBe(line.hash)
    }
  })

  test('what the caller changes after the call does not reach the journal', async () => {
    // A view into a larger buffer, as a socket hands it over.
    const value = Buffer.from([0, 1, 2, 3, 4]).subarray(1, 4)
    const data: Record<string, unknown> = { bolt: 'locked' }
    const line = sampleLine(null, { data })
    const kept = now.journal.append(
      sampleBatch({ lines: [line], records: [{ home: 'home', kind: 'door', id: 'front', value }] }),
    )
    value.fill(9)
    data.bolt = 'unlocked'
    await kept
    expect(now.journal.record('home', 'door', 'front')).toEqual(bytes(1, 2, 3))
    expect(allLines(now.journal)[0]?.data).toEqual({ bolt: 'locked' })
  })

  test('a batch of nothing is kept like any other', async () => {
    await now.journal.append(sampleBatch({}))
    expect(now.journal.head('home')).toBeNull()
  })
}

/** What is refused without asking the disk. */
export function refusalTests(now: Now): void {
  test('a batch that does not continue the head is refused whole', async () => {
    const first = sampleLine(null)
    await now.journal.append(sampleBatch({ lines: [first] }))
    const next = sampleLine(first)
    const wrong: Record<string, readonly JournalLine[]> = {
      again: [first],
      gap: [sampleLine(next)],
      'another past': [{ ...next, prev: 'f'.repeat(64) }],
      'gap inside': [next, sampleLine({ seq: 5, hash: next.hash })],
      'branch inside': [next, sampleLine({ seq: 1, hash: first.hash })],
      'other home starts late': [next, sampleLine(first, { home: 'other' })],
    }
    for (const [why, lines] of Object.entries(wrong)) {
      const records = [{ home: 'home', kind: 'door', id: 'front', value: bytes(1) }]
      const blobs = [{ home: 'home', hash: 'aa', value: bytes(2), expires: null }]
      const codes = await codesOf([now.journal.append({ lines, outbox: [effect], records, blobs })])
      const after = {
        lines: allLines(now.journal).length,
        effects: now.journal.openEffects('home').length,
        record: now.journal.record('home', 'door', 'front'),
        blob: now.journal.blob('home', 'aa'),
      }
      expect({ why, codes, after }).toEqual({
        why,
        codes: ['HUB_JOURNAL_VOIDED'],
        after: { lines: 1, effects: 0, record: null, blob: null },
      })
    }
    await now.journal.append(sampleBatch({ lines: [next] }))
    expect(allLines(now.journal)).toEqual([first, next])
  })

  test('a refused batch takes those that were built on it with it, and nobody else', async () => {
    const [a, b, c] = sampleLines(null, [{}, {}, {}]).map((line) => [line])
    const wrong = sampleLines({ seq: 7, hash: 'e'.repeat(64) }, [{}, {}])
    const promises = [a, wrong.slice(0, 1), wrong.slice(1), b, c].map((lines = []) =>
      now.journal.append(sampleBatch({ lines })),
    )
    expect(await codesOf(promises)).toEqual([null, 'HUB_JOURNAL_VOIDED', 'HUB_JOURNAL_VOIDED', null, null])
    expect(allLines(now.journal).map(({ seq }) => seq)).toEqual([0, 1, 2])
  })
}

/** What happens when the disk itself fails. */
export function failureTests(now: Now): void {
  test('when the disk fails, nothing of that moment is written, in whatever order it was asked', async () => {
    const [first, ...rest] = sampleLines(
      null,
      Array.from({ length: 6 }, () => ({})),
    )
    await now.journal.append(sampleBatch({ lines: first === undefined ? [] : [first] }))
    const mend = await now.breakDisk()
    const rejected: number[] = []
    const codes = await codesOf(
      rest.map((line) =>
        now.journal.append(sampleBatch({ lines: [line], outbox: [effect] })).catch((error: unknown) => {
          rejected.push(line.seq)
          throw error
        }),
      ),
    )
    expect(codes[0]).toBe('HUB_JOURNAL_WRITE')
    for (const code of codes) expect(['HUB_JOURNAL_WRITE', 'HUB_JOURNAL_VOIDED']).toContain(code)
    expect(rejected).toEqual([1, 2, 3, 4, 5])
    expect(now.journal.head('home')?.seq).toBe(0)
    expect(now.journal.openEffects('home')).toEqual([])
    await mend()
    await now.journal.append(sampleBatch({ lines: rest, outbox: [effect] }))
    await now.reopen()
    expect(allLines(now.journal).map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
    expect(now.journal.openEffects('home')).toEqual([effect])
  })
}
