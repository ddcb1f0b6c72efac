// Lines: kept byte for byte, chained by home, found by query.
import type { JournalLine } from '@portico/core'
import type { LineQuery } from '@portico/ports'
import { expect, test } from 'vitest'
import { sampleBatch, sampleLine, sampleLines } from '../sample-lines.ts'
import { allLines } from './journal-under-test.ts'
import type { Now } from './journal-under-test.ts'

/** What comes back of what was appended. */
export function lineTests(now: Now): void {
  test('an empty journal has no head and no lines', () => {
    expect(now.journal.head('home')).toBeNull()
    expect(allLines(now.journal)).toEqual([])
  })

  test('lines come back byte for byte, in order, before and after reopening', async () => {
    const odd = {
      text: 'Straße \u2028 \ud83d\udd11 "\\',
      '10': 1e21,
      '9': -0.5,
      empty: {},
      list: [null, true],
    }
    const lines = sampleLines(null, [{ type: 'HubStarted', door: null }, { data: odd }, { mono: 0.125 }])
    await now.journal.append(sampleBatch({ lines }))
    const text = lines.map((line) => JSON.stringify(line))
    expect(allLines(now.journal).map((line) => JSON.stringify(line))).toEqual(text)
    await now.reopen()
    expect(allLines(now.journal).map((line) => JSON.stringify(line))).toEqual(text)
  })

  test('the head is the last line of its home, and each home has its own chain', async () => {
    const mine = sampleLines(null, [{}, { wall: 1_767_600_000_500 }])
    const theirs = sampleLine(null, { home: 'other' })
    await now.journal.append(sampleBatch({ lines: [...mine, theirs] }))
    const last = mine[1]
    expect(now.journal.head('home')).toEqual({ seq: 1, hash: last?.hash, wall: 1_767_600_000_500 })
    expect(now.journal.head('other')).toEqual({ seq: 0, hash: theirs.hash, wall: theirs.wall })
    expect(now.journal.head('nobody')).toBeNull()
    expect(allLines(now.journal, 'other')).toEqual([theirs])
  })

  test('a query gives the lines that fit all its parts, after a seq, up to its limit, ascending', async () => {
    const drafts = Array.from({ length: 60 }, (_, at) => ({
      door: [null, 'front', 'back'][at % 3] ?? null,
      session: at < 30 ? 's_1' : 's_2',
      type: ['BoltObserved', 'FrameStored', 'DoorOpened', 'DoorClosed'][at % 4] ?? '',
    }))
    const lines = sampleLines(null, drafts)
    await now.journal.append(sampleBatch({ lines }))
    for (const query of queries())
      expect({ query, found: now.journal.lines(query) }).toEqual({ query, found: answer(lines, query) })
  })

  test('a limit that is no count is an error, not "all"', () => {
    for (const limit of [-1, 0.5, Number.NaN])
      expect(() => now.journal.lines({ home: 'home', after: -1, limit })).toThrow('limit')
  })
}

const doors = [{}, { door: 'front' }, { door: 'shed' }]
const sessions = [{}, { session: 's_2' }]
const typeLists = [[], ['DoorOpened'], ['DoorClosed', 'BoltObserved', 'BoltObserved', 'Odd']]
const typeParts = [{}, ...typeLists.map((types) => ({ types }))]

function* queries(): Generator<LineQuery> {
  for (const door of doors)
    for (const session of sessions)
      for (const types of typeParts)
        for (const after of [-1, 0, 31, 59, 400])
          for (const limit of [0, 1, 7, 1000])
            yield { home: 'home', ...door, ...session, ...types, after, limit }
}

const answer = (lines: readonly JournalLine[], query: LineQuery): readonly JournalLine[] =>
  lines
    .filter(
      (line) =>
        line.seq > query.after &&
        (query.door === undefined || line.door === query.door) &&
        (query.session === undefined || line.session === query.session) &&
        (query.types === undefined || query.types.includes(line.type)),
    )
    .slice(0, query.limit)
