// Whatever becomes of a carrier's body on its way, reading it answers, in the vocabulary, within bounds and without holding
// the hub up; and no word but one that arms, letter by letter, is read as one. Method: the golden bodies of all carriers
// damaged at random, 50,000 in all; `npm run test:carriers` is as many as one likes.
import { STALL_MS_MAX, StallWatch, newSeed } from '@portico/testing/fakes'
import { afterAll, describe, expect, test } from 'vitest'
import { carrierOf, files } from './fixtures.ts'
import { damageBody, names } from './mutations.ts'

const RUNS = 50_000
const runsEach = Math.ceil(RUNS / names.length)
const seed = newSeed()
// Whatever machine this is: fifty are held by `npm run test:carriers`.
const stalls = new StallWatch({ msMax: 4 * STALL_MS_MAX })

describe(`${RUNS} damaged bodies`, () => {
  afterAll(() => console.log(`seed ${seed}; ${stalls.told}`))

  test.each(names)('%s', { timeout: 300_000 }, async (name) => {
    const understood = await damageBody(name, { runs: runsEach, seed, stalls })
    // Many of them are still read: a test that only looks at refusals finds nothing.
    expect(understood).toBeGreaterThan(runsEach * 0.15)
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

test('a reader that holds the hub up for longer than 50 ms is found, and the body named', async () => {
  const reader = {
    parse(body: unknown) {
      if (JSON.stringify(body).length > 100_000) busyFor(60)
      return { understood: false, why: 'not meant' } as const
    },
  }
  const planted = new StallWatch()
  // The first grown body of this seed is a long list.
  await expect(
    damageBody('dhl.delivered.json', { runs: 100, seed: 3, stalls: planted, reader }),
  ).rejects.toThrow(/Property failed/)
  expect(planted.worst.what).toMatch(/^dhl\.delivered\.json, grown/)
  expect(planted.worst.ms).toBeGreaterThan(50)
})

test('a body of arrays in arrays, as deep as it may be large, is read by every carrier', () => {
  for (const source of new Set(Object.values(files).map((file) => file.source))) {
    const carrier = carrierOf(source)
    const depth = 100_000
    const deep = `${'['.repeat(depth)}1${']'.repeat(depth)}`
    for (const text of [deep, `{"data":${deep},"result":${deep},"detail":${deep},"output":${deep}}`])
      expect(carrier.parse(JSON.parse(text)).understood).toBe(false)
  }
})
