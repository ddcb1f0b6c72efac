// Real plugins and real house processes for tests. Whatever a test starts here is ended with it, even when it fails.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type DeviceEntry, codeOf } from '@portico/plugin-api'
import { lendCompiled } from '@portico/testing'
import { type HouseConnection, connectHouse } from '../src/house-client.ts'
import { readHouseFile } from '../src/house/house-files.ts'
import plugin from '../src/plugin.ts'
import { TestHost } from './test-host.ts'
import { frontDoor } from './test-house.ts'

export const LIMIT_MS = 120_000

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Looks again and again; the test's own time limit bounds it. For what tells nobody: another process, its files. */
export async function eventually(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await pause(10)
}

export async function codeOfFailure(work: Promise<unknown>): Promise<string | null> {
  return await work.then(
    () => null,
    (error: unknown) => codeOf(error),
  )
}

/** What one test has started. */
export class Started implements AsyncDisposable {
  readonly #ends: (() => PromiseLike<unknown> | void)[] = []
  readonly #pids = new Set<number>()

  /** A new folder for a house; a house that still runs there afterwards is killed. */
  storage(below = ''): string {
    const folder = mkdtempSync(join(tmpdir(), 'virtual-home-'))
    const storage = join(folder, below)
    lendCompiled(storage)
    this.#ends.push(() => {
      this.pidOf(storage)
      for (const pid of this.#pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    })
    return storage
  }

  /** The house that runs there now; 0: none. */
  pidOf(storage: string): number {
    const pid = readHouseFile(storage)?.pid
    if (pid !== undefined && pid !== process.pid) this.#pids.add(pid)
    return pid ?? 0
  }

  /** The plugin in this process. */
  async plugin(storage: string, devices: readonly DeviceEntry[] = frontDoor()): Promise<TestHost> {
    const test = new TestHost(storage, devices)
    this.defer(() => test.end())
    await plugin.start(test.host)
    this.pidOf(storage)
    return test
  }

  /** The plugin in a process that can be killed. */
  async child(storage: string): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'plugin-child.ts'), [storage], {
      execArgv: ['--conditions=@portico/source'],
    })
    this.defer(() => void child.kill('SIGKILL'))
    await once(child, 'message')
    this.pidOf(storage)
    return child
  }

  async witness(storage: string): Promise<HouseConnection> {
    const house = await connectHouse(storage)
    this.defer(() => house[Symbol.asyncDispose]())
    return house
  }

  defer(end: () => PromiseLike<unknown> | void): void {
    this.#ends.push(end)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) await end()
  }
}
