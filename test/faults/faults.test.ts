// Deliveries with real processes that are killed, stopped and cut off from each other, a small number of each; hundreds
// are `npm run test:faults`. What is judged is the house and the journal: every bound of facts-security.md holds, nothing
// opens twice, the chain is whole, and afterwards the door can be locked.
import { expect, test } from 'vitest'
import { boundsOf, fewestPictures } from './bounds.ts'
import { runFaults } from './faulty-run.ts'

const KILLS = 50
const DELIVERIES = 6
const LANES = 2
const SEED = 41
const WITHIN_MS = 240_000

test(
  `${KILLS} kills in ${DELIVERIES} deliveries: locked or alarmed within every bound`,
  async () => {
    const result = await runFaults({ deliveries: DELIVERIES, kills: KILLS, seed: SEED, lanes: LANES })
    expect(result.findings).toEqual([])
    expect(result.kills).toBeGreaterThanOrEqual(KILLS)
    const broken = boundsOf(result.stories).filter(({ worstMs, limitMs }) => (worstMs ?? 0) > limitMs)
    expect(broken).toEqual([])
    expect(fewestPictures(result.stories) ?? 3).toBeGreaterThanOrEqual(3)
  },
  WITHIN_MS,
)
