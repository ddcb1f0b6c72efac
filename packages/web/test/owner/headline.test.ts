// The first sentence takes the worst door and never rounds up.
import { describe, expect, it } from 'vitest'
import { headlineOf } from '../../src/owner/headline.ts'
import { type KnownDoor, knownDoor } from '../../src/live/known-door.ts'
import { doorStates, doorView } from '../live/door-views.ts'

type State = KnownDoor['state']

const door = (name: string, state: State): KnownDoor =>
  knownDoor({ value: doorView({ id: name, name, state }), at: 0 }, 0, true)
const words = (...states: readonly State[]): string =>
  headlineOf(
    states.map((state, place) => door(['Front door', 'Garage', 'Box'][place] ?? '', state)),
    null,
  ).words

describe('the headline', () => {
  it.each([
    [['locked-proved'], 'Front door is locked'],
    [['locked-claimed'], 'Front door says it is locked'],
    [['unknown'], 'Front door is not known'],
    [['locked-proved', 'locked-proved', 'locked-proved'], 'All three doors proved locked'],
    [['locked-proved', 'locked-proved', 'locked-claimed'], 'Two doors proved locked, one to check'],
    [['locked-claimed', 'locked-claimed'], 'Two doors to check'],
    [['locked-proved', 'open'], 'Garage is open'],
    [['open', 'open', 'jammed'], 'Box is jammed'],
    [['open', 'open', 'locked-proved'], 'Two doors are open'],
    [['moving', 'unknown'], 'Garage is not known'],
  ] as const)('%j', (states, sentence) => {
    expect(words(...states)).toBe(sentence)
  })

  it.each(doorStates.filter((state) => state !== 'locked-proved'))(
    'calls no door locked beside one that is %s',
    (state) => {
      expect(words('locked-proved', state)).not.toMatch(/^(?:All|Front door is locked)/)
      expect(headlineOf([door('A', 'locked-proved'), door('B', state)], null).state).toBe(state)
    },
  )

  it('knows nothing without the house, and nothing before it was loaded', () => {
    const doors = [door('A', 'locked-proved')]
    expect(headlineOf(doors, { since: Date.UTC(2026, 10, 23, 13, 2) }).words).toMatch(
      /^Doors not known since \d\d:02$/,
    )
    expect(headlineOf(doors, { since: null })).toEqual({ words: 'Doors not known', state: 'unknown' })
    expect(headlineOf(null, null)).toEqual({ words: 'Doors not known yet', state: 'unknown' })
    expect(headlineOf([], null).state).toBe('unknown')
  })
})
