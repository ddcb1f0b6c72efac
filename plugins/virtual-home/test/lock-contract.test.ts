// The lock of the virtual home, held to the contract that is published for plugins: the house in virtual time behind it.
import type { BoltReport, Instant, LockDevice } from '@portico/plugin-api'
import { type LockFault, type LockUnderTest, lockContract } from '@portico/testing'
import { readSettings } from '../src/house/house-settings.ts'
import { traitsOf } from '../src/virtual-devices.ts'
import { TestHouse, frontDoor } from './test-house.ts'

class VirtualLock implements LockUnderTest {
  readonly test = new TestHouse()
  readonly device: LockDevice

  constructor() {
    const { test } = this
    const [settings] = readSettings(frontDoor())
    if (settings?.kind !== 'lock') throw new Error('the first device is the lock')
    this.device = {
      traits: traitsOf(settings),
      unlock: async ({ op, notAfter }) => {
        const frame = test.hub.say({ type: 'unlock', op, notAfter }, test.clock.mono())
        await test.house.perform({ type: 'unlock', device: 'lock', op, notAfter, frame })
      },
      lock: (op) => test.house.perform({ type: 'lock', device: 'lock', op }),
      query: (q) => test.query('lock', q),
    }
  }

  get reports(): readonly BoltReport[] {
    return this.test.reports.flatMap((report) => (report.kind === 'lock' ? [report.report] : []))
  }
  now(): Instant {
    return this.test.clock.mono()
  }
  async pass(ms: number): Promise<void> {
    await this.test.pass(ms)
  }
  bolt(): 'thrown' | 'withdrawn' | 'between' {
    const { bolt, boltMoves } = this.test.truth
    return boltMoves || bolt === 'half' ? 'between' : bolt
  }
  do(fault: LockFault): Promise<void> | null {
    const act = async (
      name: string,
      options: Record<string, string | number | boolean>,
      on = 'lock',
    ): Promise<void> => void (await this.test.act(name, options, on))
    switch (fault) {
      case 'turned-open':
        return act('turn', { to: 'unlock' }, 'front')
      case 'turned-shut':
        return act('turn', { to: 'lock' }, 'front')
      case 'jam':
        return act('jam', { on: true }, 'front')
      case 'cut':
        return act('link', { up: false })
      case 'lossy':
      case 'doubled':
      case 'late':
      case 'fault':
        return act('lie', { how: fault })
      case 'well':
        return act('link', { up: true }).then(() => act('lie', { how: 'honest' }))
    }
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.test[Symbol.dispose]()
  }
}

lockContract('the lock of the virtual home', async () => {
  const lock = new VirtualLock()
  await lock.pass(2_000)
  return lock
})
