// Deliveries with real processes that are killed, stopped and cut off from each other, a small number of each; hundreds
// are `npm run test:faults`. What is judged is the house and the journal: every bound of facts-security.md holds, nothing
// opens twice, the chain is whole, and afterwards the door can be locked.
import { expect, test } from 'vitest'
import { brokenBounds } from './bounds.ts'
import { runFaults } from './faulty-run.ts'

const KILLS = 50
const DELIVERIES = 4
const LANES = 2
const SEED = 36
/** A bound for what hangs, on a busy machine too; it takes about a minute. */
const WITHIN_MS = 600_000

const isHere = process.platform === 'linux'
if (!isHere)
  process.stderr.write('SKIPPED: kills of real processes: they are found by /proc, which only Linux has\n')

test.skipIf(!isHere)(
  `${KILLS} kills in ${DELIVERIES} deliveries: locked or alarmed within every bound`,
  async () => {
    const result = await runFaults({ deliveries: DELIVERIES, kills: KILLS, seed: SEED, lanes: LANES })
    expect(result.findings).toEqual([])
    expect(result.kills).toBeGreaterThanOrEqual(KILLS)
    expect(brokenBounds(result.stories)).toEqual([])
  },
  WITHIN_MS,
)
