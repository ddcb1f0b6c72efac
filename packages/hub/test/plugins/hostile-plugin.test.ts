// Goal: what a hostile plugin tries beyond its devices fails, or is said to be not defended (threats G19, T24). Method: a
// real plugin's process under its belt, a real socket of the command line, and the hub's own judgement of what it sends.
import { readdirSync } from 'node:fs'
import { TestClock } from '@portico/testing'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { startControlServer } from '../../src/control/control-server.ts'
import type { Desk } from '../../src/control/desk.ts'
import { PluginBench } from './plugin-bench.ts'

const bounded = { timeout: 30_000 }
const SHUT = 'ERR_ACCESS_DENIED'
const REFUSED = 'the request does not show the secret of this start'

describe('T24: a hostile plugin', () => {
  it(
    'reads no secret of the hub, its environment or memory, and gets no link out of its command line',
    bounded,
    async () => {
      await using bench = await PluginBench.serving()
      const asked: string[] = []
      const desk: Desk = async (ask) => {
        asked.push(ask.type)
        throw new Error('nobody may get here')
      }
      const log = pino({ enabled: false })
      await using stack = new AsyncDisposableStack()
      stack.use(await startControlServer({ data: bench.data, desk, clock: new TestClock(), log }))
      const found = await bench.act('attack', { data: bench.data })
      expect(found).toEqual({
        // Where in its own folder compiled code is kept.
        environment: ['NODE_COMPILE_CACHE'],
        hubEnvironment: SHUT,
        hubMemory: SHUT,
        secret: SHUT,
        asCommandLine: expect.stringContaining(REFUSED),
        guessed: expect.stringContaining(REFUSED),
        linked: SHUT,
        addOn: 'ERR_DLOPEN_DISABLED',
      })
      expect(asked).toEqual([])
      expect(readdirSync(bench.storage)).toEqual(['compile-cache', 'starts'])
    },
  )

  it('speaks for no device but its own: neither report, nor offer, nor loss', bounded, async () => {
    await using bench = await PluginBench.serving()
    const report = { bolt: 'locked', q: 1, source: 'query', battery: 90, credential: null }
    const frame = `${'A'.repeat(86)}.{}`
    for (const message of [
      { type: 'report', report: { kind: 'lock', device: 'back-lock', report } },
      { type: 'report', report: { kind: 'edge', device: 'front-edge', frame } },
      {
        type: 'report',
        report: { kind: 'contact', device: 'lock', report: { contact: 'closed', q: 1, source: 'query' } },
      },
      { type: 'offered', device: { kind: 'edge', id: 'front-edge', key: 'ab'.repeat(32) } },
      { type: 'reachable', device: 'front-edge', on: false },
    ])
      await bench.act('say', { message })
    expect(bench.reports).toEqual([])
    expect(bench.told).toEqual(['offered lock', 'offered contact', 'offered bell', 'up'])
  })

  it('sends no command of a person and no word of the hub: there is no such message', bounded, async () => {
    await using bench = await PluginBench.serving()
    for (const message of [
      { type: 'ask', id: 1, ask: { type: 'act', act: { act: 'open', on: 'front', options: {} } } },
      { type: 'unlock', id: 1, device: 'lock', order: { op: 'x', notAfter: 1e15 } },
      { type: 'RequestOpen', actor: { by: 'u_1', face: 'owner-page' }, right: true },
      { type: 'report', report: { kind: 'person', device: 'lock' } },
    ])
      await bench.act('say', { message })
    expect([bench.reports, bench.told.at(-1)]).toEqual([[], 'up'])
    expect(await bench.act('echo', { n: 1 })).toEqual({ n: 1 })
  })
})
