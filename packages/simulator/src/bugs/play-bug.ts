// Plays seeds with a bug planted, in a thread of its own, until one shows it.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BugAnswer, BugOrder } from './bug-worker.ts'
import type { PlantedBug } from './planted-bug.ts'

const workerFile = new URL('./bug-worker.ts', import.meta.url)

/** One bug may take so long, ms. */
const TIME_MAX = 1_800_000

/** With the faults that lead there first, then as each seed draws. */
const DIRECTED = 0.25

export function orderOf({ edits, barrier = [], fires, faults }: PlantedBug, seeds: number): BugOrder {
  const directed = faults ? Math.ceil(seeds * DIRECTED) : 0
  return {
    edits: [...edits, ...barrier],
    fires,
    seeds: [
      ...(faults ? [{ from: 1, count: directed, only: faults }] : []),
      { from: 1, count: seeds - directed, only: null },
    ],
  }
}

/** The one seed that is known to show it: with its own faults, or with none, so that no new fault changes it. */
export const knownOrderOf = (bug: PlantedBug, seed: number): BugOrder => ({
  ...orderOf(bug, 1),
  seeds: [{ from: seed, count: 1, only: bug.faults ?? [] }],
})

/**
 * Plays until a seed shows the bug, and that seed once more without it: what fires then as well, or only because a
 * barrier was taken away, says nothing.
 */
export async function playBug(bug: PlantedBug, order: BugOrder): Promise<BugAnswer> {
  const answer = await playOrder(order)
  if (answer.kind !== 'shown') return answer
  const { seed, only, invariant } = answer.shown
  const edits = bug.barrier ?? []
  const sound = await playOrder({ edits, fires: [invariant], seeds: [{ from: seed, count: 1, only }] })
  return sound.kind === 'shown'
    ? { kind: 'misfit', why: `seed ${seed}: ${invariant} fires without the bug, too` }
    : answer
}

async function playOrder(order: BugOrder): Promise<BugAnswer> {
  const worker = new Worker(workerFile, { workerData: order, execArgv: ['--conditions=@portico/source'] })
  try {
    // cast: the worker answers once, and an error of it rejects
    const signal = AbortSignal.timeout(TIME_MAX)
    const [answer] = (await once(worker, 'message', { signal })) as [BugAnswer]
    return answer
  } catch (error) {
    // A bug may turn a loop of the hub into one without end.
    return { kind: 'misfit', why: String(error) }
  } finally {
    await worker.terminate()
  }
}
