// Whatever becomes of a mail on its way, reading it answers, in the vocabulary, within bounds and without a stall; and of a
// signed mail every change is either seen or changes nothing of what it says. Method: the mails of the fixtures damaged at
// random, 6,000 in all; `npm run test:mails` is as many as one likes.
import { STALL_MS_MAX, newSeed } from '@portico/testing/fakes'
import { afterAll, describe, expect, test } from 'vitest'
import { names } from './fixtures.ts'
import { Costs, damageMail, damageSigned } from './mutations.ts'

const RUNS = 6_000
/** Half of them are of the signed mail. */
const runsEach = Math.ceil(RUNS / 2 / names.length)
const seed = newSeed()
// Whatever machine this is: fifty are held by `npm run test:mails`.
const costs = new Costs(4 * STALL_MS_MAX)

describe(`${RUNS} damaged mails`, () => {
  afterAll(() => console.log(`seed ${seed}; ${costs.told}`))

  test.each(names)('%s', { timeout: 300_000 }, async (name) => {
    const understood = await damageMail(name, { runs: runsEach, seed, costs })
    // Many of them are still read: a test that only looks at refusals finds nothing.
    expect(understood).toBeGreaterThanOrEqual(name.startsWith('adversarial') ? 0 : runsEach * 0.1)
  })

  test('a signed one that is still believed says what was signed', { timeout: 300_000 }, async () => {
    expect(await damageSigned({ runs: RUNS / 2, seed, costs })).toBeGreaterThan(0)
  })
})

/** Uses so much of the processor, ms. */
function busyFor(ms: number): void {
  const before = process.threadCpuUsage()
  for (;;) {
    const { user, system } = process.threadCpuUsage(before)
    if ((user + system) / 1_000 >= ms) return
  }
}

test('what keeps the loop of the process for longer than 50 ms is found, and the mail named', async () => {
  const planted = new Costs()
  const onAsked = (): void => busyFor(60)
  await expect(damageSigned({ runs: 1, seed: 1, costs: planted, onAsked })).rejects.toThrow(
    /a stall of \d+ ms, twice: grown by/,
  )
  expect(planted.loop.worst.ms).toBeGreaterThan(50)
})
