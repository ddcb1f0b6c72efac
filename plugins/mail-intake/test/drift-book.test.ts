// A format that changed is told from a quiet week and from a bad day.
import { describe, expect, test } from 'vitest'
import { counted, weekOf } from '../src/drift/drift-book.ts'
import type { DayCount } from '../src/mailbox/mailbox-place.ts'

const DAY = 86_400_000
const now = Date.parse('2026-11-18T12:00:00Z')

const seen = (...mails: readonly (readonly [daysAgo: number, understood: boolean])[]): readonly DayCount[] =>
  mails.reduce<readonly DayCount[]>(
    (counts, [daysAgo, understood]) =>
      counted(counts, { sender: 'amazon', understood, now: now - daysAgo * DAY }),
    [],
  )
const amazon = (counts: readonly DayCount[]) => weekOf(counts, now)[0]

describe('a week of a sender', () => {
  test('twelve mails and none understood: the format changed', () => {
    const mails = Array.from({ length: 12 }, (_, at) => [6 - (at % 7), false] as const)
    expect(amazon(seen(...mails.toSorted(([a], [b]) => b - a)))).toEqual({
      sender: 'amazon',
      name: 'Amazon',
      seen: 12,
      understood: 0,
      drifted: true,
    })
  })
  test.each([
    [
      'two mails',
      [
        [1, false],
        [0, false],
      ],
      false,
    ],
    [
      'three',
      [
        [1, false],
        [1, false],
        [0, false],
      ],
      true,
    ],
    [
      'one of three understood',
      [
        [1, true],
        [1, false],
        [0, false],
      ],
      false,
    ],
    [
      'one of five',
      [
        [1, true],
        [1, false],
        [1, false],
        [0, false],
        [0, false],
      ],
      true,
    ],
  ] as const)('%s', (_, mails, drifted) => {
    expect(amazon(seen(...mails))?.drifted).toBe(drifted)
  })
  test('what is older than a week is forgotten', () => {
    const counts = seen([8, false], [8, false], [8, false], [0, true])
    expect(counts).toHaveLength(1)
    expect(amazon(counts)).toMatchObject({ seen: 1, understood: 1, drifted: false })
    expect(weekOf(counts, now + 8 * DAY)).toEqual([])
  })
})
