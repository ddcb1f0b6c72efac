// What the broker keeps of a home: never more than is proved, nothing while the hub is away.
import { doorStates } from '@portico/core'
import { sampleDoor as door } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import { keptState } from '../src/told/kept-state.ts'
import { Topics, slugOf } from '../src/told/topics.ts'
import { steps } from '../src/told/words.ts'
import { home } from './home.ts'

const topics = new Topics({ slug: 'haus', id: '0a1b2c3d' }, 'homeassistant')
const stateOf = (shown = home(), isReached = true): ReadonlyMap<string, string> =>
  keptState({ home: shown, topics, pictures: false, isPrivate: true, isReached, lastAnswer: 'none' })
const at = (state: ReadonlyMap<string, string>, what: string): string | undefined =>
  state.get(topics.door('front', what))

test('a door in words of Home Assistant', () => {
  const state = stateOf()
  expect(
    ['lock', 'contact', 'battery', 'step', 'problem', 'tamper', 'alarm', 'available'].map((what) =>
      at(state, what),
    ),
  ).toEqual(['LOCKED', 'OFF', '80', 'idle', 'OFF', 'OFF', 'none', 'online'])
  expect(state.get('portico/haus/home/window_start')).toBe('2026-01-05T08:00:00.000Z')
})

test('only what is proved locked is called locked', () => {
  const told = doorStates.map((state) => [state, at(stateOf(home({ doors: [door({ state })] })), 'lock')])
  expect(Object.fromEntries(told)).toEqual({
    'locked-proved': 'LOCKED',
    'locked-claimed': 'None',
    unlocked: 'UNLOCKED',
    open: 'OPEN',
    moving: 'None',
    unknown: 'None',
    jammed: 'JAMMED',
  })
})

test('a bolt that moves is told the way it goes where that is known', () => {
  const moving = (phase: string): string | undefined =>
    at(stateOf(home({ doors: [door({ state: 'moving', phase })] })), 'lock')
  expect(['unlocking', 'relocking', 'inside'].map(moving)).toEqual(['UNLOCKING', 'LOCKING', 'None'])
})

test('while the hub is away nothing is known, and the devices stay', () => {
  const away = stateOf(home(), false)
  expect(
    ['lock', 'contact', 'battery', 'step', 'problem', 'alarm', 'available'].map((what) => at(away, what)),
  ).toEqual(['None', 'None', 'None', 'None', 'None', 'None', 'offline'])
  expect([...away.keys()]).toEqual([...stateOf().keys()])
})

test('a step that nobody was told of is not told', () => {
  expect([...steps]).toContain('relocking')
  expect(at(stateOf(home({ doors: [door({ phase: 'dancing' })] })), 'step')).toBe('None')
})

describe('alarms', () => {
  const alarms = [
    { id: 'a', kind: 'DOOR_LEFT_OPEN' as const, standingMs: 9_000 },
    { id: 'b', kind: 'TAMPER' as const, standingMs: 100 },
  ].map((alarm) => ({ ...alarm, door: 'front', words: '', act: '', acknowledged: false }))

  test('are told by kind, the newest first', () => {
    const state = stateOf(home({ doors: [door({ alarms })] }))
    expect(['problem', 'tamper', 'alarm'].map((what) => at(state, what))).toEqual([
      'ON',
      'ON',
      'tamper, door_left_open',
    ])
  })
})

test('a porch has no lock', () => {
  const state = stateOf(home({ doors: [door({ kind: 'porch', state: 'unknown' })] }))
  expect(at(state, 'lock')).toBeUndefined()
  expect(at(state, 'problem')).toBe('OFF')
})

test('names of people become levels without signs', () => {
  expect(['Haus am See', 'Küche #1/+', '///', 'x'.repeat(99)].map(slugOf)).toEqual([
    'haus-am-see',
    'kuche-1',
    'home',
    'x'.repeat(32),
  ])
  expect(topics.door('a/b+#', 'lock')).toBe('portico/haus/door/a_2fb_2b_23/lock')
})
