// From the spawn to the first answer and to "portico ready", and what hub and children weigh at rest: from source and
// as built, with an empty and with a filled compile cache, beside a Node that does nothing.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { figure, median, ratio } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { type Memory, canMeter } from './support/process-meter.ts'
import { interleave } from './support/rounds.ts'
import { type Started, startEmptyNode, startOnce } from './support/start-hub.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('start: spawn → first answer → ready, and memory at rest')
if (!canMeter()) throw new Error('memory is read from /proc: this bench needs Linux')
const ROUNDS = quick ? 2 : 9
const REST_MS = quick ? 2_000 : 5_000

const root = resolve(import.meta.dirname, '..')
const entries = {
  source: join(root, 'packages/hub/src/main.ts'),
  dist: join(root, 'packages/hub/dist/main.js'),
}
const isBuilt = existsSync(entries.dist)
if (!isBuilt) console.log('not built: no rows of dist (npm run build makes them)')
else if (statSync(entries.dist).mtimeMs < statSync(entries.source).mtimeMs)
  console.log('note: dist is older than the source (npm run build)')

const temporary = (): string => mkdtempSync(join(tmpdir(), 'portico-bench-tmp-'))
const filled = { source: temporary(), dist: temporary() }

const cold = (from: 'source' | 'dist') => async (): Promise<Started> => {
  const empty = temporary()
  try {
    return await startOnce({ from, temporary: empty, restMs: REST_MS })
  } finally {
    rmSync(empty, { recursive: true, force: true })
  }
}
const warm = (from: 'source' | 'dist') => (): Promise<Started> =>
  startOnce({ from, temporary: filled[from], restMs: REST_MS })

const EMPTY = 'empty node'
const SOURCE_COLD = 'source, cold cache'
const SOURCE_WARM = 'source, warm cache'
const DIST_WARM = 'dist, warm cache'
const variants = [
  {
    name: EMPTY,
    run: async (): Promise<Started> => ({ ...(await startEmptyNode(REST_MS)), readyMs: NaN, children: [] }),
  },
  { name: SOURCE_COLD, run: cold('source') },
  { name: SOURCE_WARM, run: warm('source') },
  ...(isBuilt
    ? [
        { name: 'dist, cold cache', run: cold('dist') },
        { name: DIST_WARM, run: warm('dist') },
      ]
    : []),
]

try {
  await warm('source')()
  if (isBuilt) await warm('dist')()
  report(await interleave(ROUNDS, variants))
} finally {
  for (const folder of Object.values(filled)) rmSync(folder, { recursive: true, force: true })
}
closeBench()

function report(results: ReadonlyMap<string, readonly Started[]>): void {
  const of = (name: string, measured: (start: Started) => number): number =>
    median((results.get(name) ?? []).map(measured))
  const served = ({ servedMs }: Started): number => servedMs
  const rss = ({ hub }: Started): number => hub.rssMB
  const childrenOf = ({ children }: Started): number =>
    children.reduce((total, { rssMB }) => total + rssMB, 0)
  console.log(
    `The default simulated home. Ready: lock and contact have answered and every witness camera has shown a picture.
Memory ${REST_MS / 1000} s after ready. ${ROUNDS} interleaved rounds, medians.`,
  )
  printTable(
    [
      'start',
      'first answer ms',
      'vs empty',
      'CPU ms until then',
      'ready ms',
      'hub RSS MB',
      'vs empty',
      'hub PSS MB',
      'children RSS MB',
    ],
    variants.map(({ name }) => [
      name,
      figure(of(name, served)),
      ratio(of(name, served) / of(EMPTY, served)),
      figure(of(name, ({ servedCpu }) => servedCpu * 1000)),
      figure(of(name, ({ readyMs }) => readyMs)),
      figure(of(name, rss)),
      ratio(of(name, rss) / of(EMPTY, rss)),
      figure(of(name, ({ hub }) => hub.pssMB)),
      figure(of(name, childrenOf)),
    ]),
  )
  printChildren(results.get(SOURCE_WARM) ?? [])
  printGoals([
    {
      what: 'cold start to the first answer',
      at: 'most',
      limit: 3_000,
      unit: ' ms',
      measured: of(SOURCE_COLD, served),
    },
    {
      what: 'first answer against an empty node (set for one bundle; this is module by module)',
      at: 'most',
      limit: 8,
      unit: 'x',
      measured: of(isBuilt ? DIST_WARM : SOURCE_WARM, served) / of(EMPTY, served),
    },
    {
      what: 'memory of the hub at rest',
      at: 'most',
      limit: 150,
      unit: ' MB',
      measured: of(SOURCE_WARM, rss),
    },
  ])
}

function printChildren(starts: readonly Started[]): void {
  const names = new Set(starts.flatMap(({ children }) => children.map(({ name }) => name)))
  const of = (name: string, measured: (memory: Memory) => number): string =>
    figure(
      median(starts.flatMap(({ children }) => children.filter((child) => child.name === name).map(measured))),
    )
  printTable(
    ['child (source, warm cache)', 'RSS MB', 'PSS MB'],
    [...names].map((name) => [name, of(name, ({ rssMB }) => rssMB), of(name, ({ pssMB }) => pssMB)]),
  )
}
