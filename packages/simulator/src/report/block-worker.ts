// A thread that runs blocks of seeds for the command.
import { parentPort } from 'node:worker_threads'
import { type BlockOrder, runBlock } from './block.ts'

// cast: only `run-blocks.ts` writes to this port
parentPort?.on('message', (order) => {
  void runBlock(order as BlockOrder).then((result) => parentPort?.postMessage(result))
})
