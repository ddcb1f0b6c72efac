// Another hand's look at the journal, in a thread of its own: it says when it first read a line from the disk, whatever the
// bench itself is busy with.
import { parentPort, workerData } from 'node:worker_threads'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { machineClock } from '../../test/support/machine-clock.ts'
import type { EyeOrder, EyeWord, Looked } from './disk-eye.ts'

/** Between two looks, ms: a look every millisecond would tell half of one too much, and one without a pause takes a processor. */
const PAUSE_MS = 0.2

// cast: what `DiskEye` gives
const { folder, home } = workerData as EyeOrder
const store = openStoreReadOnly(folder)
const pause = new Int32Array(new SharedArrayBuffer(4))

function look({ after, type, effect, withinMs }: Looked): EyeWord {
  const end = machineClock.mono() + withinMs
  for (;;) {
    const lines = store.lines({ home, after, limit: 100, types: [type] })
    const line = lines.find(({ data }) => data['effect'] === effect)
    const at = machineClock.mono()
    if (line || at > end) return { at, mono: line?.mono ?? null }
    Atomics.wait(pause, 0, 0, PAUSE_MS)
  }
}

parentPort?.on('message', (looked: Looked) => parentPort?.postMessage(look(looked)))
parentPort?.postMessage('ready')
