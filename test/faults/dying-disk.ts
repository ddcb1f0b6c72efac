// A real hub whose disk dies under it: from one moment on no sync of the journal succeeds. The hub must refuse, fall
// silent, and the edge at the door must close it and sound.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

export type DyingStage = 'asked' | 'unlocked' | 'inside'

export interface DyingDisk {
  readonly stage: DyingStage
  readonly error: 'EIO' | 'ENOSPC'
}

export interface DyingDiskResult {
  readonly findings: readonly string[]
  /** From the death of the disk to the siren at the door, ms; null: it did not sound. */
  readonly sirenMs: number | null
  /** To the bolt thrown by the edge, where the leaf is closed. */
  readonly boltedMs: number | null
}

/** Silence is acted on after 12 s and sounded before 15; one heartbeat may just have left. */
const SIREN_WITHIN_MS = 18_000
const ATTACH_MAX_MS = 10_000

/** Every sync of the journal of this process fails from now on, until it is disposed. */
async function killDisk(pid: number, data: string, error: string): Promise<AsyncDisposable> {
  const paths = ['journal.db', 'journal.db-wal'].flatMap((file) => ['-P', join(data, file)])
  const words = ['-f', '-p', String(pid), '-o', '/dev/null', '-e', 'trace=fsync', ...paths]
  const strace = spawn('strace', [...words, '-e', `inject=fsync:error=${error}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  strace.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text))
  await until('strace to be attached', () => said.includes('attached'), ATTACH_MAX_MS)
  return { [Symbol.asyncDispose]: () => ended(strace) }
}

async function ended(strace: ChildProcess): Promise<void> {
  if (strace.exitCode !== null || strace.signalCode !== null) return
  const exit = once(strace, 'exit')
  strace.kill('SIGINT')
  await exit
}

const leads: Readonly<Record<DyingStage, (visit: Visit) => Promise<void>>> = {
  asked: (visit) => visit.asked(),
  unlocked: (visit) => visit.unlocked(),
  inside: (visit) => visit.inside(),
}

export async function letDiskDie({ stage, error }: DyingDisk): Promise<DyingDiskResult> {
  await using visit = await Visit.begin()
  await leads[stage](visit)
  await using _ = await killDisk(visit.hub.pid, visit.hub.data, error)
  return stage === 'asked' ? await refuses(visit) : await fallsSilent(visit, stage)
}

/** A yes cannot be written, so nothing opens. */
async function refuses(visit: Visit): Promise<DyingDiskResult> {
  const findings: string[] = []
  const said = await visit.owner.approve()
  if (said.ok === true) findings.push('a yes was taken that could not be written')
  if ((await visit.unlocksReceived()) > 0) findings.push('unlocked with a dead disk')
  if (!(await visit.isLocked())) findings.push('not locked')
  return { findings, sirenMs: null, boltedMs: null }
}

async function fallsSilent(visit: Visit, stage: DyingStage): Promise<DyingDiskResult> {
  const died = performance.now()
  await using house = await visit.hub.house()
  const findings: string[] = []
  let boltedMs: number | null = null
  const sirenMs = await until(
    'the siren',
    async () => {
      const door = (await house.truth()).doors['front']
      if (door?.bolt === 'thrown') boltedMs ??= performance.now() - died
      return door?.siren === true ? performance.now() - died : null
    },
    SIREN_WITHIN_MS,
  ).catch(() => null)
  if (sirenMs === null) findings.push(`${stage}: the edge did not sound within ${SIREN_WITHIN_MS} ms`)
  if (stage === 'unlocked' && boltedMs === null) findings.push('unlocked: the edge did not throw the bolt')
  return { findings, sirenMs, boltedMs }
}
