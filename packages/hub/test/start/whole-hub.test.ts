// Goal: a hub is whole or not there at all: what it is made of starts, serves together, and ends together in time, also
// when the last part of it cannot start. Method: the real composition with a small real plugin, on free ports.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { type Server, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { carriers, clients } from '@portico/plugin-carriers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settingsOf } from '../../src/config/check-settings.ts'
import { readEnvironment } from '../../src/config/environment.ts'
import { askHub } from '../../src/control/control-client.ts'
import { composeHub } from '../../src/start/compose.ts'
import type { ComposeOrder } from '../../src/start/compose-order.ts'
import { createLog } from '../../src/start/logger.ts'
import { openHome } from '../../src/start/open-home.ts'
import { runHub } from '../../src/start/run-hub.ts'
import type { StopSignal } from '../../src/start/stop-signals.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { check, home } from '../config/home-text.ts'
import { until } from '../support/until.ts'

const bounded = { timeout: 40_000 }
const clock = systemClock()
const WAIT_MS = 20_000

let folder = ''
let logged: Record<string, unknown>[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-whole-'))
  logged = []
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const data = (): string => join(folder, 'data')
const said = (message: string): boolean => logged.some(({ msg }) => msg === message)
/** Processes that this one has started and that live. */
const children = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length

async function order(port = 0): Promise<ComposeOrder> {
  const text = home.replaceAll('plugin: virtual-home', 'plugin: ../fixtures/real-home')
  const verdict = await check(text, { folder: import.meta.dirname, housePort: port, streetPort: 0 })
  return {
    places: { data: data(), keys: join(folder, 'keys') },
    settings: settingsOf(verdict),
    carriers,
    clients,
    environment: readEnvironment({}),
    clock,
    // cast: what a log writes
    log: createLog('info', {
      write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>),
    }),
  }
}

describe('a hub', () => {
  it('serves until it is told to end, and leaves nothing running', bounded, async () => {
    const before = children()
    const stop = Promise.withResolvers<StopSignal>()
    const told: string[] = []
    const running = runHub({
      ...(await order()),
      stop: stop.promise,
      tell: (line) => void told.push(line),
      ownerCommand: 'portico owner link',
    })
    const status = { type: 'status' } as const
    const ask = (): Promise<Awaited<ReturnType<typeof askHub<typeof status>>>> =>
      askHub(data(), status, clock)
    // The lock and the contact have answered; of the camera that is not there nothing comes.
    const answer = await until(
      'the door to answer',
      async () => {
        const now = existsSync(join(data(), 'portico.sock')) ? await ask() : null
        return now?.reasons.length === 1 ? now : null
      },
      WAIT_MS,
    )
    expect(answer).toMatchObject({
      pid: process.pid,
      ready: false,
      reasons: ['camera hall has given no picture'],
      simulated: false,
      house: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      street: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    })
    expect(await (await fetch(`${answer.house}/healthz`)).json()).toEqual({ ok: true })
    expect(told).toEqual([
      'portico: this home has no owner yet. Become the owner: portico owner link',
      expect.stringMatching(
        /^portico: evidence of this home is signed by [A-Z0-9-]{19}; note this pin elsewhere$/,
      ),
    ])
    expect(children()).toBeGreaterThanOrEqual(before + 2)

    stop.resolve('SIGTERM')
    expect(await running).toBe(0)
    expect([said('plugin serves'), said('portico stops'), said('portico stopped')]).toEqual([
      true,
      true,
      true,
    ])
    await expect.poll(children).toBeLessThanOrEqual(before)
    expect(existsSync(join(data(), 'portico.sock'))).toBe(false)
    await expect(fetch(`${answer.house}/healthz`)).rejects.toThrow('fetch failed')
  })

  it('that cannot listen ends what it had started, and frees its data', bounded, async () => {
    const before = children()
    const taken: Server = createServer()
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    try {
      await expect(composeHub(await order(port))).rejects.toMatchObject({ code: 'HUB_HTTP_PORT_TAKEN' })
    } finally {
      taken.close()
    }
    expect(children()).toBeLessThanOrEqual(before)
    expect(existsSync(join(data(), 'portico.sock'))).toBe(false)
    await using again = await openHome({ data: data(), keys: join(folder, 'keys') }, clock)
    expect(again.store.epoch).toBe(2)
  })

  it('does not start where another one serves, and leaves that one alone', bounded, async () => {
    const places = { data: data(), keys: join(folder, 'keys') }
    await using _ = await openHome(places, clock)
    const key = readFileSync(join(folder, 'keys', 'home.key'))
    const before = children()
    await expect(composeHub(await order())).rejects.toMatchObject({ code: 'HUB_STORE_IN_USE' })
    expect(children()).toBeLessThanOrEqual(before)
    expect(readFileSync(join(folder, 'keys', 'home.key'))).toEqual(key)
    expect(readdirSync(data())).not.toContain('plugins')
  })
})
