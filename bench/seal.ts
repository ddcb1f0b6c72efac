// What it costs that pictures lie sealed: fragments of film written and synced one by one, plain and sealed, in turn; and
// a film read in whole and in ranges, as the scrubber does.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileSealer, SealedFile, homeKey } from '@portico/evidence/seal'
import { figure, median, quantile } from './support/figures.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('seal: film and photos at rest')
const ROUNDS = quick ? 2 : 9
/** Two minutes of one camera: four fragments a second. */
const FRAGMENTS = quick ? 60 : 480
/** A quarter of a second at 2 Mbit/s. */
const FRAGMENT_BYTES = 64 * 1024

const key = homeKey(randomBytes(32))
const folder = mkdtempSync(join(tmpdir(), 'portico-bench-seal-'))
const fragments = Array.from({ length: FRAGMENTS }, () => randomBytes(FRAGMENT_BYTES))

interface Written {
  /** Of each fragment until it is durable, ms. */
  readonly delays: readonly number[]
  /** Of the process, ms for the whole film. */
  readonly cpu: number
}

type Append = (file: FileHandle, plain: Uint8Array) => Promise<void>

async function write(path: string, append: Append): Promise<Written> {
  await using file = await open(path, 'w')
  const hash = createHash('sha256')
  const delays: number[] = []
  const began = process.cpuUsage()
  for (const plain of fragments) {
    const from = performance.now()
    await append(file, plain)
    hash.update(plain)
    await file.datasync()
    delays.push(performance.now() - from)
  }
  const { user, system } = process.cpuUsage(began)
  return { delays, cpu: (user + system) / 1000 }
}

const plainly: Append = (file, plain) => file.appendFile(plain)
function sealedly(): Append {
  const sealer = new FileSealer(key)
  return (file, plain) => file.appendFile(sealer.seal(plain).bytes)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

async function readAll(path: string): Promise<void> {
  await using file = await open(path, 'r')
  const sealed = await SealedFile.open(file, key)
  for await (const _ of sealed?.read() ?? []);
}

/** One range of a film as a player asks for it: the file is found, opened and read anew. */
async function readRange(path: string): Promise<void> {
  await using file = await open(path, 'r')
  const sealed = await SealedFile.open(file, key)
  const at = Math.floor((sealed?.bytes ?? 0) / 2)
  for await (const _ of sealed?.read(at, at + FRAGMENT_BYTES) ?? []);
}

async function readPlain(path: string): Promise<void> {
  await using file = await open(path, 'r')
  for await (const _ of file.createReadStream());
}

const [plainPath, sealedPath] = [join(folder, 'plain.mp4'), join(folder, 'film.mp4.sealed')]
const plain: Written[] = []
const sealed: Written[] = []
const reads: { readonly whole: number; readonly plain: number; readonly range: number }[] = []
try {
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(await write(plainPath, plainly))
    sealed.push(await write(sealedPath, sealedly()))
    reads.push({
      whole: await timed(() => readAll(sealedPath)),
      plain: await timed(() => readPlain(plainPath)),
      range: await timed(() => readRange(sealedPath)),
    })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const delay = (all: readonly Written[], share: number): string =>
  `${figure(median(all.map(({ delays }) => quantile(delays, share))))} ms`
const cpu = (all: readonly Written[]): number => median(all.map((each) => each.cpu))

printTable(
  ['', 'plain', 'sealed'],
  [
    ['fragment of 64 KiB until durable, p50', delay(plain, 0.5), delay(sealed, 0.5)],
    ['p99', delay(plain, 0.99), delay(sealed, 0.99)],
    ['processor for two minutes of film', `${figure(cpu(plain))} ms`, `${figure(cpu(sealed))} ms`],
    [
      'the whole film read',
      `${figure(median(reads.map((each) => each.plain)))} ms`,
      `${figure(median(reads.map(({ whole }) => whole)))} ms`,
    ],
    ['one range of it, opened anew', '', `${figure(median(reads.map(({ range }) => range)))} ms`],
  ],
)
closeBench()
