// Loaded into a hub before anything of its own: notes when each commit of the journal returned in the writer thread. With
// `synchronous = FULL` the disk has it then. The note is written once the thread has given its answer.
import { appendFileSync } from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread, Worker, type WorkerOptions } from 'node:worker_threads'
import { COMMITS_FILE, type Committed } from './commit-probe.ts'

/** Name of the thread, as the store starts it. */
const WRITER = 'journal'

/** The writer thread takes neither variables nor options of the hub's: it is given these. */
function followWriter(file: string): void {
  class FollowedWorker extends Worker {
    constructor(script: string | URL, options: WorkerOptions = {}) {
      const followed = { execArgv: ['--import', import.meta.url], env: { [COMMITS_FILE]: file } }
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

const file = process.env[COMMITS_FILE]
if (file !== undefined)
  if (isMainThread) followWriter(file)
  else noteCommits(file)
