// Appends to a folder on a small disk until it is full, then makes room and goes on. Prints what happened as JSON.
import { codeOf } from '@portico/ports'
import type { Batch } from '@portico/ports'
import { TestClock, sampleBatch, sampleLine } from '@portico/testing'
import { rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../src/open-store.ts'

const BALLAST_BYTES = 400_000
const BLOB_BYTES = 20_000
const BATCHES_MAX = 1_000

const folder = process.argv[2] ?? ''
const ballast = join(folder, 'ballast')
await using store = await openStore({ folder, clock: new TestClock() })
writeFileSync(ballast, new Uint8Array(BALLAST_BYTES))

function nextBatch(seq: number, head: { readonly seq: number; readonly hash: string } | null): Batch {
  const value = new Uint8Array(BLOB_BYTES).fill(seq)
  return sampleBatch({
    lines: [sampleLine(head)],
    blobs: [{ home: 'home', hash: `${seq}`, value, expires: null }],
  })
}

let codes: readonly (string | null)[] = []
let acknowledged = -1
while (codes.length === 0 && acknowledged < BATCHES_MAX) {
  const seq = acknowledged + 1
  const batch = nextBatch(seq, store.head('home'))
  const behind = nextBatch(seq + 1, batch.lines[0] ?? null)
  const both = await Promise.allSettled([store.append(batch), store.append(behind)])
  const failed = both.filter((one) => one.status === 'rejected')
  if (failed.length > 0) codes = failed.map((one) => codeOf(one.reason))
  else acknowledged = seq + 1
}
const head = store.head('home')
rmSync(ballast)
await store.append(nextBatch(acknowledged + 1, head))
const after = store.head('home')
writeSync(1, `${JSON.stringify({ codes, acknowledged, headWhenFull: head?.seq, headAfter: after?.seq })}\n`)
