// A block of seeds, one after the other, judged: the piece of work of one thread. Its result is data.
import { judge } from '../run/judge.ts'
import { type PlanWish, planOf } from '../run/plan.ts'
import { playPlan } from '../run/run-plan.ts'
import { Counter, type Counts } from './counts.ts'

export interface BlockOrder extends PlanWish {
  readonly from: number
  readonly count: number
}

export interface SeedFinding {
  readonly seed: number
  readonly invariant: string
  readonly seq: number
  readonly what: string
}

export interface BlockResult {
  readonly from: number
  readonly count: number
  readonly delivered: number
  readonly counts: Counts
  readonly findings: readonly SeedFinding[]
  /** Seeds with a finding that only the truth shows while a witness lies. */
  readonly apart: readonly SeedFinding[]
}

export async function runBlock({ from, count, ...wish }: BlockOrder): Promise<BlockResult> {
  const counter = new Counter()
  const findings: SeedFinding[] = []
  const apart: SeedFinding[] = []
  let delivered = 0
  for (let seed = from; seed < from + count; seed++) {
    try {
      const result = await playPlan(planOf(seed, wish), { trace: true, hashes: false })
      const verdict = judge(result, false)
      for (const { invariant, seq, what } of verdict.findings) findings.push({ seed, invariant, seq, what })
      for (const { invariant, seq, what } of verdict.apart) apart.push({ seed, invariant, seq, what })
      counter.addRun(result)
      delivered += result.delivered
    } catch (error) {
      findings.push({ seed, invariant: 'THROWN', seq: -1, what: String(error) })
    }
  }
  return { from, count, delivered, counts: counter.counts, findings, apart }
}
