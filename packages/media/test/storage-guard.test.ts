// Goal: storage counts as good only while the disk has its reserve and the last write went well. Method: a disk that
// fills, fails and recovers as told; time by hand.
import { milliseconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { type Disk, StorageGuard } from '../src/film/storage-guard.ts'
import { quiet } from './bench.ts'

class TestDisk implements Disk {
  freeBytes = 1_000
  broken = false

  async free(): Promise<number> {
    return this.freeBytes
  }

  async probe(): Promise<void> {
    if (this.broken) throw new Error('read-only file system')
  }
}

async function guarded(disk: TestDisk): Promise<{ clock: TestClock; guard: StorageGuard; said: boolean[] }> {
  const clock = new TestClock()
  const said: boolean[] = []
  const guard = new StorageGuard({
    disk,
    reserveBytes: 500,
    clock,
    log: quiet,
    onChange: (ok) => said.push(ok),
  })
  await guard.start()
  return { clock, guard, said }
}

const twoSeconds = milliseconds(2_000)

describe('storage', () => {
  it('is good after the first check, and said once', async () => {
    const { clock, said } = await guarded(new TestDisk())
    await clock.advance(milliseconds(20_000))
    expect(said).toEqual([true])
  })

  it('is bad below the reserve and good again above it, within two seconds', async () => {
    const disk = new TestDisk()
    const { clock, said } = await guarded(disk)
    disk.freeBytes = 499
    await clock.advance(twoSeconds)
    expect(said).toEqual([true, false])
    disk.freeBytes = 500
    await clock.advance(twoSeconds)
    expect(said).toEqual([true, false, true])
  })

  it('is bad at once when a write failed, and stays so until a probe goes well', async () => {
    const disk = new TestDisk()
    const { clock, guard, said } = await guarded(disk)
    disk.broken = true
    guard.failed(new Error('no space'))
    expect(said).toEqual([true, false])
    await clock.advance(milliseconds(10_000))
    expect(said).toEqual([true, false])
    disk.broken = false
    await clock.advance(twoSeconds)
    expect(said).toEqual([true, false, true])
  })

  it('is bad from the start where nothing can be written', async () => {
    const disk = new TestDisk()
    disk.broken = true
    const { said } = await guarded(disk)
    expect(said).toEqual([false])
  })

  it('is not called good by a probe that began before the failure', async () => {
    const disk = new TestDisk()
    const { clock, guard, said } = await guarded(disk)
    guard.failed(new Error('first'))
    const probe = Promise.withResolvers<void>()
    disk.probe = () => probe.promise
    await clock.advance(twoSeconds)
    guard.failed(new Error('second'))
    probe.resolve()
    await clock.advance(milliseconds(0))
    expect(said).toEqual([true, false])
  })

  it('says no more after its end', async () => {
    const { clock, guard, said } = await guarded(new TestDisk())
    guard[Symbol.dispose]()
    guard.failed(new Error('late'))
    await clock.advance(milliseconds(10_000))
    expect(said).toEqual([true])
    expect(clock.nextWake()).toBeNull()
  })
})
