// A thread in which a bug is planted: sources are changed while they are loaded, here and nowhere else, and seeds are
// played until one shows it.
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { type Edit, plant } from './planted-bug.ts'
import { fileOf } from './root.ts'

export interface BugOrder {
  readonly edits: readonly Edit[]
  /** Invariants that count. */
  readonly fires: readonly string[]
  /** Each with the faults that are switched on; null: as the seed draws. */
  readonly seeds: readonly {
    readonly from: number
    readonly count: number
    readonly only: readonly string[] | null
  }[]
}

export interface Shown {
  readonly seed: number
  readonly only: readonly string[] | null
  readonly invariant: string
  readonly what: string
  /** Seeds played until then. */
  readonly played: number
}

export type BugAnswer =
  | { readonly kind: 'shown'; readonly shown: Shown }
  /** `others`: invariants that fired and were not named. */
  | { readonly kind: 'survived'; readonly played: number; readonly others: readonly string[] }
  | { readonly kind: 'misfit'; readonly why: string }

// cast: `play-bug.ts` alone starts this file
const order = workerData as BugOrder
const planted = new Set(order.edits.map(({ file }) => file))

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const file = url.startsWith('file:') ? fileOf(fileURLToPath(url)) : null
    if (file === null || !planted.has(file) || loaded.source === null || loaded.source === undefined)
      return loaded
    const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
    return { ...loaded, source: plant(file, text, order.edits) }
  },
})

async function play(): Promise<BugAnswer> {
  // Only now, so that the sources are loaded with the bug in them.
  const [{ runBlock }] = await Promise.all([import('../report/block.ts')])
  const others = new Set<string>()
  let played = 0
  for (const { from, count, only } of order.seeds)
    for (let seed = from; seed < from + count; seed++) {
      const { findings } = await runBlock({ from: seed, count: 1, only })
      played += 1
      const found = findings.find(({ invariant }) => order.fires.includes(invariant))
      for (const { invariant } of findings) others.add(invariant)
      if (found)
        return { kind: 'shown', shown: { seed, only, invariant: found.invariant, what: found.what, played } }
    }
  return { kind: 'survived', played, others: [...others] }
}

parentPort?.postMessage(
  await play().catch((error: unknown): BugAnswer => ({ kind: 'misfit', why: String(error) })),
)
