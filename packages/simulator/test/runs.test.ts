// Goal: a seed is a story that can be told again: the same lines byte for byte, one whole chain, and a story that a person
// can read. The many seeds run beside the tests, by the command (test/run.ts).
import { checkText } from '@portico/checker'
import { describe, expect, test } from 'vitest'
import { judge } from '../src/run/judge.ts'
import { planOf } from '../src/run/plan.ts'
import { type RunResult, playPlan } from '../src/run/run-plan.ts'
import { runBlock } from '../src/report/block.ts'
import { shrink } from '../src/report/shrink.ts'
import { storyOf } from '../src/report/story.ts'
import { knownSeeds } from '../src/seeds.data.ts'

const exported = ({ lines }: RunResult): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** Stalls, a slow and a full disk, a power cut and people who act through the hub among them. */
const stories = knownSeeds.filter(({ seed }) => [421, 104, 7925, 100_595, 101_320].includes(seed))

test.each(stories)(
  'seed $seed gives the same export twice, and it is one chain that holds',
  async (known) => {
    const plan = planOf(known.seed, { only: known.faults })
    const play = (): Promise<RunResult> => playPlan(plan, { trace: true, hashes: true })
    const [first, second] = [await play(), await play()]
    expect(exported(first)).toBe(exported(second))
    expect(judge(first, true).findings).toEqual([])
    expect(first.lines.at(-1)?.type).toBe('End')
  },
)

test('the truth of the house is in the trace and nowhere else', async () => {
  const plan = planOf(1, { only: [] })
  const traced = await playPlan(plan, { trace: true, hashes: true })
  const plain = await playPlan(plan, { trace: false, hashes: true })
  const own = (result: RunResult): string[] =>
    result.lines.filter(({ writer }) => writer === 'hub').map(({ type, mono }) => `${mono} ${type}`)
  expect(own(traced)).toEqual(own(plain))
  expect(plain.lines.some(({ type }) => type === 'World')).toBe(false)
  expect(traced.lines.filter(({ type }) => type === 'World').length).toBeGreaterThan(4)
  expect(checkText(exported(plain), { sealed: true })).toEqual([])
})

describe('without faults', () => {
  test('everything is delivered and the door is truly locked', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const result = await playPlan(planOf(seed, { only: [] }), { trace: true, hashes: false })
      expect([seed, judge(result, false).findings]).toEqual([seed, []])
      expect(result.delivered, `seed ${seed}`).toBeGreaterThan(0)
      expect(result.secure, `seed ${seed}`).toBe(true)
    }
  })
})

test('a block of seeds counts what occurred', async () => {
  const { delivered, counts, findings } = await runBlock({ from: 1, count: 10, only: ['F30'] })
  expect(findings).toEqual([])
  expect(counts['fault F30']).toBe(10)
  expect(counts['phase armed']).toBeGreaterThanOrEqual(10)
  expect(counts['event DoorSecured'] ?? 0).toBeGreaterThanOrEqual(delivered)
})

test('a bug is found, and shrunk to the one fault that it needs', async () => {
  // Whoever listens to a lock that echoes commands is told a lie: the truth shows it, apart from everything else.
  let found: RunResult | null = null
  for (let seed = 1; seed < 400 && !found; seed++) {
    const result = await playPlan(planOf(seed, { only: ['F9', 'F43', 'F64'] }), {
      trace: true,
      hashes: false,
    })
    if (judge(result, false).apart.length > 0) found = result
  }
  expect(found).not.toBeNull()
  const shrunk = found && (await shrink(found.plan, 'R1/S15'))
  expect(shrunk?.plan.faults).toEqual(['F9'])
  const story = shrunk ? storyOf(shrunk.result, shrunk.seq) : ''
  expect(story).toContain('the lock always says locked')
  expect(story).toMatch(/\d\.\d s {2}courier {3}comes to the door/)
  expect(story.split('\n').at(-1)).toContain('proved: locked and shut')
})
