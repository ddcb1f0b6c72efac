// Goal: a plugin that does not start is told in its words, let rest longer each time, and given up for this life when it
// blocks or takes too long; whoever asks for it waits through that. Method: real processes, virtual time for the limits.
import { milliseconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { BACKOFF } from '../../src/plugins/plugin-limits.ts'
import { PluginBench, fixture, isRunning, virtualClock } from './plugin-bench.ts'

const bounded = { timeout: 30_000 }

describe('a plugin that does not start', () => {
  it('rests longer after each death, and serves when it can at last', bounded, async () => {
    const clock = virtualClock()
    await using bench = new PluginBench({ clock, options: { deaths: 3 } })
    // Asked for from the beginning: it is answered after all the deaths.
    const asking = bench.act('echo', { n: 1 })
    for (const wait of BACKOFF.slice(0, 3)) {
      await bench.until('its death', () => bench.child.pid === null)
      await clock.advance(milliseconds(wait - 1))
      expect(bench.child.pid).toBeNull()
      await clock.advance(milliseconds(1))
      expect(bench.child.pid).not.toBeNull()
    }
    expect(await asking).toEqual({ n: 1 })
    // One outage, told once.
    expect(bench.told).toEqual([
      'lost died: ended with 3',
      ...['offered lock', 'offered contact', 'offered bell', 'up'],
    ])
  })

  it('rests as long as at first when it has served for a minute', bounded, async () => {
    const clock = virtualClock()
    await using bench = new PluginBench({ clock, options: { deaths: 2, ticks: true } })
    for (const wait of BACKOFF.slice(0, 2)) {
      await bench.until('its death', () => bench.child.pid === null)
      await clock.advance(wait)
    }
    await bench.until('it to serve', () => bench.child.isUp)
    await bench.standStill(clock, 61_000)
    bench.lastAct('exit')
    await bench.until('its death', () => bench.child.pid === null)
    const [first = milliseconds(0)] = BACKOFF
    await clock.advance(milliseconds(first - 1))
    expect(bench.child.pid).toBeNull()
    await clock.advance(milliseconds(1))
    expect(bench.child.pid).not.toBeNull()
  })

  it.each([
    ['throws', 'lost died: did not start: no lock at this address [HUB_LOCK_UNREACHABLE]'],
    ['offers-nothing', 'lost died: started without offering lock'],
  ])('because it %s is told in its words', bounded, async (start, told) => {
    await using bench = new PluginBench({ options: { start } })
    expect(await bench.lost()).toBe(told)
  })

  it('T24: is told in its words without the password of its device', bounded, async () => {
    await using bench = new PluginBench({ options: { start: 'blabs' }, secret: 'geheim' })
    expect(await bench.lost()).toBe('lost died: did not start: no login with ****** [HUB_PLUGIN_START]')
  })

  it.each([
    ['no-plugin', 'lost died: did not start: the module has no default export [HUB_PLUGIN_START]'],
    ['broken', 'lost died: did not start: broken at import [HUB_PLUGIN_START]'],
  ])('because its module is none: %s', bounded, async (module, told) => {
    await using bench = new PluginBench({ module: fixture(module) })
    expect(await bench.lost()).toBe(told)
  })

  it('T15: because it is of another kind than the settings say', bounded, async () => {
    await using bench = new PluginBench({ kind: 'virtual' })
    expect(await bench.lost()).toBe(
      'lost died: did not start: the plugin is real, its settings say virtual: ask its author [HUB_PLUGIN_START]',
    )
  })

  it('within 25 seconds is ended, though it lives and speaks', bounded, async () => {
    const clock = virtualClock()
    await using bench = new PluginBench({ clock, options: { start: 'never', ticks: true } })
    await bench.until('it to be there', () => bench.told.includes('offered bell'))
    const { pid } = bench
    await bench.passWhileItTicks(clock, 22_500)
    expect(bench.told).not.toContainEqual(expect.stringMatching(/^lost/))
    await clock.advance(milliseconds(2_499))
    expect(bench.told).not.toContainEqual(expect.stringMatching(/^lost/))
    await clock.advance(milliseconds(1))
    expect(await bench.lost()).toBe('lost hung: did not start in 25000 ms')
    await bench.until('its end', () => !isRunning(pid))
  })

  it('because it blocks at once is ended when it has been silent for three seconds', bounded, async () => {
    const clock = virtualClock()
    await using bench = new PluginBench({ clock, options: { start: 'blocks' } })
    await bench.until('it to be there', () => bench.told.includes('offered bell'))
    const { pid } = bench
    await clock.advance(milliseconds(2_999))
    expect(bench.told).not.toContainEqual(expect.stringMatching(/^lost/))
    await clock.advance(milliseconds(501))
    expect(await bench.lost()).toBe('lost hung: silent for 3000 ms')
    await bench.until('its end', () => !isRunning(pid))
  })

  it('because it does not even load is ended after ten seconds', bounded, async () => {
    const clock = virtualClock()
    await using bench = new PluginBench({ clock })
    process.kill(bench.pid, 'SIGSTOP')
    await clock.advance(milliseconds(9_999))
    expect(bench.told).toEqual([])
    await clock.advance(milliseconds(501))
    expect(await bench.lost()).toBe('lost hung: silent for 10000 ms')
  })
})
