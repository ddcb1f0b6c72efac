// The rungs of a visit: only what its newest try has reached.
import { describe, expect, it } from 'vitest'
import { rungsOf } from '../../src/live/rungs-of.ts'

const step = (rung: string, at = 1): { rung: string; at: number } => ({ rung, at })

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
