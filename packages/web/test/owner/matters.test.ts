// Alarm before ring before visit; what is lower is still there.
import { describe, expect, it } from 'vitest'
import type { AlarmView } from '@portico/protocol'
import { knownDoor } from '../../src/live/known-door.ts'
import { type House, RING_MS, highestOf, mattersOf } from '../../src/owner/matters.ts'
import { doorView, sessionView } from '../live/door-views.ts'

const alarm = (id: string, more: Partial<AlarmView> = {}): AlarmView => ({
  id,
  door: 'front',
  kind: 'RELOCK_UNPROVED',
  words: 'The door is not proved locked after 20 s.',
  act: 'Check by hand',
  standingMs: 1_000,
  acknowledged: false,
  ...more,
})

const house = (alarms: readonly AlarmView[], more: Partial<House> = {}): House => ({
  doors: [knownDoor({ value: doorView({ alarms: [...alarms] }), at: 0 }, 0, true)],
  sessions: {
    value: [sessionView({ id: 'asks', ask: { try: 0, untilMs: 9, camera: 'porch', unproved: [] } })],
    at: 0,
  },
  ring: { door: 'front', at: 500, wall: 0 },
  asideAt: null,
  isSpeaking: false,
  now: 1_000,
  ...more,
})

describe('what has the page', () => {
  it('is the alarm before the ring, and the rest stays', () => {
    const matters = mattersOf(house([alarm('old', { standingMs: 9_000 }), alarm('new')]))
    expect(highestOf(matters)).toBe('alarm')
    expect(matters.alarms.map(({ id }) => id)).toEqual(['new', 'old'])
    expect(matters.ring).not.toBeNull()
    expect(matters.visits).toHaveLength(1)
  })

  it('is the ring when the alarm was answered, which still stands', () => {
    const matters = mattersOf(house([alarm('a', { acknowledged: true })]))
    expect(highestOf(matters)).toBe('ring')
    expect(matters.seenAlarms).toHaveLength(1)
  })

  it('is nothing once the ring is over or put aside', () => {
    expect(highestOf(mattersOf(house([], { now: 500 + RING_MS })))).toBeNull()
    expect(highestOf(mattersOf(house([], { asideAt: 500 })))).toBeNull()
    expect(highestOf(mattersOf(house([], { asideAt: 400 })))).toBe('ring')
  })
})

it('an alarm is there while the house is not heard', () => {
  const doors = [knownDoor({ value: doorView({ alarms: [alarm('a')] }), at: 0 }, 500_000, false)]
  expect(highestOf(mattersOf(house([], { doors })))).toBe('alarm')
})

it('who asks comes before who is already inside; who is only expected is no matter', () => {
  const ask = { try: 0, untilMs: 9, camera: 'porch', unproved: [] }
  const value = [
    sessionView({ id: 'inside', phase: 'inside' }),
    sessionView({ id: 'armed', phase: 'armed' }),
    sessionView({ id: 'asks', ask }),
    sessionView({ id: 'due', state: 'due', phase: 'due' }),
  ]
  expect(
    mattersOf(house([], { sessions: { value, at: 7 } })).visits.map((visit) => [visit.value.id, visit.at]),
  ).toEqual([
    ['asks', 7],
    ['inside', 7],
  ])
})
