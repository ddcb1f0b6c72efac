// Goal: a plugin that hangs or dies while it serves is a lost device and no more: it is noticed in time, started again, and
// nobody waits for it without end. Method: real processes told to fail, virtual time for the limits.
import { milliseconds, op, seconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { BACKOFF } from '../../src/plugins/plugin-limits.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { PluginBench, isRunning, virtualClock } from './plugin-bench.ts'

const bounded = { timeout: 30_000 }

describe('a plugin that dies while it serves', () => {
  it('is lost once, its asks fail at once, and it serves again after its rest', bounded, async () => {
    await using bench = await PluginBench.serving({ clock: systemClock() })
    const { pid } = bench
    await bench.act('mood', { mood: 'holds' })
    const asking = bench.child.ask({ type: 'lock', device: 'lock', op: op('x') })
    const told = asking.catch((error: unknown) => error)
    const died = bench.clock.mono()
    bench.lastAct('exit')
    expect(await told).toMatchObject({
      code: 'HUB_PLUGIN_DOWN',
      message: 'plugin puppet is not running',
      retryable: true,
    })
    expect(await bench.lost()).toBe('lost died: ended with 3')
    expect(bench.child.isUp).toBe(false)
    expect(bench.unlock().handed).toBe('LOCK_UNREACHABLE')
    // Whoever asks meanwhile waits for it.
    expect(await bench.act('echo', { n: 1 })).toEqual({ n: 1 })
    expect(bench.clock.mono() - died).toBeGreaterThanOrEqual(250)
    expect(bench.pid).not.toBe(pid)
    expect(bench.told).toEqual([
      ...['offered lock', 'offered contact', 'offered bell', 'up'],
      'lost died: ended with 3',
      ...['offered lock', 'offered contact', 'offered bell', 'up'],
    ])
    expect(bench.logged).toContainEqual(['error', { why: 'died', detail: 'ended with 3' }, 'plugin lost'])
    expect(bench.logged).toContainEqual(['info', {}, 'plugin serves again'])
  })

  it('by an error of its own tells its words in the log', bounded, async () => {
    await using bench = await PluginBench.serving()
    bench.lastAct('crash')
    expect(await bench.lost()).toBe('lost died: ended with 1')
    await bench.until('its words', () =>
      bench.logged.some(
        ([level, { words }]) => level === 'debug' && String(words).includes('words of a crash'),
      ),
    )
  })

  it('by a signal is lost too', bounded, async () => {
    await using bench = await PluginBench.serving()
    process.kill(bench.pid, 'SIGTERM')
    expect(await bench.lost()).toBe('lost died: ended with SIGTERM')
  })

  it('in the middle of an unlock leaves it in doubt: nobody knows what the lock heard', bounded, async () => {
    await using bench = await PluginBench.serving()
    await bench.act('mood', { mood: 'exits' })
    const { handed, results } = bench.unlock()
    expect(handed).toBe('handed')
    await bench.lost()
    await bench.until('its result', () => results.length > 0)
    expect(results).toEqual(['doubt'])
  })

  it(
    'before it took an unlock whole has never got it, and those before it are in doubt',
    bounded,
    async () => {
      await using bench = await PluginBench.serving()
      const { pid } = bench
      process.kill(pid, 'SIGSTOP')
      const name = op('x'.repeat(30_000))
      const handed: string[][] = []
      let last = bench.unlock('lock', undefined, name)
      while (last.handed === 'handed') {
        handed.push(last.results)
        last = bench.unlock('lock', undefined, name)
      }
      expect(bench.told.at(-1)).toBe('lost hung: did not take an order at once')
      await bench.until('its end', () => !isRunning(pid))
      expect(handed.length).toBeGreaterThan(0)
      expect(handed).toEqual(handed.map(() => ['doubt']))
      expect(last).toEqual({ handed: 'LOCK_UNREACHABLE', results: [] })
    },
  )

  it('gets no heartbeat afterwards: an old one is worth nothing', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock })
    bench.lastAct('exit')
    await bench.lost()
    await expect(bench.child.ask({ type: 'edge-now', device: 'lock', frame: 'beat' })).rejects.toMatchObject({
      code: 'HUB_PLUGIN_DOWN',
    })
    // Anything else waits for it, but not without end.
    const asking = bench.child
      .ask({ type: 'edge', device: 'lock', frame: 'siren' })
      .catch((error: unknown) => error)
    const [first = milliseconds(0)] = BACKOFF
    await clock.advance(milliseconds(first - 1))
    expect(bench.child.pid).toBeNull()
    await bench.child[Symbol.asyncDispose]()
    expect(await asking).toMatchObject({ code: 'HUB_PLUGIN_DOWN' })
  })
})

describe('a plugin that hangs while it serves', () => {
  it('gets no unlock after a second, is ended after three, and starts again', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock })
    const { pid } = bench
    expect(bench.unlock().handed).toBe('handed')
    await bench.act('block')
    await clock.advance(milliseconds(1_001))
    expect(bench.child.isUp).toBe(true)
    expect(bench.unlock()).toEqual({ handed: 'LOCK_UNREACHABLE', results: [] })
    await clock.advance(milliseconds(2_499))
    expect(await bench.lost()).toBe('lost hung: silent for 3000 ms')
    await bench.until('its end', () => !isRunning(pid))
    await clock.advance(seconds(1))
    await bench.until('it to serve again', () => bench.child.isUp)
    expect(bench.pid).not.toBe(pid)
  })

  it('is not blamed when it was the hub that stood still', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock, options: { ticks: true } })
    await bench.standStill(clock, 20_000)
    await bench.passWhileItTicks(clock, 5_000)
    expect(bench.told).not.toContainEqual(expect.stringMatching(/^lost/))
  })
})
