// What the lines of a visit tell a reader who was not there: each step in words, unknown ones not at all, and no field of
// a line is taken for more than it is.
import { FIRST_PREV, type JournalLine } from '@portico/core'
import { expect, test } from 'vitest'
import { VisitStory } from '../../src/verify/visit-story.ts'

const line = (type: string, data: JournalLine['data'] = {}, seq = 1): JournalLine => ({
  ...({ v: 1, home: 'home', boot: 'b', epoch: 1, mono: 1, wall: 1_790_000_000_000, writer: 'hub' } as const),
  ...({ door: 'front', session: 's_1', cause: 'x', lag: 0, prev: FIRST_PREV, hash: FIRST_PREV } as const),
  seq,
  type,
  data,
})

const told = (...lines: readonly JournalLine[]): readonly string[] => {
  const story = new VisitStory()
  for (const each of lines) story.take(each)
  return story.told.map(({ words }) => words)
}

test('a delivery is told step by step, in the order of its lines', () => {
  expect(
    told(
      line('SessionArmed', { mode: 'owner' }),
      line('FrameStored'),
      line('EntryApproved', { by: 'u_1' }),
      line('UnlockSent'),
      line('DoorOpened'),
      line('DoorSecured'),
      line('SessionClosed', { outcome: 'delivered' }),
    ),
  ).toEqual([
    'A visit was due; a resident was to be asked',
    'A resident said yes to this entry',
    'The lock was told to open, once',
    'The door opened',
    'Proved locked: bolt and contact answered the same question',
    'Closed: the door was opened, seen and proved locked again',
  ])
})

test('what is not known is told as it stands, and a type that is none of ours is not told', () => {
  expect(
    told(
      line('SessionClosed', { outcome: 'stolen' }),
      line('EntryRefused', { code: 7 }),
      line('AlarmRaised', { kind: 'BOLT_JAMMED' }),
      line('toString'),
      line('__proto__'),
    ),
  ).toEqual(['Closed: stolen', 'Refused: ?', 'Alarm: BOLT_JAMMED'])
})

test('a story has an end, however many lines are claimed', () => {
  expect(told(...Array.from({ length: 900 }, (_, seq) => line('DoorOpened', {}, seq)))).toHaveLength(200)
})
