// The wall's sentences: none of them says more than is proved, whatever the hub tells and however old it is.
import type { DoorView, WallVisit } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import {
  boltWord,
  byWorst,
  contactWord,
  homeSentence,
  sureness,
  visitHeadline,
  windowWords,
} from '../../src/display/wall-words.ts'
import { knownDoor } from '../../src/live/known-door.ts'
import { doorStates, doorView, visitPhases } from '../live/door-views.ts'

const states = doorStates

const view = (state: DoorView['state']): DoorView =>
  doorView({
    id: state,
    name: `Door ${state}`,
    state,
    contact: { word: 'closed', ageMs: 2_000 },
  })

const known = (state: DoorView['state'], { passed = 0, isLive = true } = {}) =>
  knownDoor({ value: view(state), at: 0 }, passed, isLive)

const visit = (phase: string, more: Partial<WallVisit> = {}): WallVisit => ({
  id: 's',
  door: 'front',
  phase,
  steps: [],
  countdown: null,
  outcome: null,
  closed: null,
  ...more,
})

describe('how sure a door is', () => {
  test('says its age while it is proved, and that it is not proved when it has grown old', () => {
    expect(sureness(known('locked-proved'), null)).toBe('proved 4 s ago')
    expect(sureness(known('locked-proved', { passed: 61_000 }), null)).toBe('proved 65 s ago')
    expect(sureness(known('locked-proved', { passed: 63_000 }), null)).toBe('not proved for 67 s')
  })

  test('only proof is called proved', () => {
    for (const state of states)
      for (const isLive of [true, false])
        for (const passed of [0, 70_000, 100_000]) {
          const door = known(state, { passed, isLive })
          const isProved = state === 'locked-proved' && isLive && passed === 0
          expect(sureness(door, null).startsWith('proved'), `${state} ${passed} ${isLive}`).toBe(isProved)
        }
  })

  test('without the hub it says since when nothing is known', () => {
    const lostAt = new Date(2026, 10, 26, 14, 2).getTime()
    expect(sureness(known('open', { isLive: false }), lostAt)).toBe('since 14:02')
  })
})

describe('the home in one sentence', () => {
  test('says locked only when every door is proved locked', () => {
    expect(homeSentence([known('locked-proved')])).toBe('Door locked-proved proved locked')
    expect(homeSentence([known('locked-proved'), known('locked-proved')])).toBe('All doors proved locked')
    for (const state of states.slice(1))
      expect(homeSentence([known('locked-proved'), known(state), known('locked-proved')])).toContain(state)
    expect(homeSentence([])).toBe('No doors are known yet')
  })

  test('a door that needs a look is not lost among many', () => {
    const doors = [...states.map((state) => known(state)), known('locked-proved'), known('locked-proved')]
    expect(byWorst(doors).map(({ state }) => state)).toEqual([
      'jammed',
      'open',
      'unlocked',
      'unknown',
      'moving',
      'locked-claimed',
      'locked-proved',
      'locked-proved',
      'locked-proved',
    ])
  })
})

describe('a visit on the wall', () => {
  const phases = [...visitPhases, 'something new']
  const outcomes = [
    'delivered',
    'undelivered',
    'cancelled',
    'refused',
    'expired',
    'taken-over',
    'unsealed',
    'new',
    null,
  ]

  test('is called locked only by a door that is proved locked', () => {
    for (const seal of states.slice(1)) {
      for (const phase of phases)
        expect(visitHeadline(visit(phase), seal), `${phase} ${seal}`).not.toMatch(/\b(?<!not proved )locked/i)
      for (const outcome of outcomes)
        expect(visitHeadline(visit('closed', { outcome, closed: 1 }), seal)).not.toMatch(/locked/i)
    }
    expect(visitHeadline(visit('sealing'), 'locked-proved')).toBe('Shut and locked')
    expect(visitHeadline(visit('closed', { outcome: 'delivered', closed: 1 }), 'locked-proved')).toBe(
      'Left inside. Locked.',
    )
  })

  test('is not known without the hub, whatever it was', () => {
    for (const phase of phases) expect(visitHeadline(visit(phase), null)).toBe('Not known')
    expect(visitHeadline(visit('closed', { outcome: 'delivered', closed: 1 }), null)).toBe('Not known')
  })
})

test('a word that nobody knows is not known', () => {
  expect([boltWord('locked'), boltWord('unlocked'), boltWord('unknown'), boltWord('new')]).toEqual([
    'Thrown',
    'Back',
    'Not known',
    'Not known',
  ])
  expect([contactWord('closed'), contactWord('open'), contactWord('unknown')]).toEqual([
    'Shut',
    'Open',
    'Not known',
  ])
})

test('a window says its day when that is not today', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 10).getTime()
  expect(windowWords({ from: at(26, 14), to: at(26, 15) }, at(26, 9))).toBe('14:10 to 15:10')
  expect(windowWords({ from: at(27, 14), to: at(27, 15) }, at(26, 9))).toBe('Friday 14:10 to 15:10')
  expect(windowWords({ from: at(25, 14), to: at(26, 15) }, at(26, 9))).toBe('14:10 to 15:10')
})
