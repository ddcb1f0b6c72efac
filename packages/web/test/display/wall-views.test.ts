// Which visit the wall shows, which alarms stand, and when a ring is answered.
import type { AlarmMessage, AlarmView, DoorView, WallView, WallVisit } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { isAnswered, shownVisit, standingAlarms } from '../../src/display/wall-views.ts'

const NOW = 1_800_000_000_000

const visit = (id: string, more: Partial<WallVisit> = {}): WallVisit => ({
  id,
  door: 'front',
  phase: 'inside',
  steps: [{ rung: 'here', at: NOW - 20_000 }],
  countdown: null,
  outcome: null,
  closed: null,
  ...more,
})

const alarm = (id: string, more: Partial<AlarmView> = {}): AlarmView => ({
  id,
  door: 'front',
  kind: 'DOOR_LEFT_OPEN',
  words: 'The door stands open too long.',
  act: 'Talk, go',
  standingMs: 9_000,
  acknowledged: false,
  ...more,
})

const door = (alarms: readonly AlarmView[]): DoorView => ({
  id: 'front',
  name: 'Front door',
  kind: 'house',
  state: 'open',
  bolt: { word: 'unlocked', ageMs: 1 },
  contact: { word: 'open', ageMs: 1 },
  battery: null,
  phase: 'inside',
  session: null,
  unfit: null,
  cameras: [],
  alarms: [...alarms],
  simulated: true,
})

function wall(visits: readonly WallVisit[], alarms: readonly AlarmView[] = []) {
  const value: WallView = {
    home: 'home',
    doors: [door(alarms)],
    visits: [...visits],
    nextWindow: null,
    simulated: true,
  }
  return { value, at: 50_000 }
}

const call = (id: string): AlarmMessage => ({
  alarm: id,
  door: 'front',
  session: null,
  kind: 'FIRE',
  level: 0,
  words: 'Fire alarm. Nothing locks.',
  act: 'Leave, call for help',
})

describe('the visit that is shown', () => {
  test('is one that goes on, not one that only may come', () => {
    expect(shownVisit(null, NOW)).toBeNull()
    expect(shownVisit(wall([visit('a', { phase: 'due' }), visit('b', { phase: 'armed' })]), NOW)).toBeNull()
    const ended = visit('c', { closed: NOW - 1_000, outcome: 'delivered', phase: 'closed' })
    expect(shownVisit(wall([visit('a'), ended]), NOW)?.value.id).toBe('a')
  })

  test('says for half a minute how it ended, if anybody came', () => {
    const ended = visit('c', { closed: NOW - 1_000, outcome: 'delivered', phase: 'closed' })
    expect(shownVisit(wall([ended]), NOW)?.value.id).toBe('c')
    expect(shownVisit(wall([ended]), NOW + 30_000)).toBeNull()
    expect(shownVisit(wall([{ ...ended, steps: [] }]), NOW)).toBeNull()
  })
})

describe('the alarms that stand', () => {
  test('are those of the view, counted from when they began', () => {
    expect(standingAlarms(null, [])).toEqual([])
    expect(standingAlarms(wall([], [alarm('a')]), [])).toMatchObject([{ id: 'a', since: 41_000 }])
  })

  test('and those called out since, before any view has them, each once', () => {
    const calls = [
      { call: call('a'), at: 50_100 },
      { call: call('b'), at: 50_200 },
    ]
    expect(standingAlarms(null, calls).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(standingAlarms(wall([], [alarm('a')]), calls).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('with one that nobody has seen first', () => {
    const found = wall([], [alarm('a', { acknowledged: true }), alarm('b')])
    expect(standingAlarms(found, []).map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

test('a ring is answered when somebody has proved since to be at that door', () => {
  const found = wall([visit('a')])
  expect(isAnswered({ door: 'front', wall: NOW - 21_000 }, found)).toBe(true)
  expect(isAnswered({ door: 'front', wall: NOW - 19_000 }, found)).toBe(false)
  expect(isAnswered({ door: 'garage', wall: NOW - 21_000 }, found)).toBe(false)
  expect(isAnswered({ door: 'front', wall: NOW - 21_000 }, null)).toBe(false)
})
