// Goal: what is drawn stays an area, inside the picture, and what would be masked less is counted before it is asked for.
import type { AreasView } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import {
  type Area,
  CORNERS_MAX,
  CORNERS_MIN,
  draftOf,
  newArea,
  unmasked,
  withArea,
  withCorner,
  withMoreCorners,
  withoutCorner,
} from '../../src/house/area-draft.ts'

const AREA: [number, number][] = [
  [0, 0],
  [0.8, 0],
  [0.8, 0.2],
]
const OTHER: [number, number][] = [
  [0.5, 0.5],
  [1, 0.5],
  [1, 1],
]
const view: AreasView = {
  camera: 'porch',
  view: 'outside',
  witness: false,
  leaf: null,
  drop: AREA,
  masks: [AREA, OTHER],
  fixed: [],
  fromFile: false,
  pending: null,
}

describe('corners', () => {
  it('stay in the picture, and are never fewer than three nor more than the hub takes', () => {
    expect(withCorner(AREA, 1, [1.7, -0.2])[1]).toEqual([1, 0])
    expect(withoutCorner(AREA, 0)).toHaveLength(CORNERS_MIN)
    let area: Area = AREA
    for (let n = 0; n < 2 * CORNERS_MAX; n += 1) area = withMoreCorners(area)
    expect(area).toHaveLength(CORNERS_MAX)
  })

  it('come in the middle of the longest edge', () => {
    expect(withMoreCorners(AREA)).toEqual([
      [0, 0],
      [0.8, 0],
      [0.8, 0.2],
      [0.4, 0.1],
    ])
  })
})

describe('a draft', () => {
  it('begins with what is to come true', () => {
    expect(draftOf(view).masks).toEqual([AREA, OTHER])
    expect(draftOf({ ...view, pending: { masks: [OTHER], at: 1, by: 'p_1' } }).masks).toEqual([OTHER])
  })

  it('takes a new mask behind the others, and loses the one that is taken away', () => {
    const draft = draftOf(view)
    expect(withArea(draft, 2, newArea(draft, 2)).masks).toHaveLength(3)
    expect(withArea(draft, 0, null).masks).toEqual([OTHER])
    expect(withArea(draft, 'drop', null).drop).toBeNull()
  })

  it('tells how many masks would come off: those gone or changed, unless it was asked for already', () => {
    const draft = draftOf(view)
    expect(unmasked(view, draft)).toBe(0)
    expect(unmasked(view, withArea(draft, 2, newArea(draft, 2)))).toBe(0)
    expect(unmasked(view, withArea(draft, 0, null))).toBe(1)
    expect(unmasked(view, withArea(draft, 0, withCorner(AREA, 0, [0.1, 0.1])))).toBe(1)
    const asked = { ...view, pending: { masks: [OTHER], at: 1, by: 'p_1' } }
    expect(unmasked(asked, draftOf(asked))).toBe(0)
  })
})
