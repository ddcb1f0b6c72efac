// Goal: a program counts as isolated only when it was seen in a network of its own. Method: real processes, and a real
// network namespace where this machine lets us make one; said on stderr where it does not.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { isIsolated } from '../../src/bridges/isolation.ts'
import { until } from '../support/until.ts'

const namespaced = ['unshare', '--net', '--map-root-user', '--user']
const mayUnshare = spawnSync(namespaced[0] ?? '', [...namespaced.slice(1), 'true']).status === 0
if (!mayUnshare)
  process.stderr.write('SKIPPED: no network namespace can be made here: its proof is not tried\n')

/** A shell that waits with one program below it. */
const shell = (program: string): ChildProcess => spawn('sh', ['-c', `${program} & wait`], { stdio: 'ignore' })

async function ended(child: ChildProcess, look: (pid: number) => Promise<void>): Promise<void> {
  try {
    await look(child.pid ?? 0)
  } finally {
    spawnSync('pkill', ['-KILL', '-P', String(child.pid)])
    child.kill('SIGKILL')
  }
}

describe('isolation', () => {
  it('is not proved by a process without children, one that is gone, or one in our network', async () => {
    expect(isIsolated(null)).toBe(false)
    expect(isIsolated(process.pid + 4_000_000)).toBe(false)
    await ended(shell('sleep 60'), async (pid) => {
      await until('its child', () => spawnSync('pgrep', ['-P', String(pid)]).status === 0)
      expect(isIsolated(pid)).toBe(false)
    })
  })

  it.skipIf(!mayUnshare)('is proved by a network of its own', async () => {
    await ended(shell(`${namespaced.join(' ')} sleep 60`), async (pid) => {
      await until('its network', () => isIsolated(pid))
      expect(isIsolated(pid)).toBe(true)
    })
  })
})
