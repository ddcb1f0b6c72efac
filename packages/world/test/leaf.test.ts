// Goal: the leaf opens only as bolt and latch allow, shuts only into a free frame, and always opens from inside.
// Method: short stories in virtual time.
import { describe, expect, it } from 'vitest'
import { hub, openInside, openOutside, story } from './story.ts'

describe('from outside', () => {
  it.each([
    ['thrown', 1],
    ['half thrown', 0.5],
    ['only just out', 0.06],
  ])('a leaf does not open with the bolt %s', (_, bolt) => {
    const tried = story({ bolt }).do(0, openOutside).wait(5_000)
    expect(tried.refused).toBe('open: bolt')
    expect(tried.truth.leaf).toBe('closed')
  })

  it('a leaf opens with the bolt withdrawn, and swings for 0.8 s', () => {
    const opening = story({ bolt: 0 }).do(0, openOutside)
    expect(opening.wait(400).truth).toMatchObject({ leaf: 'open', leafPosition: 0.5 })
    expect(opening.wait(800).truth.leafPosition).toBe(1)
  })

  it('a knob opens only while the lock keeps the latch pulled', () => {
    const knob = story({ bolt: 0, outsideHandle: 'knob' })
    expect(knob.do(0, openOutside).refused).toBe('open: latch')
    const unlocked = story({ outsideHandle: 'knob' }).do(0, hub('unlock'))
    expect(unlocked.do(5_800, openOutside).refused).toBeNull()
    expect(unlocked.do(5_900, openOutside).refused).toBe('open: latch')
  })

  it('the hand may open it by a hand’s breadth only', () => {
    const ajar = story({ bolt: 0 }).do(0, { type: 'open', from: 'outside', wide: false }).wait(5_000)
    expect(ajar.truth).toMatchObject({ leaf: 'open', leafPosition: 0.12 })
    expect(ajar.do(5_000, openOutside).wait(9_000).truth.leafPosition).toBe(1)
  })
})

describe('shutting', () => {
  const open = story({ bolt: 0 }).do(0, openOutside).wait(2_000)

  it('takes 0.8 s, and counts as open until the end', () => {
    const shutting = open.do(2_000, { type: 'close' })
    expect(shutting.wait(2_799).truth.leaf).toBe('open')
    expect(shutting.wait(2_800).names.at(-1)).toBe('LeafClosed')
  })

  it('ends at a bolt that is thrown on the way', () => {
    const hit = open.do(2_000, hub('lock')).do(2_200, { type: 'close' }).wait(9_000)
    expect(hit.truth).toMatchObject({ leaf: 'open', bolt: 'thrown' })
  })

  it('is refused while somebody holds the leaf, and goes when they let go', () => {
    const held = open.do(2_000, { type: 'hold', on: true })
    expect(held.do(3_000, { type: 'close' }).refused).toBe('close: held')
    const free = held.do(3_000, { type: 'hold', on: false }).do(3_000, { type: 'close' })
    expect(free.wait(9_000).truth.leaf).toBe('closed')
  })

  it('is stopped by a hand that catches the leaf', () => {
    const caught = open.do(2_000, { type: 'close' }).do(2_400, { type: 'hold', on: true }).wait(9_000)
    expect(caught.truth).toMatchObject({ leaf: 'open', leafPosition: 0.5, leafHeld: true })
  })

  it('is refused with somebody in the doorway', () => {
    const inDoorway = open.do(2_000, { type: 'enter', who: 'courier' })
    expect(inDoorway.do(3_000, { type: 'close' }).refused).toBe('close: person')
    expect(inDoorway.do(6_000, { type: 'close' }).wait(9_000).truth.leaf).toBe('closed')
  })

  it('a shut leaf cannot be shut or held', () => {
    expect(story().do(0, { type: 'close' }).refused).toBe('close: already')
    expect(story().do(0, { type: 'hold', on: true }).refused).toBe('hold: leaf')
  })
})

describe('from inside', () => {
  it.each([
    ['thrown', { bolt: 1 }],
    ['jammed', { bolt: 0.5, jam: 0.5 }],
    ['behind a latch', { bolt: 0, outsideHandle: 'knob' as const }],
    ['of a dead lock', { bolt: 1, battery: 0 }],
  ])('the handle opens a door with the bolt %s', (_, options) => {
    const out = story(options).do(0, openInside).wait(1_000)
    expect(out.truth).toMatchObject({ leaf: 'open', bolt: 'withdrawn' })
  })

  it('the handle wins against a motor that is locking', () => {
    const out = story({ bolt: 0 }).do(0, hub('lock')).do(450, openInside).wait(5_000)
    expect(out.truth).toMatchObject({ leaf: 'open', bolt: 'withdrawn' })
  })
})
