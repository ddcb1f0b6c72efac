// `npm run test:night`: the whole test programme in its full ranges, one layer after the other; hours on two cores.
// `-- --only simulation,crash` runs these, `-- --list` names them. Nothing stops at the first finding.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

interface Layer {
  readonly name: string
  /** What follows `npm run`. */
  readonly command: readonly string[]
}

/** Layers of docs/safety.md with the ranges of a night. The decider tables are a part of `npm test`. */
const layers: readonly Layer[] = [
  { name: 'model', command: ['test:model', '--', '--runs', '50000'] },
  { name: 'simulation', command: ['simulate', '--', '--seeds', '1000000', '--from', '1000000'] },
  { name: 'planted-bugs', command: ['simulate:bugs'] },
  { name: 'small-scope', command: ['simulate:exhaustive', '--', '--states', '5000000'] },
  { name: 'crash', command: ['test:crash'] },
  { name: 'powercut', command: ['test:powercut', '--', '--images', '10000'] },
  { name: 'syscalls', command: ['test:syscalls'] },
  { name: 'faults', command: ['test:faults'] },
  { name: 'film', command: ['test:film', '--', '--kills', '200'] },
  { name: 'contracts', command: ['test:contract'] },
  { name: 'carriers', command: ['test:carriers'] },
  { name: 'mails', command: ['test:mails'] },
]

/** As the layers say it: their tools are missing here. */
const SKIPPED = 77

const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean' } } })
const wanted = values.only?.split(',') ?? layers.map(({ name }) => name)
const unknown = wanted.filter((name) => !layers.some((layer) => layer.name === name))
if (unknown.length > 0) {
  console.error(`no layer ${unknown.join(', ')}: there are ${layers.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

async function run({ command }: Layer): Promise<number> {
  const child = spawn('npm', ['run', '-s', ...command], {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: 'inherit',
  })
  const stop = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  // cast: the arguments of `exit`
  const [code] = (await once(child, 'exit')) as [number | null]
  process.off('SIGINT', stop).off('SIGTERM', stop)
  return code ?? 1
}

const words = (code: number): string =>
  code === 0 ? 'passed' : code === SKIPPED ? 'skipped, its tools are missing here' : `FAILED (exit ${code})`

async function night(): Promise<number> {
  const told: string[] = []
  let worst = 0
  for (const layer of layers.filter(({ name }) => wanted.includes(name))) {
    const began = performance.now()
    console.log(`\n== ${layer.name}: npm run ${layer.command.join(' ')}`)
    // One after the other: each of them uses all cores.
    const code = await run(layer)
    if (code !== SKIPPED) worst = Math.max(worst, code)
    told.push(`${layer.name}: ${words(code)}, ${((performance.now() - began) / 60_000).toFixed(1)} min`)
  }
  console.log(`\n${told.join('\n')}`)
  return worst
}

if (values.list === true)
  for (const { name, command } of layers) console.log(`${name}\tnpm run ${command.join(' ')}`)
else process.exitCode = await night()
