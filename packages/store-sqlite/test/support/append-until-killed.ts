// Appends numbered batches, several in flight, and prints the number of each batch that was acknowledged. Every batch
// touches lines, outbox, record and blob, so that a torn one would show.
import { TestClock, sampleBatch, sampleLines, seededChance } from '@portico/testing'
import { writeSync } from 'node:fs'
import { openStore } from '../../src/open-store.ts'

const IN_FLIGHT = 8
const OPEN_EFFECTS = 5

const [folder = '', seed = '0'] = process.argv.slice(2)
const chance = seededChance(Number(seed))
const say = (text: string): unknown => writeSync(1, `${text}\n`)

say('opening')
const store = await openStore({ folder, clock: new TestClock() })
let tail = store.head('home')
let number = new DataView(store.record('home', 'count', 'n')?.buffer ?? new ArrayBuffer(4)).getUint32(0)
say(`opened ${store.epoch}`)

async function appendForEver(): Promise<never> {
  for (;;) {
    const n = ++number
    const of = chance.integer(1, 5)
    const drafts = Array.from({ length: of }, (_, at) => ({ epoch: store.epoch, data: { n, at, of } }))
    const lines = sampleLines(tail, drafts)
    const last = lines.at(-1)
    tail = last === undefined ? tail : { seq: last.seq, hash: last.hash, wall: last.wall }
    const count = new DataView(new ArrayBuffer(4))
    count.setUint32(0, n)
    const value = new Uint8Array(count.buffer)
    const effect = {
      home: 'home',
      door: 'front',
      session: null,
      effect: 'Ring',
      op: null,
      wall: 1,
      payload: {},
    }
    await store.append(
      sampleBatch({
        lines,
        outbox: [
          { ...effect, id: `${n}`, state: 'issued' },
          { ...effect, id: `${n - OPEN_EFFECTS}`, state: 'ended' },
        ],
        records: [{ home: 'home', kind: 'count', id: 'n', value }],
        blobs: [{ home: 'home', hash: `${n}`, value: chance.bytes(chance.integer(1, 6_000)), expires: null }],
      }),
    )
    say(`${n}`)
  }
}
await Promise.all(Array.from({ length: IN_FLIGHT }, appendForEver))
