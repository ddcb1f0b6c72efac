// What a page makes of a verdict: never more certain than the hub says; notices without doubles, what is urgent first.
import type { NoticeView, ParcelView, TruthView, VerdictView } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../../src/parcels/outcome.ts'
import { noticesToShow, reasonLine, truthHappenings, weightOf } from '../../src/truth/truth-words.ts'

const NOON = new Date(2026, 10, 26, 12, 0, 0).getTime()
const MINUTE = 60_000

const verdict = (is: VerdictView['is'], confidence: VerdictView['confidence']): VerdictView => ({
  is,
  confidence,
  words: 'Words',
  sure: 'Sure.',
})

describe('how sure it looks', () => {
  it.each([
    ['inside', 'sure', 'proved'],
    ['inside', 'likely', 'claimed'],
    ['at-door', 'weak', 'claimed'],
    ['at-door', 'disputed', 'no'],
    ['neighbour', 'sure', 'claimed'],
    ['unknown', 'weak', 'claimed'],
    ['unknown', 'disputed', 'no'],
    ['not-here', 'sure', 'no'],
    ['taken', 'likely', 'no'],
    ['on-the-way', 'waits', 'due'],
  ] as const)('%s, %s: %s', (is, confidence, weight) => {
    expect(weightOf(verdict(is, confidence))).toBe(weight)
  })

  it('the sentence of a parcel is the verdict, where nobody came in with it', () => {
    // cast: what a sentence is made of
    const parcel = {
      status: 'delivered',
      statusAt: NOON,
      verdict: verdict('not-here', 'likely'),
    } as ParcelView
    expect(outcomeOf({ parcel, visit: null, now: NOON + MINUTE })).toEqual({
      sentence: 'Words',
      detail: 'Sure.',
      weight: 'no',
    })
  })
})

it('a reason says when, what, and by whom', () => {
  const reason = {
    why: 'said-delivered',
    words: 'said to be delivered',
    at: NOON,
    source: 'ups',
    grade: 'bearer',
    metres: null,
  } as const
  expect(reasonLine(reason, NOON)).toBe(
    '12:00: said to be delivered, said by the carrier through ups, by a password, not signed',
  )
  expect(reasonLine({ ...reason, at: null, source: null, grade: null }, NOON)).toBe('said to be delivered')
})

it('what went, and nobody of the house said so, is marked as an alarm', () => {
  const drop: TruthView['drops'][number] = {
    door: 'front',
    camera: 'porch',
    state: 'taken',
    seen: NOON,
    confidence: 0.9,
    picture: null,
    ended: { at: NOON + MINUTE, by: 'nobody' },
  }
  const told = truthHappenings({ drops: [drop], household: [], moves: [] }, () => null)
  expect(told.map(({ what, mark }) => [what, mark])).toEqual([
    ['Set down before the door', 'plain'],
    ['Gone from the door', 'alarm'],
  ])
})

describe('notices', () => {
  const notice = (parcel: string, at: number, more: Partial<NoticeView> = {}): NoticeView => ({
    notice: 'arriving',
    parcel,
    name: parcel,
    door: null,
    at,
    words: parcel,
    isUrgent: false,
    ...more,
  })
  const shown = (notices: readonly NoticeView[], seen = 0): readonly string[] =>
    noticesToShow(notices, { seen, now: NOON }).map(({ parcel, at }) => `${parcel} ${(NOON - at) / MINUTE}`)

  it('show the newest of each parcel, and what is urgent first', () => {
    const all = [
      notice('a', NOON - MINUTE),
      notice('b', NOON - 2 * MINUTE, { isUrgent: true }),
      notice('a', NOON - 3 * MINUTE),
    ]
    expect(shown(all)).toEqual(['b 2', 'a 1'])
  })
  it('leave when they were seen, and after a day', () => {
    const all = [notice('a', NOON - MINUTE), notice('b', NOON - 25 * 60 * MINUTE)]
    expect(shown(all)).toEqual(['a 1'])
    expect(shown(all, NOON - MINUTE)).toEqual([])
  })
})
