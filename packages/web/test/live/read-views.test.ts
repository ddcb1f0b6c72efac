// Answers that are no view: none of them reaches the page.
import { ClientError } from '@portico/client'
import type { WallView } from '@portico/protocol'
import { expect, test } from 'vitest'
import { readDoors, readList, readWall } from '../../src/live/read-views.ts'
import { doorView } from './door-views.ts'

const whole = doorView()

const broken: readonly unknown[] = [
  null,
  'locked',
  {},
  { doors: [whole] },
  [null],
  [{ ...whole, state: 'ajar' }],
  [{ ...whole, bolt: undefined }],
  [{ ...whole, contact: { word: 'closed' } }],
  [{ ...whole, cameras: null }],
  [whole, { id: 'back' }],
]

test('whole doors are read as they are', () => {
  expect(readDoors([whole])).toEqual([whole])
  expect(readDoors([])).toEqual([])
})

test('half a door is none, and neither are the others beside it', () => {
  for (const answer of broken) expect(() => readDoors(answer), JSON.stringify(answer)).toThrow(ClientError)
})

test('a wall is read whole or not at all', () => {
  const wall: WallView = { home: 'home', doors: [whole], visits: [], nextWindow: null, simulated: true }
  expect(readWall(wall)).toBe(wall)
  for (const doors of broken) {
    // cast: what a wire may bring is not what was agreed on
    const half = { ...wall, doors } as WallView
    expect(() => readWall(half)).toThrow(ClientError)
  }
})

test('a list is a list of rows', () => {
  expect(readList([{ id: 'p_1' }], 'The parcels')).toEqual([{ id: 'p_1' }])
  // cast: what a wire may bring is not what was agreed on
  for (const answer of [null, {}, [null], ['p_1']] as unknown as readonly (readonly object[])[])
    expect(() => readList(answer, 'The parcels')).toThrow(
      'The parcels came in a way that this page cannot read',
    )
})
