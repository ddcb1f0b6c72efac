// Goal: a program counts as isolated only when it was seen in a network of its own. Method: real processes, and a real
// network namespace where this machine lets us make one; said on stderr where it does not.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isIsolated } from '../../src/bridges/isolation.ts'
import { until } from '../support/until.ts'

const apart = ['--net', '--map-root-user', '--user'] as const
const mayUnshare = spawnSync('unshare', [...apart, 'true']).status === 0
if (!mayUnshare)
  process.stderr.write('SKIPPED: no network namespace can be made here: its proof is not tried\n')

/** A shell with one program below it, both of a group of their own, which ends with the look. */
async function withShell(program: string, look: (pid: number) => Promise<void>): Promise<void> {
  const shell = spawn('sh', ['-c', `${program} & wait`], { stdio: 'ignore', detached: true })
  const pid = shell.pid ?? 0
  const ended = once(shell, 'exit')
  try {
    await until('its child', () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') !== '')
    await look(pid)
  } finally {
    process.kill(-pid, 'SIGKILL')
    await ended
  }
}

describe('isolation', () => {
  it('is not proved by a process without children, one that is gone, or one in our network', async () => {
    expect(isIsolated(null)).toBe(false)
    expect(isIsolated(4_194_305)).toBe(false)
    await withShell('sleep 60', async (pid) => {
      expect(isIsolated(pid)).toBe(false)
    })
  })

  it.skipIf(!mayUnshare)('is proved by a network of its own', async () => {
    await withShell(`unshare ${apart.join(' ')} sleep 60`, async (pid) => {
      await until('its network', () => isIsolated(pid))
      expect(isIsolated(pid)).toBe(true)
    })
  })
})
