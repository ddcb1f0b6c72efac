// Whether what a bridge runs lives in a network of its own. hap-nodejs answers every program of the machine while a
// controller is connected to it: by such a one nothing may be opened unless no other program reaches it (decisions 33).
import { readFileSync, readlinkSync } from 'node:fs'

/** Inode of a process's network namespace, as Linux names it: `net:[4026531840]`. */
const networkOf = (pid: number | 'self'): string => readlinkSync(`/proc/${pid}/ns/net`)

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((each) => each !== '')
    .map(Number)
}

function below(pid: number): readonly number[] {
  const children = childrenOf(pid)
  return [...children, ...children.flatMap(below)]
}

/** Proved: there are processes below this one, and each is in another network than ours. What cannot be read proves nothing. */
export function isIsolated(pid: number | null): boolean {
  if (pid === null) return false
  try {
    const ours = networkOf('self')
    const run = below(pid)
    return run.length > 0 && run.every((each) => networkOf(each) !== ours)
  } catch {
    return false
  }
}
