// What a process did to the files of one folder, in order: writes that may be lost, syncs after which they may not, and
// the moments in which something was acknowledged.
import { basename, dirname } from 'node:path'
import { type Call, bytesOf, lastNumber } from './strace.ts'

export type DiskStep =
  /** From now on the name leads to this file, a new one whatever bore the name before. */
  | { readonly type: 'create' | 'remove'; readonly name: string; readonly file: string }
  | { readonly type: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly file: string; readonly size: number }
  /** Everything written to this file before is durable. */
  | { readonly type: 'sync'; readonly file: string }
  /** So is every name made or removed in the folder. */
  | { readonly type: 'sync-names' }
  /** The record tells of an acknowledgement, or of an order: so many entries stand in it now. */
  | { readonly type: 'told'; readonly entries: number }

export interface Watched {
  /** The folder whose files are watched. */
  readonly folder: string
  /** The file beside it in which acknowledgements are written down. */
  readonly record: string
}

/** The index of the log lives in shared memory and dies with the machine; the lock belongs to a process. */
const isKept = (file: string): boolean => /^journal\.db(?:-wal|-journal)?$/.test(file)

export function timelineOf(calls: readonly Call[], { folder, record }: Watched): readonly DiskStep[] {
  const steps: DiskStep[] = []
  const names = new Names()
  let entries = 0
  for (const call of calls) {
    if (call.file === null) continue
    if (call.file === record && call.name === 'write' && call.at === 'entered') {
      entries += 1
      steps.push({ type: 'told', entries })
    } else if (call.file === folder && isSync(call)) steps.push({ type: 'sync-names' })
    else if (dirname(call.file) === folder && isKept(basename(call.file)))
      steps.push(...stepsOf(call, basename(call.file), names))
  }
  return steps
}

/** A name may lead to one file after another; each has a number of its own. */
class Names {
  readonly #files = new Map<string, string>()
  #count = 0

  file(name: string): string | null {
    return this.#files.get(name) ?? null
  }
  create(name: string): string {
    const file = `${name} ${this.#count++}`
    this.#files.set(name, file)
    return file
  }
  remove(name: string): void {
    this.#files.delete(name)
  }
}

const isSync = ({ name, at, result }: Call): boolean =>
  at === 'left' && result === 0 && (name === 'fsync' || name === 'fdatasync')

/** A write counts from its beginning, for it may be on the disk before it returns; a sync from its end. */
function stepsOf(call: Call, name: string, names: Names): readonly DiskStep[] {
  const file = names.file(name)
  if (file === null) {
    const isNew = call.name === 'openat' && call.at === 'left' && (call.result ?? -1) >= 0
    return isNew ? [{ type: 'create', name, file: names.create(name) }] : []
  }
  if (isSync(call)) return [{ type: 'sync', file }]
  switch (call.name) {
    case 'unlink':
    case 'unlinkat':
      if (call.at === 'entered' || call.result !== 0) return []
      names.remove(name)
      return [{ type: 'remove', name, file }]
    case 'pwrite64':
      return call.at === 'left'
        ? []
        : [{ type: 'write', file, offset: lastNumber(call), bytes: bytesOf(call) }]
    case 'ftruncate':
      return call.at === 'left' ? [] : [{ type: 'truncate', file, size: lastNumber(call) }]
    default:
      return []
  }
}
