// The simulated door as a lock, held to the contract that is published for plugins.
import { instant, milliseconds } from '@portico/core'
import type { BoltReport, LockDevice } from '@portico/plugin-api'
import { HubError } from '@portico/ports'
import { SimulatedDoor, TestClock, lockContract } from '../src/index.ts'
import type { LockFault, LockUnderTest } from '../src/index.ts'

class DoorAsLock implements LockUnderTest {
  readonly clock = new TestClock({ mono: instant(1_000) })
  readonly reports: BoltReport[] = []
  readonly door = new SimulatedDoor({
    clock: this.clock,
    report: (body) => {
      if (body.type === 'ReportBolt') {
        const { bolt, q, source, battery, credential } = body
        this.reports.push({ bolt, q, source, battery, credential })
      }
    },
  })
  readonly device: LockDevice

  constructor() {
    const { door } = this
    this.device = {
      traits: {
        boltWitness: 'measured',
        autoRelock: false,
        timedUnlockMaxMs: null,
        exit: 'free',
        path: { id: 'simulated', exclusive: true },
        pinExpiry: 'none',
      },
      unlock: async (order) => {
        if (door.unlock(order) !== 'handed')
          throw new HubError('HUB_LOCK_UNREACHABLE', 'no link', { retryable: true })
        // Its answer to a command while it is faulty; the world holds that nothing moves.
        if (door.world.lock.fault) throw new HubError('HUB_LOCK_FAULT', 'the lock says that it is faulty')
      },
      lock: () => door.lock(),
      query: (q) => door.query(q),
    }
  }

  now(): ReturnType<TestClock['mono']> {
    return this.clock.mono()
  }
  async pass(ms: number): Promise<void> {
    await this.clock.advance(milliseconds(ms))
  }
  bolt(): 'thrown' | 'withdrawn' | 'between' {
    const { isLocked, world } = this.door
    if (isLocked) return 'thrown'
    return world.bolt.motion === null && world.bolt.position === 0 ? 'withdrawn' : 'between'
  }
  do(fault: LockFault): Promise<void> | null {
    const { door } = this
    const deed = async (work: () => void): Promise<void> => work()
    switch (fault) {
      case 'turned-open':
        return deed(() => door.do({ type: 'turn', to: 'unlock' }))
      case 'turned-shut':
        return deed(() => door.do({ type: 'turn', to: 'lock' }))
      case 'jam':
        return deed(() => door.do({ type: 'jam', at: 0.5 }))
      case 'cut':
        return deed(() => void (door.link.lock = false))
      case 'fault':
        return deed(() => door.do({ type: 'fault', on: true }))
      case 'well':
        return deed(() => {
          door.link.lock = true
          door.do({ type: 'fault', on: false })
        })
      default:
        return null
    }
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.door[Symbol.dispose]()
  }
}

lockContract('the simulated door', async () => {
  const lock = new DoorAsLock()
  await lock.pass(2_000)
  return lock
})
