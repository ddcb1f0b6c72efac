// Goal: time of the machine is one in all its processes and never runs back, and nothing rings before its instant.
// Method: the real clock, in waits of milliseconds.
import { spawnSync } from 'node:child_process'
import { type Instant, after, hours, instant, milliseconds } from '@portico/core'
import type { Clock } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import { systemChance, systemClock } from '../../src/start/system-clock.ts'

const clock = systemClock()

/** Resolves with the instant at which it rang. */
const ringAt = (at: Instant, by: Clock = clock): Promise<Instant> =>
  new Promise((resolve) => by.wake(at, () => resolve(by.mono())))
const inMs = (time: number): Instant => instant(clock.mono() + time)

describe('the clock of the machine', () => {
  it('never runs back, and is finer than a millisecond', () => {
    const read = Array.from({ length: 10_000 }, () => clock.mono())
    expect(read.every((now, at) => now >= (read[at - 1] ?? now))).toBe(true)
    expect(read.some((now) => !Number.isInteger(now))).toBe(true)
  })

  it('is the same in each process, whenever it began', () => {
    const before = clock.mono()
    const { stdout } = spawnSync(process.execPath, ['-p', 'Number(process.hrtime.bigint()) / 1e6'], {
      encoding: 'utf8',
    })
    const there = Number(stdout)
    expect(there).toBeGreaterThan(before)
    expect(there).toBeLessThan(clock.mono())
  })

  it('tells the time of day beside it', () => {
    const before = Date.now()
    const wall = clock.wall()
    expect(wall).toBeGreaterThanOrEqual(before)
    expect(wall).toBeLessThanOrEqual(Date.now())
  })

  it('names the boot: the same for all clocks of it, or the one it is given', () => {
    expect(clock.boot).toMatch(/^[0-9a-f-]{36}$/)
    expect(systemClock('boot-of-the-hub').boot).toBe('boot-of-the-hub')
  })
})

describe('a wake', () => {
  it('rings at its instant or after, never before', async () => {
    const early: number[] = []
    for (let round = 0; round < 60; round++) {
      const due = Array.from({ length: 20 }, (_, at) => inMs(0.1 + ((at * 0.37 + round * 0.11) % 3)))
      const rung = await Promise.all(due.map((at) => ringAt(at)))
      early.push(...rung.map((at, place) => at - (due[place] ?? 0)).filter((by) => by < 0))
    }
    expect(early).toEqual([])
  })

  it('whose instant has passed rings soon, and not at once', async () => {
    let asked = false
    const ringing = new Promise<boolean>((resolve) => clock.wake(inMs(-1_000), () => resolve(asked)))
    asked = true
    expect(await ringing).toBe(true)
  })

  it('in a month does not ring now: a timer of the system would', async () => {
    let rung = 0
    const warned: string[] = []
    const listen = ({ name }: Error): void => void warned.push(name)
    process.on('warning', listen)
    try {
      using _ = clock.wake(after(clock.mono(), hours(24 * 40)), () => void (rung += 1))
      await ringAt(inMs(20))
    } finally {
      process.off('warning', listen)
    }
    expect({ rung, warned }).toEqual({ rung: 0, warned: [] })
  })

  it('that was cancelled never rings, and may be cancelled again', async () => {
    let rung = 0
    const wake = clock.wake(inMs(5), () => void (rung += 1))
    const other = clock.wake(inMs(5), () => void (rung += 1))
    wake.cancel()
    wake.cancel()
    other[Symbol.dispose]()
    await ringAt(inMs(20))
    expect(rung).toBe(0)
  })
})

describe('chance', () => {
  it('is as much as is asked for, and never twice the same', () => {
    expect(systemChance.bytes(0)).toHaveLength(0)
    const drawn = Array.from({ length: 100 }, () => Buffer.from(systemChance.bytes(16)).toString('hex'))
    expect(new Set(drawn).size).toBe(100)
    expect(drawn.every((each) => each.length === 32)).toBe(true)
    expect(milliseconds(0)).toBe(0)
  })
})
