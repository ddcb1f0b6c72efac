// `npm test`: every check there is, one after the other, and one closing line that counts them. A check that cannot
// run here is a skip with its reason, never a silence.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const results = join(root, 'node_modules/.cache/portico/vitest.json')

// What one of them compiled need not be compiled by the next: each test file has a process, each simulation its threads.
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/portico/compiled-tests')

interface Count {
  passed: number
  failed: number
  readonly skipped: string[]
  /** Failed beside others, passed alone. */
  readonly unsteady: string[]
}

const count: Count = { passed: 0, failed: 0, skipped: [], unsteady: [] }

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
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly Assertion[]
  }[]
}

/** Counts them; the files in which something failed. */
function countTests(report: Report): string[] {
  const inFailed = new Set<string>()
  for (const { name, status, assertionResults } of report.testResults) {
    // A file that could not be loaded has no tests to fail.
    if (status === 'failed' && assertionResults.length === 0) count.failed += 1
    for (const { status: outcome, fullName } of assertionResults)
      if (outcome === 'passed') count.passed += 1
      else if (outcome === 'failed') count.failed += 1
      else count.skipped.push(fullName)
    if (status === 'failed' || assertionResults.some(({ status: outcome }) => outcome === 'failed'))
      inFailed.add(name)
  }
  return [...inFailed]
}

/** Null: it left no report. */
async function tests(args: readonly string[]): Promise<{ report: Report; code: number } | null> {
  rmSync(results, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const code = await run('vitest', ['run', ...reporters, ...args])
  try {
    // cast: vitest's own format
    return { report: JSON.parse(readFileSync(results, 'utf8')) as Report, code }
  } catch {
    count.failed += 1
    console.error('FAILED tests: vitest left no report')
    return null
  }
}

/** More files than these are no machine that was busy. */
const SECOND_TRIES = 3

/**
 * What failed beside others is tried once more alone (decision 45). What passes then is named and not forgotten: it
 * counts as passed, and stands above the closing line.
 */
async function runTests(only: readonly string[]): Promise<void> {
  const first = await tests(only)
  if (!first) return
  const failedBefore = count.failed
  const files = countTests(first.report)
  // An error outside of any test still fails the run.
  if (count.failed === failedBefore && first.code !== 0) count.failed += 1
  if (only.length > 0 || files.length === 0 || files.length > SECOND_TRIES) return
  await simulated
  console.log(`\nOnce more, alone: ${files.join(', ')}\n`)
  const second = await tests(files)
  if (second?.code !== 0) return
  for (const { fullName } of failuresOf(first.report)) {
    count.failed -= 1
    count.passed += 1
    count.unsteady.push(fullName)
  }
}

const failuresOf = ({ testResults }: Report): Assertion[] =>
  testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'failed'))

const only = process.argv.slice(2)
mkdirSync(resolve(results, '..'), { recursive: true })

/** Whole deliveries in virtual time, judged by a checker of their own: with every fault, without any, with a slow lock. */
async function simulate(): Promise<void> {
  const command = ['--conditions=@portico/source', 'packages/simulator/src/main.ts']
  await checkBeside('simulation', 'node', [...command, '--seeds', '5000'])
  // A few seeds are played before a second thread has loaded what it needs.
  const few = [...command, '--jobs', '1', '--seeds']
  await checkBeside('simulation without faults', 'node', [...few, '200', '--fault', 'none'])
  await checkBeside('simulation of a slow lock', 'node', [...few, '100', '--fault', 'F3'])
}

await check('types', 'tsc', ['-b'])
await check('lint', 'oxlint', ['--type-aware', '--deny-warnings'])
await check('format', 'oxfmt', ['--check'])
// Virtual time needs no clock: the deliveries may be played as slowly as the tests leave room for.
const simulated = only.length === 0 ? simulate() : Promise.resolve()
await runTests(only)
await simulated
// Its steps have limits of their own, and it starts a hub: it has the machine to itself.
if (only.length === 0) await check('image', 'bash', ['docker/verify.sh'])

if (spawnSync('git', ['diff', '--quiet', '--', 'pnpm-lock.yaml'], { cwd: root }).status === 1)
  console.error('note: pnpm-lock.yaml differs from what is committed')
for (const name of count.unsteady) console.error(`unsteady: failed beside others, passed alone: ${name}`)
for (const reason of count.skipped) console.error(`skipped: ${reason}`)
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped`)
process.exitCode = count.failed > 0 ? 1 : 0
