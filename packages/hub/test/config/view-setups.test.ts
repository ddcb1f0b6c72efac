// Goal: what a household draws in the view of a camera is checked with words that say what to do, and arrives as drawn.
import { describe, expect, it } from 'vitest'
import { check, faultsOf, homeWith } from './home-text.ts'

const SQUARE = '[[0.1, 0.1], [0.4, 0.1], [0.4, 0.4], [0.1, 0.4]]'
const porch = '      - { id: porch, view: outside }'
const hall = '      - { id: hall, view: inside, witness: true }'

const atPorch = (more: string): string => homeWith([porch, `      - { id: porch, view: outside, ${more} }`])
const atHall = (more: string): string =>
  homeWith([hall, `      - { id: hall, view: inside, witness: true, ${more} }`])

describe('a view', () => {
  it('arrives as it was drawn, and only where something was', async () => {
    const text = atPorch(`proof: display, leaf: ${SQUARE}, drop: ${SQUARE}, masks: [${SQUARE}]`)
    const area = [
      [0.1, 0.1],
      [0.4, 0.1],
      [0.4, 0.4],
      [0.1, 0.4],
    ]
    expect((await check(text)).settings?.views).toEqual({
      porch: { proof: 'display', leaf: area, drop: area, masks: [area] },
    })
  })

  it.each([
    ['two corners', 'leaf: [[0, 0], [1, 1]]', /leaf/],
    ['a corner outside', 'leaf: [[0, 0], [1.2, 0], [0, 1]]', /leaf/],
    ['a corner of three numbers', 'leaf: [[0, 0, 0], [1, 0], [0, 1]]', /leaf/],
    ['a line', 'drop: [[0, 0], [0.5, 0.5], [1, 1]]', /encloses nothing/],
    ['a point', 'masks: [[[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]]]', /masks\[0\].*encloses nothing/],
    [
      'an outline that crosses itself',
      'drop: [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]',
      /crosses its own outline/,
    ],
    ['a proof that there is not', 'proof: stars', /proof/],
  ])('with %s is refused', async (_, more, words) => {
    const faults = await faultsOf(atPorch(more))
    expect(faults).toEqual([expect.stringMatching(words)])
  })

  it('from inside does not see the display beside the door', async () => {
    expect(await faultsOf(atHall('proof: display'))).toEqual([
      expect.stringContaining('not seen from inside'),
    ])
  })

  it('of a witness has no masks', async () => {
    expect(await faultsOf(atHall(`masks: [${SQUARE}]`))).toEqual([
      expect.stringContaining('the witness must film'),
    ])
    expect(await faultsOf(atPorch(`masks: [${SQUARE}]`))).toEqual([])
  })

  it('needs its leaf drawn where the picture of it is another witness', async () => {
    const third: readonly [string, string] = [
      '    lock: front-lock',
      '    thirdWitness: leaf-picture\n    lock: front-lock',
    ]
    expect(await faultsOf(homeWith(third))).toEqual([
      expect.stringContaining('draw the leaf in the view of "hall"'),
    ])
    const drawn = `      - { id: hall, view: inside, witness: true, leaf: ${SQUARE} }`
    expect(await faultsOf(homeWith(third, [hall, drawn]))).toEqual([])
  })
})
