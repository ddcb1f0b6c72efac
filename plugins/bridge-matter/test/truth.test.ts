// Goal: nothing but proof is told as locked, and what nobody knows is told as nothing.
// Method: the table of states, one row each; visits by phase; jams as a story.
import type { FaceHome } from '@portico/protocol'
import { sampleDoor as door, sampleVisit } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { jamStep } from '../src/jam-rule.ts'
import { truthOf, unknownTruth } from '../src/truth.ts'

const visit = (phase: string, on = 'front', closed: number | null = null): FaceHome['visits'][number] =>
  sampleVisit({ id: 'v', door: on, phase, closed, ask: null })

describe('a door in the words of Matter', () => {
  it.each([
    ['locked-proved', 'locked'],
    ['locked-claimed', 'not-fully-locked'],
    ['unlocked', 'unlocked'],
    ['open', 'unlocked'],
    ['moving', 'not-fully-locked'],
    ['jammed', 'not-fully-locked'],
    ['unknown', null],
  ] as const)('%s is LockState %s', (state, lock) => {
    expect(truthOf(door({ state }), []).lock).toBe(lock)
  })

  it.each([
    ['closed', 'closed', true],
    ['open', 'open', false],
    ['unknown', null, false],
  ] as const)('a leaf that is %s is DoorState %s', (word, leaf, isClosed) => {
    expect(truthOf(door({ contact: { word, ageMs: 1 } }), [])).toMatchObject({ leaf, isClosed })
  })

  it('gives its battery in half per cents, and none where there is none', () => {
    expect(truthOf(door({ battery: 0 }), []).battery).toBe(0)
    expect(truthOf(door({ battery: 100 }), []).battery).toBe(200)
    expect(truthOf(door({ battery: null }), []).battery).toBeNull()
  })

  it.each([
    ['due', false],
    ['armed', false],
    ['authorising', true],
    ['unlocked', true],
    ['inside', true],
    ['relocking', true],
  ])('a visit that is %s is a delivery under way: %s', (phase, isDelivery) => {
    expect(truthOf(door(), [visit(phase)]).isDelivery).toBe(isDelivery)
    expect(truthOf(door(), [visit(phase, 'back')]).isDelivery).toBe(false)
    expect(truthOf(door(), [visit(phase, 'front', 1)]).isDelivery).toBe(false)
  })

  it('of a hub that is not heard says nothing good', () => {
    expect(unknownTruth).toMatchObject({
      lock: null,
      leaf: null,
      isClosed: false,
      isDelivery: false,
    })
  })
})

describe('a jam', () => {
  it('is told once as it begins, and again only after the bolt was seen somewhere', () => {
    const told: boolean[] = []
    let isJammed = false
    for (const state of ['jammed', 'jammed', 'unknown', 'moving', 'jammed', 'unlocked', 'jammed'] as const) {
      const step = jamStep(isJammed, state)
      ;({ isJammed } = step)
      told.push(step.alarm)
    }
    expect(told).toEqual([true, false, false, false, false, false, true])
  })
})
