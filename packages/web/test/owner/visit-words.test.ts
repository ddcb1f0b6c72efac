// A visit in words: what was reached is said, what was not is not.
import { describe, expect, it } from 'vitest'
import {
  answerWords,
  isWatchedInside,
  parcelName,
  stopWords,
  visitHeadline,
} from '../../src/owner/visit-words.ts'
import { rungsOf } from '../../src/parts/rungs-of.ts'
import { sessionView } from '../live/door-views.ts'

const phases = [
  'armed',
  'authorising',
  'proving',
  'unlocking',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
  'sealing',
]
const step = (rung: string, at = 1): { rung: string; at: number } => ({ rung, at })

describe('the headline of a visit', () => {
  it('has words for every phase', () => {
    for (const phase of phases) expect(visitHeadline(sessionView({ phase })), phase).not.toBe(phase)
  })

  it('says locked only once the door was proved locked', () => {
    for (const phase of phases) {
      const said = visitHeadline(sessionView({ phase }))
      expect(said, phase).not.toMatch(/^Locked|, locked/)
    }
    expect(visitHeadline(sessionView({ phase: 'sealing', steps: [step('locked')] }))).toMatch(/^Locked/)
  })

  it('ends with what was reached, and not more', () => {
    const closed = { state: 'closed', phase: 'closed', outcome: 'delivered' } as const
    const all = [step('inside'), step('shut'), step('locked'), step('photo')]
    expect(visitHeadline(sessionView({ ...closed, steps: all }))).toBe('Inside, locked, photo')
    expect(visitHeadline(sessionView({ ...closed, steps: all.slice(0, 3) }))).toBe('Inside, locked')
    expect(visitHeadline(sessionView({ ...closed, outcome: 'cancelled', deniedBy: 'a' }))).toBe('Not today')
  })
})

describe('who answered', () => {
  const names = { me: 'a', people: new Map([['b', 'Bea']]) }
  it.each([
    [{ approvedBy: 'a' }, 'You allowed it'],
    [{ approvedBy: 'b' }, 'Bea allowed it'],
    [{ approvedBy: 'a', deniedBy: 'b' }, 'Bea said no'],
    [{ approvedBy: 'z' }, 'Somebody of this home allowed it'],
    [{}, null],
  ])('%j', (more, words) => {
    expect(answerWords(sessionView(more), names)).toBe(words)
  })
})

it('offers no stop where it would do nothing', () => {
  const can = phases.filter((phase) => stopWords(sessionView({ phase })) !== null)
  expect(can).toEqual(['armed', 'proving', 'unlocking', 'unlocked', 'inside'])
  expect(stopWords(sessionView({ state: 'closed', phase: 'closed' }))).toBeNull()
})

it('looks inside from the proof on, never while the owner is asked', () => {
  expect(phases.filter((phase) => isWatchedInside(sessionView({ phase })))).toEqual(phases.slice(2))
  expect(isWatchedInside(sessionView({ state: 'closed', phase: 'sealing' }))).toBe(false)
})

it('names a parcel by its title, else by the end of its number', () => {
  expect(parcelName({ title: null, trackingNumber: '1Z4R8V670310455204' })).toBe('Parcel ending 5204')
  expect(parcelName({ title: '<b>Lamp</b>', trackingNumber: '1' })).toBe('<b>Lamp</b>')
})

describe('rungs', () => {
  it('are of the newest try', () => {
    const steps = [step('here', 1), step('live', 2), step('here', 5)]
    const rungs = rungsOf({ steps, state: 'open' })
    expect(rungs.map(({ at }) => at)).toEqual([5, null, null, null, null, null, null])
    expect(rungs.findIndex(({ isNow }) => isNow)).toBe(1)
  })

  it('have none being reached in a visit that is over', () => {
    expect(rungsOf({ steps: [step('here')], state: 'closed' }).some(({ isNow }) => isNow)).toBe(false)
  })
})
