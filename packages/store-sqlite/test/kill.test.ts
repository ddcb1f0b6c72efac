// Kill -9 at random moments of one long story of appends: every acknowledged batch is there, no batch is torn, the
// chain has no gap, and the folder is free again at once.
import { TestClock, seededChance } from '@portico/testing'
import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { openStoreReadOnly } from '../src/open-store-read-only.ts'
import { openStore } from '../src/open-store.ts'
import type { Store } from '../src/open-store.ts'
import { startChild } from './support/child.ts'
import { tempFolder } from './support/temp-folder.ts'

const OPEN_EFFECTS = 5

interface Found {
  readonly epoch: number
  readonly batches: number
  readonly faults: readonly string[]
}

/** Reads everything and lists what cannot be. */
function inspect(store: Store): Found {
  const faults: string[] = []
  const lines = store.lines({ home: 'home', after: -1, limit: 1_000_000 })
  const sizes = new Map<unknown, number>()
  let prev = '0'.repeat(64)
  for (const [at, line] of lines.entries()) {
    if (line.seq !== at || line.prev !== prev) faults.push(`the chain breaks at ${line.seq}`)
    prev = line.hash
    const { n, of } = line.data
    sizes.set(n, (sizes.get(n) ?? 0) + 1)
    if (line.data['at'] === Number(of) - 1 && sizes.get(n) !== of) faults.push(`batch ${String(n)} is torn`)
  }
  const last = lines.at(-1)?.data
  if (last !== undefined && last['at'] !== Number(last['of']) - 1) faults.push('the last batch is torn')
  const batches = sizes.size
  const kept = store.record('home', 'count', 'n')
  const count = kept === null ? 0 : new DataView(kept.buffer, kept.byteOffset).getUint32(0)
  if (count !== batches) faults.push(`${batches} batches of lines, but the record says ${count}`)
  const effects = store.openEffects('home').map(({ id }) => Number(id))
  const expected = Array.from({ length: Math.min(batches, OPEN_EFFECTS) }, (_, at) => batches - at).reverse()
  if (effects.join() !== expected.join())
    faults.push(`effects ${effects.join()} instead of ${expected.join()}`)
  for (let n = 1; n <= batches; n++)
    if (store.blob('home', `${n}`) === null) faults.push(`the blob of batch ${n} is missing`)
  return { epoch: store.epoch, batches, faults }
}

/** Tells one story of kills in one folder; returns how many batches it left. */
async function killAgainAndAgain(kills: number): Promise<number> {
  const seed = randomInt(2 ** 31)
  const chance = seededChance(seed)
  using folder = tempFolder()
  let before: Found = { epoch: 0, batches: 0, faults: [] }
  for (let kill = 1; kill <= kills; kill++) {
    await using child = startChild('append-until-killed.ts', [folder.path, `${seed + kill}`])
    // Two lines come before the first acknowledgement: some kills fall into the opening itself.
    const heard: string[] = []
    for (let wanted = chance.integer(1, kill % 4 === 0 ? 3 : 120); wanted > 0; wanted--) {
      const line = await child.nextLine()
      if (line === null) throw new Error(`the child ended by itself: ${await child.ending()}`)
      heard.push(line)
    }
    heard.push(...(await child.kill()))
    const acknowledged = heard.filter((line) => /^\d+$/.test(line)).map(Number)
    await using store = await openStore({ folder: folder.path, clock: new TestClock() })
    const found = inspect(store)
    const faults = [...found.faults]
    if (found.batches < Math.max(before.batches, ...acknowledged))
      faults.push('an acknowledged batch is lost')
    if (found.epoch <= before.epoch) faults.push('the epoch did not rise')
    expect({ seed, kill, faults }).toEqual({ seed, kill, faults: [] })
    before = found
  }
  return before.batches
}

test('after each of 32 kills everything acknowledged is there, whole and in order', async () => {
  const stories = await Promise.all([killAgainAndAgain(16), killAgainAndAgain(16)])
  expect(Math.min(...stories)).toBeGreaterThan(100)
}, 60_000)

test('an export reads a gapless chain while another process appends', async () => {
  using folder = tempFolder()
  await using child = startChild('append-until-killed.ts', [folder.path, '1'])
  let acknowledged = 0
  for (let line = await child.nextLine(); acknowledged < 20; line = await child.nextLine()) {
    if (line === null) throw new Error(`the child ended by itself: ${await child.ending()}`)
    if (/^\d+$/.test(line)) acknowledged = Number(line)
  }
  using store = openStoreReadOnly(folder.path)
  let after = -1
  let pages = 0
  for (let newest = 0; newest < 60; pages++) {
    const lines = store.lines({ home: 'home', after, limit: 25 })
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, at) => after + 1 + at))
    after = lines.at(-1)?.seq ?? after
    newest = Number(lines.at(-1)?.data['n'] ?? newest)
    if (lines.length === 0) await child.nextLine()
  }
  expect(pages).toBeGreaterThan(2)
  expect(store.head('home')?.seq).toBeGreaterThanOrEqual(after)
})
