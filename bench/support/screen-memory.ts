// What one more screen costs a server: many open at once on a process that had none, because memory once taken is not
// given back.
import { setTimeout as later } from 'node:timers/promises'
import { memoryOf } from './process-meter.ts'
import type { Wire } from './wires.ts'

export interface MemoryOrder {
  readonly count: number
  readonly settleMs: number
}

/** Compiles what serves screens, and is gone again. */
const WARM_UP = 10

/** kB each, of a wire that was just started. */
export async function screenMemory(wire: Wire, { count, settleMs }: MemoryOrder): Promise<number> {
  {
    await using _ = await wire.open(WARM_UP)
    await later(settleMs)
  }
  await later(settleMs)
  const before = memoryOf(wire.pid).rssMB
  await using _ = await wire.open(count)
  await later(settleMs)
  return ((memoryOf(wire.pid).rssMB - before) * 1024) / count
}
