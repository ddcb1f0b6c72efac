// What a process costs, as Linux counts it: time on the processors with all its threads, and memory.
import { existsSync, readFileSync, readdirSync } from 'node:fs'

/** `USER_HZ` of every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
/** Places of utime and stime behind the name, which may hold blanks (proc(5)). */
const UTIME = 11
const STIME = 12
const PARENT = 1

const statOf = (pid: number): readonly string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

export const canMeter = (): boolean => existsSync('/proc/self/stat')

/** Seconds on the processors since its start, children not counted. */
export function cpuSeconds(pid: number): number {
  const stat = statOf(pid)
  return (Number(stat[UTIME]) + Number(stat[STIME])) / TICKS_PER_SECOND
}

export interface Memory {
  readonly rssMB: number
  /** Pages that several processes share count in parts. */
  readonly pssMB: number
}

const kB = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? NaN)

export function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return { rssMB: kB(text, 'Rss') / 1024, pssMB: kB(text, 'Pss') / 1024 }
}

export interface Descendant {
  readonly pid: number
  /** The script it runs, without folders. */
  readonly script: string
}

/** Children and their children. */
export function descendantsOf(pid: number): readonly Descendant[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      parents.set(Number(entry), Number(statOf(Number(entry))[PARENT]))
    } catch {
      // It has ended meanwhile.
    }
  }
  const below = (of: number): readonly number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)])
  return below(pid).map((child) => ({ pid: child, script: scriptOf(child) }))
}

function scriptOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  const script = words.slice(1).find((word) => /\.[cm]?[jt]s$/.test(word)) ?? words[0] ?? ''
  return script.split('/').at(-1) ?? ''
}
