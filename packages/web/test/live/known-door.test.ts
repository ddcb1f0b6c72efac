// What a page may say of a door: proof decays by itself, and without the hub nothing is known.
import { describe, expect, it } from 'vitest'
import { knownDoor, worstOf } from '../../src/live/known-door.ts'
import { doorStates, doorView } from './door-views.ts'

const at = 10_000

describe('knownDoor', () => {
  it('ages what the hub said by the time since', () => {
    const door = knownDoor({ value: doorView(), at }, at + 3_000, true)
    expect(door).toMatchObject({ state: 'locked-proved', ageMs: 8_000 })
    expect(door.bolt).toEqual({ word: 'locked', ageMs: 7_000 })
  })

  it('lets proof decay to what the lock says, by this clock alone', () => {
    const dated = { value: doorView(), at }
    expect(knownDoor(dated, at + 61_000, true).state).toBe('locked-proved')
    expect(knownDoor(dated, at + 61_001, true).state).toBe('locked-claimed')
  })

  it('shows no state that the hub has not confirmed for a minute and a half', () => {
    const dated = { value: doorView({ state: 'open' }), at }
    expect(knownDoor(dated, at + 90_000, true).state).toBe('open')
    expect(knownDoor(dated, at + 90_001, true).state).toBe('unknown')
  })

  it.each(doorStates)('without the hub a door that was %s is not known', (state) => {
    const door = knownDoor({ value: doorView({ state }), at }, at, false)
    expect(door.state).toBe('unknown')
    expect(door.isKnown).toBe(false)
    expect(door.bolt.word).toBe('unknown')
    expect(door.contact.word).toBe('unknown')
  })

  it('has no age when a witness never spoke, and then proves nothing', () => {
    const silent = doorView({ contact: { word: 'closed', ageMs: null } })
    expect(knownDoor({ value: silent, at }, at, true)).toMatchObject({ ageMs: null, state: 'locked-claimed' })
  })

  it('counts no time that runs backwards', () => {
    expect(knownDoor({ value: doorView(), at }, at - 60_000, true).ageMs).toBe(5_000)
  })
})

describe('worstOf', () => {
  const door = (state: (typeof doorStates)[number]): ReturnType<typeof knownDoor> =>
    knownDoor({ value: doorView({ id: state, state }), at }, at, true)

  it('never prefers a safer door', () => {
    expect(worstOf(doorStates.map(door))?.state).toBe('jammed')
    expect(worstOf([door('locked-proved'), door('locked-claimed')])?.state).toBe('locked-claimed')
    expect(worstOf([door('locked-proved'), door('unknown')])?.state).toBe('unknown')
    expect(worstOf([door('unknown'), door('open')])?.state).toBe('open')
    expect(worstOf([])).toBeNull()
  })
})
