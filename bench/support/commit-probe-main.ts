// Loaded into a hub before anything of its own: notes when each commit of the journal returned in the writer thread. With
// `synchronous = FULL` the disk has it then. The note is written once the thread has given its answer.
import { appendFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread, Worker, type WorkerOptions } from 'node:worker_threads'
import { type Committed, FILE } from './commit-probe.ts'

/** Name of the thread, as the store starts it. */
const WRITER = 'journal'

/** The writer thread takes no options of the hub's: it is given this one. */
function followWriter(): void {
  class FollowedWorker extends Worker {
    constructor(script: string | URL, options: WorkerOptions = {}) {
      const followed = { execArgv: ['--import', import.meta.url] }
      super(script, options.name === WRITER ? { ...options, ...followed } : options)
    }
  }
  Object.assign(createRequire(import.meta.url)('node:worker_threads'), { Worker: FollowedWorker })
  syncBuiltinESMExports()
}

function noteCommits(file: string): void {
  let lines: number[] = []
  // oxlint-disable typescript/unbound-method -- each is called with its own `this`
  const { run } = StatementSync.prototype
  const { exec } = DatabaseSync.prototype
  // oxlint-enable typescript/unbound-method
  Object.assign(StatementSync.prototype, {
    run(this: StatementSync, ...parts: Parameters<typeof run>) {
      if (this.sourceSQL.startsWith('INSERT INTO line ')) lines.push(Number(parts[1]))
      return run.apply(this, parts)
    },
  })
  Object.assign(DatabaseSync.prototype, {
    exec(this: DatabaseSync, sql: string) {
      exec.call(this, sql)
      if (sql !== 'COMMIT') return
      const committed: Committed = { at: Number(process.hrtime.bigint()) / 1e6, lines }
      lines = []
      setImmediate(() => appendFileSync(file, `${JSON.stringify(committed)}\n`))
    },
  })
}

const file = new URL(import.meta.url).searchParams.get(FILE)
if (file === null) throw new Error('the address of this module names no file')
if (isMainThread) followWriter()
else noteCommits(file)
