// Goal: a plugin that floods, or sends what is none, is dropped or ended before it costs the hub time; those beside it are
// served meanwhile. Method: real processes that send what a test tells them, also past the door that is meant for it.
import { milliseconds, seconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { PluginBench, isRunning, virtualClock } from './plugin-bench.ts'

const bounded = { timeout: 30_000 }
const lostOf = (bench: PluginBench): readonly string[] => bench.told.filter((each) => each.startsWith('lost'))

describe('a flood of reports', () => {
  it('is cut at a hundred a second, told once, and over when a second was calm', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock })
    const { pid } = bench
    await bench.act('reports', { count: 150 })
    expect(lostOf(bench)).toEqual(['lost flood: more than 100 reports in a second'])
    expect(bench.reports).toHaveLength(100)
    expect(bench.child.isUp).toBe(false)
    expect(bench.unlock().handed).toBe('LOCK_UNREACHABLE')
    await expect(bench.act('echo')).rejects.toMatchObject({ code: 'HUB_PLUGIN_DOWN' })
    await clock.advance(seconds(1))
    expect(bench.child.isUp).toBe(false)
    await clock.advance(seconds(1))
    expect(bench.told.slice(-2)).toEqual([...lostOf(bench), 'up'])
    expect(bench.pid).toBe(pid)
    // It is heard again, and the next flood is told again.
    await bench.act('reports', { count: 100 })
    expect(bench.reports).toHaveLength(200)
    await bench.act('reports', { count: 1 })
    expect(lostOf(bench)).toHaveLength(2)
  })

  it('costs those beside it nothing', bounded, async () => {
    const clock = virtualClock()
    await using flooding = await PluginBench.serving({ clock })
    await using other = await PluginBench.serving()
    await flooding.act('reports', { count: 900 })
    await flooding.until('its loss', () => lostOf(flooding).length > 0)
    expect(await other.act('echo', { n: 1 })).toEqual({ n: 1 })
    expect(other.unlock().handed).toBe('handed')
    expect(lostOf(other)).toEqual([])
    expect(flooding.reports).toHaveLength(100)
    await clock.advance(seconds(2))
    expect(flooding.child.isUp).toBe(true)
    expect(lostOf(flooding)).toHaveLength(1)
  })

  it('beyond a thousand messages a second ends the process', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock })
    const { pid } = bench
    bench.lastAct('reports', { count: 5_000 })
    await bench.until('its end', () => !isRunning(pid))
    expect(lostOf(bench)).toEqual(['lost flood: more than 100 reports in a second'])
    expect(bench.reports).toHaveLength(100)
    await clock.advance(milliseconds(250))
    await bench.until('it to serve again', () => bench.child.isUp)
    expect(bench.told.filter((each) => each === 'up')).toHaveLength(2)
  })
})

describe('a message', () => {
  it('without sense is dropped; the eleventh ends the process', bounded, async () => {
    await using bench = await PluginBench.serving()
    const report = { bolt: 'locked', q: null, source: 'auto', battery: null, credential: null }
    const nonsense: readonly unknown[] = [
      null,
      [],
      'started',
      { type: 'open' },
      { type: 'constructor' },
      { type: 'report', report: { kind: 'lock', device: 'lock', report: { ...report, bolt: 'ajar' } } },
      // Of a device it does not have, or has as another kind.
      { type: 'report', report: { kind: 'lock', device: 'neighbour', report } },
      { type: 'report', report: { kind: 'bell', device: 'lock' } },
      { type: 'offered', device: { kind: 'bell', id: 'neighbour' } },
      // It serves already.
      { type: 'started' },
    ]
    for (const message of nonsense) await bench.act('say', { message })
    expect(await bench.act('echo', { n: 1 })).toEqual({ n: 1 })
    expect({ lost: lostOf(bench), reports: bench.reports }).toEqual({ lost: [], reports: [] })
    bench.lastAct('say', { message: { type: 'open' } })
    expect(await bench.lost()).toBe('lost garbage: 11 messages of no sense')
  })

  it('that answers what nobody asked changes nothing', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock, options: { ticks: true } })
    for (const message of [
      { type: 'done', id: 4_711, answer: null },
      { type: 'refused', id: 4_711, code: 'HUB_X', message: '', retryable: true },
      { type: 'late', id: 4_711 },
      { type: 'pong', n: 4_711 },
      { type: 'pong', n: 0 },
    ])
      await bench.act('say', { message })
    await bench.passWhileItTicks(clock, 5_000)
    expect(await bench.act('echo', { n: 1 })).toEqual({ n: 1 })
    expect(lostOf(bench)).toEqual([])
  })

  it('of a pong for a ping never sent does not hide that it hangs', bounded, async () => {
    const clock = virtualClock()
    await using bench = await PluginBench.serving({ clock })
    await bench.act('say', { message: { type: 'pong', n: 1_000_000 } })
    await bench.act('block')
    await clock.advance(milliseconds(3_500))
    expect(await bench.lost()).toBe('lost hung: silent for 3000 ms')
  })

  it('that offers what is not in the settings is not served', bounded, async () => {
    await using bench = await PluginBench.serving({ options: { start: 'foreign' } })
    expect(bench.told).toEqual(['offered lock', 'offered contact', 'offered bell', 'up'])
  })
})
