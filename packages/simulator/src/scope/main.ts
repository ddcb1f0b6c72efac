// npm run simulate:exhaustive: small scope, breadth first, closed to a depth or to a number of states.
import { parseArgs } from 'node:util'
import { usualBudget } from './begin.ts'
import { Search, type Searched } from './search.ts'

const usage = `npm run simulate:exhaustive -- [--depth N] [--states N] [--judge N]

Every order of what may happen at one door with one lock, one contact, one abort, one
crash, one loss, one duplicate and one slow write, each state once.

  --depth N    moves from the start of the proof (24)
  --states N   states at most (1000000); about 1.5 kB of memory each at the widest depth
  --judge N    the way to every N-th state is judged by the checker too (100; 0: none)`

const readCount = (value: string | undefined, usual: number): number => {
  if (value === undefined) return usual
  if (!/^\d{1,9}$/.test(value)) throw new Error(`"${value}" is no number\n\n${usage}`)
  return Number(value)
}

function report({ states, moves, depth, isClosed, judged, phases, faults }: Searched, took: number): void {
  const spread = [...phases].map(([phase, count]) => `${phase} ${count}`).join(', ')
  console.log(
    `${states} states, ${moves} moves, depth ${depth}${isClosed ? ', closed' : ''}, ${judged} ways judged`,
  )
  console.log(`phases: ${spread}`)
  console.log(`${(took / 1000).toFixed(1)} s, ${Math.round((moves / took) * 1000)} moves a second`)
  for (const { what, way } of faults) console.log(`\n${what}\n  ${way.join('\n  ')}`)
  console.log(faults.length === 0 ? '0 findings' : `${faults.length} findings`)
}

export function main(words: readonly string[]): number {
  const { values } = parseArgs({
    args: [...words],
    options: {
      depth: { type: 'string' },
      states: { type: 'string' },
      judge: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) {
    console.log(usage)
    return 0
  }
  const began = performance.now()
  const searched = new Search({
    budget: usualBudget,
    depth: readCount(values.depth, 24),
    states: readCount(values.states, 1_000_000),
    judgeEvery: readCount(values.judge, 100),
    onLevel: ({ depth, states, frontier }) =>
      console.log(`depth ${depth}: ${states} states, ${frontier} to go on from`),
  }).run()
  report(searched, performance.now() - began)
  return searched.faults.length === 0 ? 0 : 1
}
