// Goal: people walk, stop at a shut leaf, get out always, and leave parcels where they can reach.
// Method: short stories in virtual time.
import { describe, expect, it } from 'vitest'
import { hub, openOutside, story } from './story.ts'

const where = (truth: { readonly people: readonly { who: string; where: string }[] }): string =>
  truth.people.map((person) => `${person.who} ${person.where}`).join(', ')

describe('a courier', () => {
  it('comes to the door, and is there once', () => {
    const come = story().do(0, { type: 'come', who: 'courier' })
    expect(where(come.wait(9_000).truth)).toBe('courier outside')
    expect(come.do(9_000, { type: 'come', who: 'courier' }).refused).toBe('come: already')
  })

  it('does not enter through a shut or half open leaf', () => {
    expect(story().do(0, { type: 'enter', who: 'courier' }).refused).toBe('enter: leaf')
    const opening = story({ bolt: 0 }).do(0, openOutside)
    expect(opening.do(300, { type: 'enter', who: 'courier' }).refused).toBe('enter: leaf')
  })

  it('walks in, through the doorway, and out again and away', () => {
    const inside = story({ bolt: 0 }).do(0, openOutside).do(1_000, { type: 'enter', who: 'courier' })
    expect(where(inside.wait(2_000).truth)).toBe('courier doorway')
    expect(where(inside.wait(3_000).truth)).toBe('courier inside')
    const left = inside.do(5_000, { type: 'leave', who: 'courier' }).wait(9_000)
    expect(left.truth.people).toEqual([])
    expect(left.happened.filter((event) => event.type === 'PersonMoved').map((event) => event.to)).toEqual([
      'doorway',
      'inside',
      'doorway',
      'outside',
      'gone',
    ])
  })

  it('stops before a leaf that is shut in his face', () => {
    const shut = story({ bolt: 0 })
      .do(0, openOutside)
      .do(2_000, { type: 'enter', who: 'courier' })
      .do(2_100, { type: 'close' })
      .wait(9_000)
    expect(shut.refused).toBe('enter: leaf')
    expect(where(shut.truth)).toBe('courier outside')
    expect(shut.truth.leaf).toBe('closed')
  })

  it('gets out of a locked house by the handle', () => {
    const lockedIn = story({ bolt: 0 })
      .do(0, openOutside)
      .do(1_000, { type: 'enter', who: 'courier' })
      .do(5_000, { type: 'close' })
      .do(6_000, hub('lock'))
      .wait(9_000)
    expect(lockedIn.truth).toMatchObject({ bolt: 'thrown', leaf: 'closed' })
    const out = lockedIn.do(10_000, { type: 'leave', who: 'courier' }).wait(20_000)
    expect(out.truth).toMatchObject({ people: [], leaf: 'open', bolt: 'withdrawn' })
  })

  it('opens the leaf again when it is shut before he reaches it', () => {
    const story2 = story({ bolt: 0 })
      .do(0, openOutside)
      .do(1_000, { type: 'enter', who: 'courier' })
      .do(5_000, { type: 'leave', who: 'courier' })
      .do(5_100, { type: 'close' })
      .wait(20_000)
    expect(story2.truth).toMatchObject({ people: [], leaf: 'open' })
  })

  it('who turns round before the door walks away', () => {
    const away = story().do(0, { type: 'come', who: 'second' }).do(500, { type: 'leave', who: 'second' })
    expect(away.wait(1_100).truth.people).toEqual([])
    expect(away.do(2_000, { type: 'leave', who: 'second' }).refused).toBe('leave: nobody')
  })
})

describe('a parcel', () => {
  it('is left outside a shut door, and inside an open one', () => {
    expect(story().do(0, { type: 'drop' }).truth.parcels).toEqual({ outside: 1, inside: 0, taken: 0 })
    const open = story({ bolt: 0 }).do(0, openOutside).do(1_000, { type: 'drop' })
    expect(open.truth.parcels).toEqual({ outside: 0, inside: 1, taken: 0 })
  })

  it('is taken from outside first, from inside only through an open door', () => {
    const behind = story({ parcels: { outside: 1, inside: 1, taken: 0 } }).do(0, { type: 'take' })
    expect(behind.truth.parcels).toEqual({ outside: 0, inside: 1, taken: 1 })
    expect(behind.do(1, { type: 'take' }).refused).toBe('take: no-parcel')
    const open = behind.do(2, { type: 'turn', to: 'unlock' }).do(1_000, openOutside).wait(2_000)
    expect(open.do(2_000, { type: 'take' }).truth.parcels).toEqual({ outside: 0, inside: 0, taken: 2 })
  })
})
