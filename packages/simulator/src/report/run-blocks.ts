// Deals blocks of seeds out to threads and hands their results on in the order of the seeds, so that a run can be taken
// up again where it stopped.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type BlockOrder, type BlockResult, runBlock } from './block.ts'

export interface BlocksOrder {
  readonly orders: readonly BlockOrder[]
  readonly jobs: number
  readonly onResult: (result: BlockResult) => void
}

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './block-worker.ts' : './block-worker.js',
  import.meta.url,
)

/** Results that came before their turn. */
class InOrder {
  readonly #waiting = new Map<number, BlockResult>()
  readonly #hand: (result: BlockResult) => void
  readonly #froms: number[]

  constructor(orders: readonly BlockOrder[], hand: (result: BlockResult) => void) {
    this.#froms = orders.map(({ from }) => from)
    this.#hand = hand
  }

  take(result: BlockResult): void {
    this.#waiting.set(result.from, result)
    for (;;) {
      const [next] = this.#froms
      const ready = next === undefined ? undefined : this.#waiting.get(next)
      if (next === undefined || !ready) return
      this.#froms.shift()
      this.#waiting.delete(next)
      this.#hand(ready)
    }
  }
}

export async function runBlocks({ orders, jobs, onResult }: BlocksOrder): Promise<void> {
  const inOrder = new InOrder(orders, onResult)
  if (jobs <= 1) {
    for (const order of orders) inOrder.take(await runBlock(order))
    return
  }
  const left = [...orders]
  const work = async (): Promise<void> => {
    const worker = new Worker(workerFile)
    try {
      for (let order = left.shift(); order; order = left.shift()) {
        worker.postMessage(order)
        // cast: the worker answers each order with its result; an error of the worker rejects
        const [result] = (await once(worker, 'message')) as [BlockResult]
        inOrder.take(result)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, orders.length) }, work))
}
