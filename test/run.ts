// `npm test`: every check there is, one after the other, and one closing line that counts them. A check that cannot
// run here is a skip with its reason, never a silence.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join, relative, resolve } from 'node:path'

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

interface Beside {
  /** Takes what it writes instead of the terminal. */
  readonly heard: (text: string) => void
  /** When it may have the machine: it is told by a line. */
  readonly turn?: Promise<unknown>
}

async function run(command: string, args: readonly string[], beside?: Beside): Promise<number> {
  const child = spawn(command, args, { cwd: root, stdio: beside ? 'pipe' : 'inherit' })
  if (beside) standBack(child, beside)
  const stop = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  // cast: the arguments of `close`
  const [code] = (await once(child, 'close')) as [number | null]
  process.off('SIGINT', stop).off('SIGTERM', stop)
  return code ?? 1
}

function standBack(child: ChildProcess, { heard, turn = Promise.resolve() }: Beside): void {
  if (child.pid !== undefined) setPriority(child.pid, SPARE_TIME)
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard)
  // Who has ended already reads nothing any more, and says by its exit code why.
  child.stdin?.on('error', () => undefined)
  void turn.then(() => child.stdin?.end('\n'))
}

async function check(name: string, command: string, args: readonly string[]): Promise<void> {
  const began = performance.now()
  note(name, await run(command, args), began)
}

/** Beside others: what it writes is shown in one piece when it has ended. */
async function checkBeside(
  name: string,
  [command, ...args]: readonly [string, ...string[]],
  turn?: Promise<unknown>,
): Promise<void> {
  const began = performance.now()
  let words = ''
  const code = await run(command, args, { heard: (text) => void (words += text), ...(turn && { turn }) })
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

interface FileReport {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
}

/** By file. A later report of a file replaces an earlier one. */
type Reports = Map<string, FileReport>

/** What failed in a file: its tests, or the file itself where none of them did (a hook, an import). */
function failuresOf({ name, status, assertionResults }: FileReport): string[] {
  const inside = assertionResults.filter(({ status: outcome }) => outcome === 'failed')
  if (inside.length > 0) return inside.map(({ fullName }) => fullName)
  return status === 'failed' ? [relative(root, name)] : []
}

function countTests(reports: Reports): void {
  for (const file of reports.values()) {
    count.failed += failuresOf(file).length
    for (const { status, fullName } of file.assertionResults)
      if (status === 'passed') count.passed += 1
      else if (status !== 'failed') count.skipped.push(fullName)
  }
}

/** Null: it left no report. */
async function tests(args: readonly string[]): Promise<{ reports: Reports; code: number } | null> {
  rmSync(results, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const code = await run('vitest', ['run', ...reporters, ...args])
  try {
    // cast: vitest's own format
    const { testResults } = JSON.parse(readFileSync(results, 'utf8')) as { testResults: FileReport[] }
    return { reports: new Map(testResults.map((file) => [file.name, file])), code }
  } catch {
    count.failed += 1
    console.error('FAILED tests: vitest left no report')
    return null
  }
}

/** More files than these are no machine that was busy. */
const SECOND_TRIES = 6

/**
 * What failed beside others is tried once more alone (decision 45). What passes then is named and not forgotten: it
 * counts as passed, and stands above the closing line.
 */
async function runTests(only: readonly string[]): Promise<void> {
  const first = await tests(only)
  tested.resolve()
  if (!first) return
  const { reports, code } = first
  const failed = [...reports.values()].filter((file) => failuresOf(file).length > 0)
  // An error outside of any test still fails the run.
  if (failed.length === 0 && code !== 0) count.failed += 1
  if (only.length === 0 && failed.length > 0 && failed.length <= SECOND_TRIES) {
    await besides
    for (const file of failed) await tryAlone(file, reports)
  }
  countTests(reports)
}

async function tryAlone(file: FileReport, reports: Reports): Promise<void> {
  console.log(`\nOnce more, alone: ${file.name}\n`)
  const second = await tests([file.name])
  const report = second?.code === 0 ? second.reports.get(file.name) : undefined
  if (!report) return
  reports.set(file.name, report)
  count.unsteady.push(...failuresOf(file))
}

const only = process.argv.slice(2)
mkdirSync(resolve(results, '..'), { recursive: true })

/** No test file runs any more, but for those that are tried once more. */
const tested = Promise.withResolvers<void>()

async function allBeside(): Promise<void> {
  await checkBeside('lint', ['oxlint', '--type-aware', '--deny-warnings'])
  if (only.length > 0) return
  // It starts a hub, with limits of its own: for that it has the machine to itself.
  await Promise.all([
    simulate(),
    checkBeside('image', ['bash', 'docker/verify.sh', '--when-told'], tested.promise),
  ])
}

/** Whole deliveries in virtual time, judged by a checker of their own: with every fault, without any, with a slow lock. */
async function simulate(): Promise<void> {
  const command = ['node', '--conditions=@portico/source', 'packages/simulator/src/main.ts'] as const
  await checkBeside('simulation', [...command, '--seeds', '5000'])
  // A few seeds are played before a second thread has loaded what it needs.
  const few = [...command, '--jobs', '1', '--seeds'] as const
  await checkBeside('simulation without faults', [...few, '200', '--fault', 'none'])
  await checkBeside('simulation of a slow lock', [...few, '100', '--fault', 'F3'])
}

await check('types', 'tsc', ['-b'])
await check('format', 'oxfmt', ['--check'])
// What needs no clock of its own takes as long as the tests leave room for.
const besides = allBeside()
await runTests(only)
await besides

if (spawnSync('git', ['diff', '--quiet', '--', 'pnpm-lock.yaml'], { cwd: root }).status === 1)
  console.error('note: pnpm-lock.yaml differs from what is committed')
for (const name of count.unsteady) console.error(`unsteady: failed beside others, passed alone: ${name}`)
for (const reason of count.skipped) console.error(`skipped: ${reason}`)
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped`)
process.exitCode = count.failed > 0 ? 1 : 0
