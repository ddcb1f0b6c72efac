// A plugin's process ends with its hub, unless it is stuck: in a loop it does not see that the pipe is gone. The next hub
// ends such a one, lest two drivers speak to one lock.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Whose process it is: the plugin's own folder stands in its command line. */
interface LeftOver {
  /** Beside the plugin's folder, where the plugin cannot write. */
  readonly file: string
  readonly storage: string
  readonly mainPath: string
}

/** Linux tells what a process is; elsewhere one that is left is not ended, because another could have its number. */
function isOurs(pid: number, { storage, mainPath }: LeftOver): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words.includes(mainPath) && words.some((word) => word.endsWith(`=${storage}`))
  } catch {
    return false
  }
}

/** Ends what an earlier hub left; returns its process id, or null when there was none. */
export function endLeftOver(order: LeftOver): number | null {
  const pid = notedIn(order.file)
  if (pid === null || !isOurs(pid, order)) return null
  process.kill(pid, 'SIGKILL')
  return pid
}

/** null: nothing runs any more. */
export function notePid({ file }: Pick<LeftOver, 'file'>, pid: number | null): void {
  if (pid === null) rmSync(file, { force: true })
  else writeFileSync(file, `${pid}\n`, { mode: 0o600 })
}

function notedIn(file: string): number | null {
  try {
    const text = readFileSync(file, 'utf8')
    return /^\d{1,10}\n$/.test(text) ? Number(text) : null
  } catch {
    return null
  }
}
