// From a failing seed to its shortest story: fewer faults, then people who do less. Every step is played and judged anew.
// The end is not moved: a run that is cut off in the middle of a stall breaks bounds of its own.
import { judge } from '../run/judge.ts'
import { plainWays } from '../people/script.ts'
import type { Plan } from '../run/plan.ts'
import { type RunResult, playPlan } from '../run/run-plan.ts'

export interface Shrunk {
  readonly plan: Plan
  readonly result: RunResult
  /** The finding that was kept through all of it. */
  readonly seq: number
  readonly what: string
}

interface Try {
  readonly plan: Plan
  readonly invariant: string
}

async function fails({ plan, invariant }: Try): Promise<Shrunk | null> {
  const result = await playPlan(plan, { trace: true, hashes: false })
  const { findings, apart } = judge(result, false)
  const found = [...findings, ...apart].find((finding) => finding.invariant === invariant)
  return found ? { plan, result, seq: found.seq, what: found.what } : null
}

/** Leaves out one fault after the other, until none can be spared. */
async function fewerFaults(best: Shrunk, invariant: string): Promise<Shrunk> {
  for (const id of best.plan.faults) {
    const faults = best.plan.faults.filter((other) => other !== id)
    const still = await fails({ plan: { ...best.plan, faults }, invariant })
    if (still) return fewerFaults(still, invariant)
  }
  return best
}

/** A shorter script tells the same: one visit, a short stay, a short watch. */
async function plainer(best: Shrunk, invariant: string): Promise<Shrunk> {
  let plainest = best
  for (const way of plainWays) {
    const plan = { ...plainest.plan, plain: [...plainest.plan.plain, way] }
    plainest = (await fails({ plan, invariant })) ?? plainest
  }
  return plainest
}

/** Null when the plan does not fail by this invariant. */
export async function shrink(plan: Plan, invariant: string): Promise<Shrunk | null> {
  const first = await fails({ plan, invariant })
  if (!first) return null
  return plainer(await fewerFaults(first, invariant), invariant)
}
