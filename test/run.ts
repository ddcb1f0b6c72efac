// `npm test`: every check there is, one after the other, and one closing line that counts them. A check that cannot
// run here is a skip with its reason, never a silence.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const results = join(root, 'node_modules/.cache/portico/vitest.json')

interface Count {
  passed: number
  failed: number
  readonly skipped: string[]
}

const count: Count = { passed: 0, failed: 0, skipped: [] }

/** Of what takes only the time that nothing else wants: the tests of whole homes mostly wait. */
const SPARE_TIME = 10

/** `heard` takes what it writes instead of the terminal; then it stands back behind what is shown there. */
async function run(
  command: string,
  args: readonly string[],
  heard?: (text: string) => void,
): Promise<number> {
  const child = spawn(command, args, { cwd: root, stdio: heard ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
  if (heard && child.pid !== undefined) setPriority(child.pid, SPARE_TIME)
  if (heard) for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard)
  const stop = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  // cast: the arguments of `close`
  const [code] = (await once(child, 'close')) as [number | null]
  process.off('SIGINT', stop).off('SIGTERM', stop)
  return code ?? 1
}

async function check(name: string, command: string, args: readonly string[]): Promise<void> {
  const began = performance.now()
  note(name, await run(command, args), began)
}

/** Beside others: what it writes is shown in one piece when it has ended. */
async function checkBeside(name: string, command: string, args: readonly string[]): Promise<void> {
  const began = performance.now()
  let words = ''
  const code = await run(command, args, (text) => void (words += text))
  console.log(words)
  note(name, code, began)
}

function note(name: string, code: number, began: number): void {
  const took = ((performance.now() - began) / 1000).toFixed(1)
  if (code === 77) {
    count.skipped.push(`${name}: its tools are missing here (see above)`)
    return
  }
  if (code === 0) count.passed += 1
  else count.failed += 1
  console.log(`\n${code === 0 ? 'ok' : 'FAILED'} ${name} (${took} s)\n`)
}

interface Assertion {
  readonly status: string
  readonly fullName: string
}
interface Report {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly Assertion[]
  }[]
}

function countTests(code: number): void {
  let report: Report
  try {
    // cast: vitest's own format
    report = JSON.parse(readFileSync(results, 'utf8')) as Report
  } catch {
    count.failed += 1
    console.error('FAILED tests: vitest left no report')
    return
  }
  let failed = 0
  for (const file of report.testResults) {
    // A file that could not be loaded has no tests to fail.
    if (file.status === 'failed' && file.assertionResults.length === 0) failed += 1
    for (const { status, fullName } of file.assertionResults)
      if (status === 'passed') count.passed += 1
      else if (status === 'failed') failed += 1
      else count.skipped.push(fullName)
  }
  // An error outside of any test still fails the run.
  count.failed += failed === 0 && code !== 0 ? 1 : failed
}

const only = process.argv.slice(2)
rmSync(results, { force: true })
mkdirSync(resolve(results, '..'), { recursive: true })

/** Whole deliveries in virtual time, judged by a checker of their own: with every fault, without any, with a slow lock. */
async function simulate(): Promise<void> {
  const command = ['--conditions=@portico/source', 'packages/simulator/src/main.ts']
  await checkBeside('simulation', 'node', [...command, '--seeds', '5000'])
  await checkBeside('simulation without faults', 'node', [...command, '--seeds', '200', '--fault', 'none'])
  await checkBeside('simulation of a slow lock', 'node', [...command, '--seeds', '100', '--fault', 'F3'])
}

await check('types', 'tsc', ['-b'])
await check('lint', 'oxlint', ['--type-aware', '--deny-warnings'])
await check('format', 'oxfmt', ['--check'])
// Virtual time needs no clock: the deliveries may be played as slowly as the tests leave room for.
const simulated = only.length === 0 ? simulate() : Promise.resolve()
countTests(
  await run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...only,
  ]),
)
await simulated
// Its steps have limits of their own, and it starts a hub: it has the machine to itself.
if (only.length === 0) await check('image', 'bash', ['docker/verify.sh'])

if (spawnSync('git', ['diff', '--quiet', '--', 'pnpm-lock.yaml'], { cwd: root }).status === 1)
  console.error('note: pnpm-lock.yaml differs from what is committed')
for (const reason of count.skipped) console.error(`skipped: ${reason}`)
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped`)
process.exitCode = count.failed > 0 ? 1 : 0
