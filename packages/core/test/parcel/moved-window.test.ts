// A later report and the window of an announced visit: one row per rule, its border and both sides of it.
import { type Ceiling, type SourceGrade, hours, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { type MoveFacts, MOVE_AHEAD_MAX, windowMoveOf } from '../../src/parcel/moved-window.ts'

const NOW = wallTime(Date.UTC(2026, 10, 27, 9))
const at = (from: number, to: number) => ({
  from: wallTime(NOW + hours(from)),
  to: wallTime(NOW + hours(to)),
})
const ANNOUNCED = at(1, 4)

interface Row {
  readonly window?: {
    readonly from: ReturnType<typeof wallTime>
    readonly to: ReturnType<typeof wallTime>
  } | null
  readonly known?: Row['window']
  readonly grade?: SourceGrade
  readonly announced?: SourceGrade
  readonly ceiling?: Ceiling
  readonly mail?: boolean
}

function facts(row: Row): MoveFacts {
  const { window = at(3, 6), grade = 'signed', announced = 'signed', ceiling = 'auto', mail = false } = row
  return {
    visit: {
      ...ANNOUNCED,
      grade: announced,
      ceiling,
      claim: 'household',
      channel: mail ? 'mail' : 'carrier-signed',
    },
    observation: { window, grade, received: NOW },
    parcel: { window: row.known === undefined ? window : row.known },
    raised: mail && ceiling !== 'porch',
  }
}

describe('the window of a visit', () => {
  test.each<[what: string, row: Row, ceiling: Ceiling]>([
    ['moves', {}, 'auto'],
    ['moves by a better source', { announced: 'signed', grade: 'signed-with-time' }, 'auto'],
    ['begins earlier', { window: at(-1, 2) }, 'auto'],
    ['of four hours may still open unasked', { window: at(2, 6) }, 'auto'],
    ['wider than four hours asks', { window: at(2, 6.01) }, 'owner'],
    ['never lets do more than before', { ceiling: 'owner', window: at(2, 3) }, 'owner'],
    [
      'of a mail stays what the household allows of mails',
      { mail: true, announced: 'bearer', grade: 'bearer', ceiling: 'owner' },
      'owner',
    ],
    [
      'lies a week ahead',
      { window: { from: wallTime(NOW + MOVE_AHEAD_MAX), to: wallTime(NOW + MOVE_AHEAD_MAX + 1) } },
      'auto',
    ],
  ])('%s', (_, row, ceiling) => {
    expect(windowMoveOf(facts(row))).toEqual({ moves: true, window: row.window ?? at(3, 6), ceiling })
  })

  test.each<[what: string, row: Row, why: string]>([
    ['by a weaker source', { announced: 'signed', grade: 'bearer' }, 'weaker'],
    ['by nobody who vouches', { announced: 'bearer', grade: 'none' }, 'weaker'],
    ['by a word that was overtaken', { known: at(5, 8) }, 'older'],
    ['to a time that has ended', { window: at(-2, 0) }, 'window-past'],
    [
      'to a time beyond a week',
      { window: { from: wallTime(NOW + MOVE_AHEAD_MAX + 1), to: wallTime(NOW + MOVE_AHEAD_MAX + 2) } },
      'far',
    ],
  ])('does not move %s, and says why', (_, row, why) => {
    expect(windowMoveOf(facts(row))).toEqual({ moves: false, why })
  })

  test.each<[what: string, row: Row]>([
    ['none is told', { window: null }],
    ['the same one is told', { window: ANNOUNCED }],
    ['the same one is told by a weaker source', { window: ANNOUNCED, grade: 'none' }],
  ])('is not spoken of where %s', (_, row) => {
    expect(windowMoveOf(facts(row))).toBeNull()
  })
})
