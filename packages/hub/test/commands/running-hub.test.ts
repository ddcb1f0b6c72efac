// Goal: while a hub runs, the command line goes through it and touches no file of its home. Method: a hub's ear on a real
// socket before real people and tokens, and the commands that a person types.
import { mkdirSync, readdirSync } from 'node:fs'
import { carriers } from '@portico/plugin-carriers'
import { describe, expect, it } from 'vitest'
import { startControlServer } from '../../src/control/control-server.ts'
import { createDesk } from '../../src/control/desk.ts'
import { createRuleCodes } from '../../src/people/rule-codes.ts'
import { loadSources } from '../../src/people/sources.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { PeopleBench } from '../people/people-bench.ts'
import { type Said, TypedHome } from './typed.ts'

const SECRET = 'secret-of-the-running-hub'

class RunningHub implements AsyncDisposable {
  readonly home = new TypedHome()
  readonly bench = new PeopleBench()
  readonly codes = createRuleCodes({ ...this.bench.parts, clock: this.bench.clock, log: this.bench.log })
  #ear: AsyncDisposable | null = null

  static async start(): Promise<RunningHub> {
    const hub = new RunningHub()
    const { bench, home } = hub
    mkdirSync(home.data)
    const { people, tokens } = bench
    const order = { carriers, on: ['easypost'], environment: () => SECRET, ...bench.parts }
    const running = {
      mintCode: () => null,
      mintRuleCode: () => hub.codes.mint(),
      status: () => ({
        pid: process.pid,
        ready: true,
        reasons: [],
        degraded: [],
        house: 'http://127.0.0.1:4711',
        secure: null,
        street: null,
        simulated: true,
        cameras: [],
      }),
      sources: () => ({ sources: [], off: [], publicUrl: null }),
      mailboxes: () => [],
      bridges: () => [],
    }
    const desk = createDesk({
      people,
      tokens,
      sources: await loadSources(order),
      films: {
        terms: { visitDays: 14, ringDays: 3 },
        all: async () => [],
        room: async () => ({ state: 'good', freeBytes: 0, reserveBytes: 0, visits: 0, hours: 0 }),
        remove: async () => 0,
      },
      clock: systemClock(),
      running,
    })
    const clock = systemClock()
    hub.#ear = await startControlServer({ data: home.data, desk, clock, log: bench.log })
    return hub
  }

  type(line: string): Promise<Said> {
    return this.home.type(...line.split(' '))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ear?.[Symbol.asyncDispose]()
    this.bench[Symbol.dispose]()
    this.home[Symbol.dispose]()
  }
}

describe('the command line beside a running hub', () => {
  it('makes a token that is good at once, lists it, and ends it at once', async () => {
    await using hub = await RunningHub.start()
    const { tokens } = hub.bench
    const made = await hub.type('token create display --scope presence,read')
    const [secret = ''] = made.out
    expect(made).toEqual({ code: 0, out: [expect.stringMatching(/^ptk_/)], err: [] })
    expect(tokens.identify(secret)).toMatchObject({ name: 'display', scopes: ['presence', 'read'] })
    expect((await hub.type('token list')).out).toEqual([expect.stringMatching(/^display\tpresence,read\t/)])
    expect((await hub.type('token revoke display')).code).toBe(0)
    expect(tokens.identify(secret)).toBeNull()
  })

  it('makes a link to where the house really is, and the newer one ends the older', async () => {
    await using hub = await RunningHub.start()
    const { people } = hub.bench
    const links: string[] = []
    for (let at = 0; at < 2; at++) links.push((await hub.type('owner link')).out[0] ?? '')
    const secrets = links.map((link) => link.split('#')[1] ?? '')
    expect(links.map((link) => link.split('#')[0])).toEqual(Array(2).fill('http://127.0.0.1:4711/sign-in'))
    expect(await people.signIn(secrets[0] ?? '')).toBeNull()
    expect((await people.signIn(secrets[1] ?? ''))?.person.name).toBe('Owner')
  })

  it('tells the secrets that the running hub knows', async () => {
    await using hub = await RunningHub.start()
    expect((await hub.type('hooks')).out).toEqual([`easypost\t/hooks/easypost\t${SECRET}\tenvironment`])
    const { out } = await hub.type('sample easypost --number 1 --json')
    // cast: what the command is told to print
    const { headers, body } = JSON.parse(out[0] ?? '') as { headers: Record<string, string>; body: string }
    const [carrier] = carriers
    const trust = { secret: SECRET, now: hub.bench.clock.wall(), memory: null }
    expect(carrier?.verify({ headers, body: Buffer.from(body) }, trust)).toEqual({ accepted: true })
  })

  it('makes a code that loosens a rule, good once in the running hub', async () => {
    await using hub = await RunningHub.start()
    const { code, out, err } = await hub.type('rules code')
    expect([code, out, err]).toEqual([
      0,
      [expect.stringMatching(/^[0-9A-Z]{8}$/)],
      ['good for 10 minutes, once'],
    ])
    expect(hub.codes.take(out[0] ?? '', 'u_1')).toBe('good')
    expect(hub.codes.take(out[0] ?? '', 'u_1')).toBe('wrong')
    expect((await hub.type('rules change')).code).toBe(2)
  })

  it('is told no in the words of the hub, and ends with 1', async () => {
    await using hub = await RunningHub.start()
    await hub.type('token create a --scope read')
    expect(await hub.type('token create a --scope read')).toEqual({
      code: 1,
      out: [],
      err: ['portico: token a: there is one of this name [HUB_TOKEN_TAKEN]'],
    })
    expect(await hub.type('token revoke b')).toMatchObject({
      code: 1,
      err: ['portico: no token "b": see portico token list [HUB_COMMAND_UNKNOWN]'],
    })
  })

  it('needs no settings, makes no file, and leaves no secret in the log', async () => {
    await using hub = await RunningHub.start()
    hub.home.put('portico.yaml', 'no: settings')
    const { out } = await hub.type('token create display --scope read')
    const link = await hub.type('owner link')
    await hub.type('hooks')
    const secrets = [out[0] ?? '', link.out[0]?.split('#')[1] ?? '', SECRET]
    expect(readdirSync(hub.home.data)).toEqual(['portico.sock', 'portico.sock.key'])
    expect(hub.bench.logged.length).toBeGreaterThan(0)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(16)
      expect(hub.bench.logged.join('')).not.toContain(secret)
    }
  })
})
