// The rule as a sentence, and what a lost device costs.
import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../src/house/device-words.ts'
import { codeIn, isLoosening, modeMeaning, pendingWhen } from '../../src/house/rules-words.ts'
import { knownDoor } from '../../src/live/known-door.ts'
import { doorView } from '../live/door-views.ts'

describe('rules', () => {
  it('only the way from the owner to automatic is a loosening', () => {
    expect(isLoosening('owner', 'auto')).toBe(true)
    expect(isLoosening('auto', 'owner')).toBe(false)
    expect(isLoosening('owner', 'owner')).toBe(false)
  })

  it('automatic says what it gives away', () => {
    expect(modeMeaning.auto).toBe(
      'Anyone at your door who knows this parcel’s number can come in once, on film.',
    )
  })

  it('a change that waits says when', () => {
    const now = new Date(2026, 10, 26, 14, 33, 20).getTime()
    expect(pendingWhen(now + 11.5 * 60_000, now)).toBe('In 12 min, at 14:44')
    expect(pendingWhen(now - 1, now)).toBe('Now')
  })

  it('a code is read as it was printed, with gaps and small letters', () => {
    expect(codeIn(' abcd-ef gh ')).toBe('ABCDEFGH')
    expect(codeIn('abcd-efg')).toBeNull()
  })
})

const view = doorView()
const door = knownDoor({ value: view, at: 0 }, 0, true)

describe('devices', () => {
  it('three witnesses that answer give no finding', () => {
    expect(findingsOf(door)).toEqual([])
  })

  it('each lost device says what no longer works', () => {
    const silent = { word: 'closed', ageMs: 70_000 }
    expect(findingsOf({ ...door, contact: silent }).map(({ price }) => price)).toEqual([
      'The door cannot be proved shut: porch only until the contact answers.',
    ])
    expect(findingsOf({ ...door, bolt: { word: 'unknown', ageMs: null } })[0]?.words).toBe(
      'The lock does not answer.',
    )
    expect(findingsOf({ ...door, bolt: { word: 'jammed', ageMs: 10 } })[0]?.words).toContain('stuck')
    const frozen = { ...view, cameras: view.cameras.map((camera) => ({ ...camera, feed: 'frozen' })) }
    expect(findingsOf({ ...door, view: frozen })[0]?.price).toContain('ringing and locking work')
    expect(findingsOf({ ...door, view: { ...view, cameras: [] } })[0]?.words).toBe(
      'No camera sees this door.',
    )
    expect(findingsOf({ ...door, view: { ...view, battery: 19 } })[0]?.words).toContain('19 %')
  })

  it('several are told together', () => {
    const silent = { word: 'unknown', ageMs: null }
    expect(findingsOf({ ...door, bolt: silent, contact: silent })).toHaveLength(2)
  })
})
