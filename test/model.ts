// `npm run test:model`: layer 2 of the test programme with many runs. The core against its model, and the runner, its
// inbox and the last gate under every order of commands and writes. `-- --runs N` for another number than 10,000.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' } } })
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`--runs ${values.runs}: a whole number of runs, 1 or more`)
  process.exit(2)
}
const root = resolve(import.meta.dirname, '..')
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
const files = ['packages/core/test/model', 'packages/runtime/test/interleavings.test.ts']
const began = performance.now()
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'unit', '--testTimeout', '600000', ...files],
  { cwd: root, stdio: 'inherit', env: { ...process.env, PORTICO_MODEL_RUNS: String(runs) } },
)
console.log(`${runs} runs each, ${((performance.now() - began) / 1000).toFixed(1)} s`)
process.exit(status ?? 1)
