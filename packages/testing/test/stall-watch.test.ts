// A stall is processor time of the thread that called, twice: neither a busy machine nor a first time is one.
import { setTimeout as later } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { STALL_MS_MAX, StallWatch } from '../src/stall-watch.ts'

/** Uses so much of the processor, ms. */
function busyFor(ms: number): void {
  const before = process.threadCpuUsage()
  for (;;) {
    const { user, system } = process.threadCpuUsage(before)
    if ((user + system) / 1_000 >= ms) return
  }
}

test('a call that costs too much is made once more, and is a finding when it costs as much again', async () => {
  const stalls = new StallWatch()
  let calls = 0
  const call = (): void => {
    calls += 1
    busyFor(STALL_MS_MAX + 10)
  }
  await expect(stalls.call('a long one', call)).rejects.toThrow(/a stall of 6\d ms, twice: a long one/)
  expect(calls).toBe(2)
  expect(stalls.worst.what).toBe('a long one')
})

test('what costs too much the first time alone is none', async () => {
  const stalls = new StallWatch()
  let calls = 0
  const call = (): number => {
    calls += 1
    busyFor(calls === 1 ? STALL_MS_MAX + 10 : 1)
    return calls
  }
  await expect(stalls.call('first', call)).resolves.toBe(1)
  expect(stalls.worst.ms).toBeLessThan(STALL_MS_MAX)
})

test('to wait is none', async () => {
  const stalls = new StallWatch()
  await stalls.call('waits', () => later(STALL_MS_MAX + 30))
  expect(stalls.worst.ms).toBeLessThan(STALL_MS_MAX)
  expect(stalls.told).toMatch(/^1 calls, the worst .* waits$/)
})
