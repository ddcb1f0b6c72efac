// Whether strace is here and may watch a process; what it writes down, read back line by line.
import { spawnSync } from 'node:child_process'

/** Null when it works, else what is missing. */
export function straceMissing(): string | null {
  const { status, stderr, error } = spawnSync(
    'strace',
    ['-f', '--seccomp-bpf', '-e', 'trace=fsync', '-o', '/dev/null', process.execPath, '-e', '0'],
    { encoding: 'utf8' },
  )
  if (status === 0) return null
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? 'unknown'
}

export interface Call {
  readonly name: string
  /** The file of its first argument, or the path it names; null when it has none. */
  readonly file: string | null
  /** As strace wrote them, without the first. */
  readonly args: string
  /** Entering: its arguments are known. Left: it has answered. A call that nothing interrupted is one of each. */
  readonly at: 'entered' | 'left'
  readonly result: number | null
}

const CALL = /^\d+ +(\w+)\((.*)$/s
const UNFINISHED = /^(.*) <unfinished \.\.\.>$/s
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>.*\) += (-?\d+)/s
const RESULT = /^(.*)\) += (-?\d+|\?)(?:[ <].*)?$/s
const FILE = /^(?:AT_FDCWD(?:<[^>]*>)?|-?\d+<([^>]*)>)(?:, )?/
const PATH = /^(?:AT_FDCWD(?:<[^>]*>)?, )?"((?:\\x[0-9a-f]{2})*)"(?:, )?/

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex')

/** Of `\x2f\x74…` between quotes; paths of descriptors are written so, too. */
const pathOf = (text: string): string => (text.includes('\\x') ? unhex(text).toString() : text)

function split(text: string): { readonly file: string | null; readonly args: string } {
  const named = PATH.exec(text)
  if (named) return { file: unhex(named[1] ?? '').toString(), args: text.slice(named[0].length) }
  const opened = FILE.exec(text)
  if (!opened) return { file: null, args: text }
  return { file: opened[1] === undefined ? null : pathOf(opened[1]), args: text.slice(opened[0].length) }
}

/** The bytes of the first quoted argument. */
export function bytesOf({ args }: Call): Buffer {
  const quoted = /"((?:\\x[0-9a-f]{2})*)"/.exec(args)
  if (!quoted) throw new Error(`no bytes in ${args.slice(0, 80)}`)
  return unhex(quoted[1] ?? '')
}

/** The last plain number among the arguments, for instance an offset. */
export function lastNumber({ args }: Call): number {
  const found = /(-?\d+)$/.exec(args)
  if (!found) throw new Error(`no number in ${args.slice(0, 80)}`)
  return Number(found[1])
}

/** Of `strace -f -y -xx`. A call that was interrupted is entered at one place and left at another. */
export function readCalls(log: string): readonly Call[] {
  const calls: Call[] = []
  const open = new Map<string, Call>()
  for (const line of log.split('\n')) {
    const resumed = RESUMED.exec(line)
    if (resumed) {
      const [, pid = '', , result = ''] = resumed
      const entered = open.get(pid)
      open.delete(pid)
      if (entered) calls.push({ ...entered, at: 'left', result: Number(result) })
      continue
    }
    const call = CALL.exec(line)
    if (!call) continue
    const [, name = '', rest = ''] = call
    const unfinished = UNFINISHED.exec(rest)
    const done = RESULT.exec(rest)
    if (!unfinished && !done) continue
    const entered: Call = { name, ...split((unfinished ?? done)?.[1] ?? ''), at: 'entered', result: null }
    calls.push(entered)
    if (unfinished) open.set(line.slice(0, line.indexOf(' ')), entered)
    else calls.push({ ...entered, at: 'left', result: Number(done?.[2]) })
  }
  return calls
}
