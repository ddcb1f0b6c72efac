// Lets one system call of the store's files fail or take its time, at its n-th occurrence or from there on, and judges
// what the house looks like then and after the next start.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder, recordFile } from './disk-home.ts'
import { readEntries } from './house-record.ts'
import { restart } from './restart.ts'
import { roomFolder } from './room-folder.ts'

const main = join(import.meta.dirname, 'syscall-main.ts')
const LIFE_MAX_MS = 120_000

export interface SyscallTold {
  readonly isLocked: boolean
  readonly isAlarmed: boolean
  readonly unlocks: readonly string[]
  /** Longest time in which the door was not locked and nobody was alarmed. */
  readonly worstMs: number
  /** Codes with which people were refused. */
  readonly refused: readonly string[]
}

/** As strace writes it: which call, and what becomes of it. */
export interface SyscallFault {
  readonly call: 'fsync' | 'pwrite64'
  readonly what: string
  /** From the n-th on; else the n-th alone. */
  readonly lasts: boolean
}

export const syscallFaults: Readonly<Record<string, SyscallFault>> = {
  'a sync fails': { call: 'fsync', what: 'error=EIO', lasts: false },
  'the disk dies at a sync': { call: 'fsync', what: 'error=EIO', lasts: true },
  'a sync is interrupted': { call: 'fsync', what: 'error=EINTR', lasts: false },
  'a sync takes 3 s': { call: 'fsync', what: 'delay_enter=3000000', lasts: false },
  'a sync takes 7 s': { call: 'fsync', what: 'delay_enter=7000000', lasts: false },
  'a write finds the disk full': { call: 'pwrite64', what: 'error=ENOSPC', lasts: false },
  'the disk is full': { call: 'pwrite64', what: 'error=ENOSPC', lasts: true },
  'a write fails': { call: 'pwrite64', what: 'error=EIO', lasts: false },
  'a write is interrupted': { call: 'pwrite64', what: 'error=EINTR', lasts: false },
}

export interface SyscallPoint {
  readonly name: string
  readonly n: number
}

export interface SyscallResult {
  readonly findings: readonly string[]
  /** null: the hub did not come so far as to serve. */
  readonly told: SyscallTold | null
}

/** Unlock 8 s, open 30 s, relock 20 s: what may pass by the timers with no alarm while nobody goes in. */
const UNALARMED_MAX_MS = 60_000

export class SyscallRoom implements Disposable {
  readonly #root = roomFolder('syscall')
  #count = 0

  async fail({ name, n }: SyscallPoint): Promise<SyscallResult> {
    const fault = syscallFaults[name]
    if (!fault) throw new Error(`no fault of a system call is called ${name}`)
    const folder = join(this.#root, `${this.#count++}`)
    mkdirSync(folder)
    try {
      const out = await run(folder, `inject=${fault.call}:${fault.what}:when=${n}${fault.lasts ? '+' : ''}`)
      const line = out.split('\n').find((each) => each.startsWith('told '))
      // cast: printed by the process itself
      const told = line === undefined ? null : (JSON.parse(line.slice('told '.length)) as SyscallTold)
      return { told, findings: [...judge(told, out), ...(await afterwards(folder))] }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true })
  }
}

function judge(told: SyscallTold | null, out: string): readonly string[] {
  // A hub that cannot open its journal says why and does not start: nothing was let go.
  if (told === null) return /HUB_[A-Z_]+/.test(out) ? [] : [`it ended with no code: ${out.slice(-400)}`]
  const findings: string[] = []
  if (!told.isLocked && !told.isAlarmed) findings.push('neither locked nor alarmed at the end')
  if (told.worstMs > UNALARMED_MAX_MS) findings.push(`insecure with no alarm for ${told.worstMs} ms`)
  if (new Set(told.unlocks).size < told.unlocks.length)
    findings.push(`an op came to the lock twice: ${told.unlocks.join(' ')}`)
  const codeless = told.refused.filter(
    (code) => !/^(?:HUB_[A-Z_]+|Error: (?:no visit|label refused|presence refused))/.test(code),
  )
  return [...findings, ...codeless.map((what) => `refused with no code: ${what}`)]
}

/** The disk works again, and the hub is started again. */
async function afterwards(folder: string): Promise<readonly string[]> {
  const record = recordFile(folder)
  if (!existsSync(record)) return []
  const { findings } = await restart({ folder, entries: readEntries(record), downMs: 4_000, isLeft: true })
  return findings.map((finding) => `after the next start: ${finding}`)
}

async function run(folder: string, inject: string): Promise<string> {
  const paths = ['journal.db', 'journal.db-wal'].flatMap((file) => ['-P', join(dataFolder(folder), file)])
  const node = [process.execPath, '--conditions=@portico/source', main, folder]
  const words = ['-f', '-o', '/dev/null', '-e', 'trace=fsync,pwrite64', ...paths, '-e', inject]
  const child = spawn('strace', [...words, ...node], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIFE_MAX_MS,
    killSignal: 'SIGKILL',
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (out += text))
  await once(child, 'close')
  return out
}
