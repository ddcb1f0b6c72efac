// Goal: a plugin in its own process serves its devices: what it is asked is answered, what it reports arrives, an unlock
// goes once and in time or not at all. Method: a real process that does what it is told.
import { readdirSync, statSync } from 'node:fs'
import { milliseconds, op, seconds } from '@portico/core'
import { codeOf } from '@portico/ports'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASKS_MAX } from '../../src/plugins/ask-table.ts'
import { PluginBench, isRunning, virtualClock } from './plugin-bench.ts'

/** One that serves for all tests of this file that leave it serving. */
let bench: PluginBench
beforeAll(async () => {
  bench = await PluginBench.serving()
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

describe('a plugin that serves', () => {
  it('has offered each device of the settings, once', () => {
    expect(bench.told).toEqual(['offered lock', 'offered contact', 'offered bell', 'up'])
    expect(bench.logged).toContainEqual(['info', {}, 'plugin serves'])
  })

  it('knows its devices, its own folder and the boot, and has no environment', async () => {
    expect(await bench.act('seen')).toEqual({
      devices: [
        { id: 'lock', kind: 'lock', options: {} },
        { id: 'contact', kind: 'contact', options: {} },
        { id: 'bell', kind: 'bell', options: {} },
      ],
      storage: bench.storage,
      boot: bench.clock.boot,
      // Where in its own folder compiled code is kept.
      variables: ['NODE_COMPILE_CACHE'],
      args: 2,
    })
    expect(statSync(bench.storage).mode & 0o777).toBe(0o700)
  })

  it('answers, and its reports arrive', async () => {
    expect(await bench.child.ask({ type: 'query', device: 'lock', q: 7 })).toBeNull()
    await bench.until('the report', () => bench.reports.length > 0)
    expect(bench.reports).toEqual([
      {
        kind: 'lock',
        device: 'lock',
        report: { bolt: 'locked', source: 'query', battery: 80, credential: null, q: 7 },
      },
    ])
    expect(await bench.act('echo', { loud: true })).toEqual({ loud: true })
  })

  it('says no with its code, and for what it has not', async () => {
    await expect(bench.act('fail')).rejects.toMatchObject({ code: 'HUB_VIRTUAL_OPTION', message: 'not so' })
    await expect(bench.child.ask({ type: 'lock', device: 'bell', op: op('x') })).rejects.toMatchObject({
      code: 'HUB_DEVICE_MISSING',
      message: 'the plugin offers no such device bell',
    })
  })

  it('tells when a device is lost and back, and of no other device', async () => {
    const before = bench.told.length
    await bench.act('reach', { device: 'contact', on: false })
    await bench.act('reach', { device: 'neighbour', on: false })
    await bench.act('reach', { device: 'contact', on: true })
    expect(bench.told.slice(before)).toEqual(['contact lost', 'contact back'])
  })

  it('whose answer is too large is told so and goes on serving', async () => {
    await expect(bench.act('large')).rejects.toMatchObject({ code: 'HUB_PLUGIN_FAULT' })
    expect(await bench.act('echo', { n: 1 })).toEqual({ n: 1 })
  })

  it('fills no log: beyond fifty lines a second the rest is left out, and said', async () => {
    await bench.act('logs', { count: 80 })
    await bench.until('the end of its lines', () =>
      bench.logged.some(([, , text]) => text.includes('left out')),
    )
    expect(bench.logged.filter(([, , text]) => text === 'line of the plugin')).toHaveLength(50)
    expect(
      bench.logged.filter(([level, , text]) => level === 'warn' && text.includes('logs too much')),
    ).toHaveLength(1)
  })

  it('may write to its standard error, up to a bound', async () => {
    const words = (): number =>
      bench.logged
        .filter(([level, , text]) => level === 'debug' && text === 'plugin wrote to its standard error')
        .reduce((sum, [, details]) => sum + String(details['words']).length, 0)
    await bench.act('words', { count: 100 })
    await bench.until('its words', () => words() === 100)
    await bench.act('words', { count: 60_000 })
    await bench.until('as many words as are taken', () => words() === 16_000)
    await bench.act('words', { count: 60_000 })
    for (let n = 0; n < 20; n++) await bench.act('echo', { n })
    expect(words()).toBe(16_000)
  })
})

describe('an unlock', () => {
  const resultOf = async (mood: string): Promise<string> => {
    await bench.act('mood', { mood })
    const { handed, results } = bench.unlock()
    expect(handed).toBe('handed')
    await bench.until('its result', () => results.length > 0)
    await bench.act('mood', { mood: 'accepts' })
    expect(results).toHaveLength(1)
    return results[0] ?? ''
  }

  it.each([
    ['accepts', 'accepted'],
    ['refuses', 'refused'],
    ['doubts', 'doubt'],
    ['crashes', 'doubt'],
  ])('of a lock that %s it is heard: %s', async (mood, result) => {
    expect(await resultOf(mood)).toBe(result)
  })

  it('comes to the lock once, and not at all after its last moment', async () => {
    const before = await bench.act('count')
    const { handed, results } = bench.unlock('lock', 0)
    expect(handed).toBe('handed')
    await bench.until('its result', () => results.length > 0)
    expect(results).toEqual(['late'])
    expect(await bench.act('count')).toEqual(before)
    await resultOf('accepts')
    expect(await bench.act('count')).toEqual({ unlocks: Number(before?.['unlocks']) + 1 })
  })

  it('does not go to a device that was never offered', () => {
    expect(bench.unlock('neighbour')).toEqual({ handed: 'LOCK_UNREACHABLE', results: [] })
  })
})

describe('a plugin that answers late', () => {
  it('is waited for within a limit; then its answer changes nothing', { timeout: 30_000 }, async () => {
    const clock = virtualClock()
    await using slow = await PluginBench.serving({ clock, options: { ticks: true } })
    await slow.act('mood', { mood: 'holds' })
    const asking = slow.child.ask({ type: 'lock', device: 'lock', op: op('x') })
    const told = asking.catch((error: unknown) => error)
    const { handed, results } = slow.unlock()
    expect(handed).toBe('handed')
    await slow.passWhileItTicks(clock, 5_000)
    expect(await told).toMatchObject({
      code: 'HUB_PLUGIN_TIMEOUT',
      message: 'puppet lock: no answer in 5000 ms',
      retryable: true,
    })
    expect(results).toEqual([])
    await slow.passWhileItTicks(clock, 5_000)
    expect(results).toEqual(['doubt'])
    await slow.act('answer')
    await slow.until(
      'the late answers',
      () => slow.logged.filter(([, , text]) => text === 'late answer').length === 2,
    )
    expect(results).toEqual(['doubt'])
    expect(await slow.act('echo')).toEqual({})
  })

  it('is asked no more when too much waits, until that has passed', { timeout: 30_000 }, async () => {
    const clock = virtualClock()
    await using slow = await PluginBench.serving({ clock, options: { ticks: true } })
    await slow.act('mood', { mood: 'holds' })
    const ask = (): Promise<unknown> =>
      slow.child.ask({ type: 'lock', device: 'lock', op: op('x') }).catch((error: unknown) => error)
    const waiting = Array.from({ length: ASKS_MAX }, ask)
    expect(await ask()).toMatchObject({ code: 'HUB_PLUGIN_BUSY' })
    await slow.passWhileItTicks(clock, 5_000)
    for (const each of await Promise.all(waiting)) expect(each).toMatchObject({ code: 'HUB_PLUGIN_TIMEOUT' })
    expect(await slow.act('echo')).toEqual({})
  })
})

describe('the end of a plugin', () => {
  it('is clean when it is asked to, and whoever waits is told at once', { timeout: 30_000 }, async () => {
    await using one = await PluginBench.serving()
    const { pid } = one
    await one.act('mood', { mood: 'holds' })
    const asking = one.child.ask({ type: 'lock', device: 'lock', op: op('x') })
    const told = asking.catch(codeOf)
    const closing = one.child[Symbol.asyncDispose]()
    expect(await told).toBe('HUB_PLUGIN_DOWN')
    await Promise.all([closing, one.child[Symbol.asyncDispose]()])
    expect(isRunning(pid)).toBe(false)
    expect(readdirSync(one.storage).toSorted()).toEqual(['compile-cache', 'ended', 'starts'])
    expect(one.told.filter((each) => each.startsWith('lost'))).toEqual([])
    await expect(one.act('echo')).rejects.toMatchObject({ code: 'HUB_PLUGIN_DOWN' })
    expect(one.unlock().handed).toBe('LOCK_UNREACHABLE')
  })

  it('is made after six seconds when it will not', { timeout: 30_000 }, async () => {
    const clock = virtualClock()
    await using one = await PluginBench.serving({ clock, options: { stays: true } })
    const { pid } = one
    let isClosed = false
    const closing = one.child[Symbol.asyncDispose]().finally(() => (isClosed = true))
    await one.until('it to be asked', () => readdirSync(one.storage).includes('ended'))
    await clock.advance(milliseconds(seconds(6) - 1))
    expect({ isClosed, running: isRunning(pid) }).toEqual({ isClosed: false, running: true })
    await clock.advance(milliseconds(1))
    await closing
    expect(isRunning(pid)).toBe(false)
    expect(clock.nextWake()).toBeNull()
  })
})
