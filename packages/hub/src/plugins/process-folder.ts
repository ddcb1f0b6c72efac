// The own folder of a child process, and the note beside it of which process runs there. What an earlier hub left running
// is ended before anything is started.
import { mkdirSync, realpathSync } from 'node:fs'
import { endLeftOver, notePid } from './left-over.ts'
import type { PluginLog } from './plugin-log.ts'

export interface ProcessFolderOrder {
  /** Made when it is missing. */
  readonly storage: string
  readonly mainPath: string
  readonly execArgv: (storage: string) => readonly string[]
  readonly log: PluginLog
}

export class ProcessFolder {
  /** As the system knows it, without links. */
  readonly storage: string
  readonly execArgv: readonly string[]

  constructor({ storage, mainPath, execArgv, log }: ProcessFolderOrder) {
    mkdirSync(storage, { recursive: true, mode: 0o700 })
    this.storage = realpathSync(storage)
    this.execArgv = execArgv(this.storage)
    const left = endLeftOver({ file: this.#pidFile, storage: this.storage, mainPath })
    if (left !== null) log.warn({ pid: left }, 'process of an earlier start ended')
  }

  /** Null: nothing runs any more. */
  note(pid: number | null): void {
    notePid({ file: this.#pidFile }, pid)
  }

  /** Beside the folder, where the process cannot write. */
  get #pidFile(): string {
    return `${this.storage}.pid`
  }
}
