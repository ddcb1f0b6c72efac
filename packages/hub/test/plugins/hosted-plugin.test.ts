// Goal: inside its process a plugin gets what the contract promises, is held to its kind, and looks at the clock in the
// very tick in which it calls the vendor. Method: plugins and messages without a process, virtual time.
import { instant, milliseconds, op } from '@portico/core'
import {
  type DeviceEntry,
  HubError,
  type LockDevice,
  type PluginHost,
  definePlugin,
} from '@portico/plugin-api'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { HostedPlugin } from '../../src/plugins/hosted-plugin.ts'
import type { DeviceAsk, FromPlugin } from '../../src/plugins/plugin-messages.ts'

const traits = {
  boltWitness: 'measured',
  autoRelock: false,
  timedUnlockMaxMs: null,
  exit: 'free',
  path: { id: 'radio', exclusive: true },
} as const
const devices: readonly DeviceEntry[] = [{ id: 'lock', kind: 'lock', options: { pin: 1 } }]

class Hosted {
  readonly clock = new TestClock()
  readonly said: FromPlugin[] = []
  readonly hosted: HostedPlugin

  constructor(served: readonly DeviceEntry[] = devices) {
    this.hosted = new HostedPlugin({
      hello: {
        type: 'hello',
        boot: 'b',
        module: 'm',
        kind: 'real',
        storage: '/storage',
        hubKey: 'ab',
        devices: served,
      },
      clock: this.clock,
      send: (message) => void this.said.push(message),
    })
  }

  async start(start: (host: PluginHost) => void | Promise<void>): Promise<void> {
    const plugin = definePlugin({ name: 'x', api: 1, kind: 'real', start: async (host) => start(host) })
    await this.hosted.start({ default: plugin })
  }

  async ask(ask: DeviceAsk): Promise<FromPlugin | undefined> {
    this.said.length = 0
    this.hosted.ask({ type: 'ask', id: 1, ask })
    await new Promise(setImmediate)
    return this.said.at(-1)
  }
}

const lockWith = (more: Partial<LockDevice>): LockDevice => ({
  traits,
  unlock: async () => {},
  lock: async () => {},
  query: async () => {},
  ...more,
})

describe('a module', () => {
  it.each<[what: string, found: unknown, told: string]>([
    ['nothing', null, 'the module has no default export'],
    ['without a default export', {}, 'the module has no default export'],
    ['with a word', { default: 'plugin' }, 'the module is no plugin: export what definePlugin returns'],
    [
      'with a half of one',
      { default: { api: 1, kind: 'real' } },
      'the module is no plugin: export what definePlugin returns',
    ],
    [
      'for another version',
      { default: { api: 2, kind: 'real', start() {} } },
      'the module is made for another version of Portico: this one speaks plugin API 1',
    ],
    [
      'with a start that is none',
      { default: { api: 1, kind: 'real', start: true } },
      'the module has no start',
    ],
    [
      'of no kind',
      { default: { api: 1, kind: 'imaginary', start() {} } },
      'the module is neither virtual nor real',
    ],
    [
      'of another kind than the settings say',
      { default: { api: 1, kind: 'virtual', start() {} } },
      'the plugin is virtual, its settings say real: ask its author',
    ],
  ])('is no plugin: %s', async (_, found, told) => {
    await expect(new Hosted().hosted.start(found)).rejects.toMatchObject({
      code: 'HUB_PLUGIN_START',
      message: told,
    })
  })

  it('that is one gets its devices, its folder, the clock and a log', async () => {
    const test = new Hosted()
    let given: PluginHost | null = null
    await test.start((host) => {
      given = host
      host.log.warn({ err: new HubError('HUB_X', 'no') }, 'not so')
      host.log.info('plain')
      host.setReachable('lock', false)
    })
    expect(given).toMatchObject({ devices, storage: '/storage', hubKey: 'ab', clock: test.clock })
    expect(test.said).toEqual([
      { type: 'log', level: 'warn', details: { err: { code: 'HUB_X', message: 'no' } }, message: 'not so' },
      { type: 'log', level: 'info', details: {}, message: 'plain' },
      { type: 'reachable', device: 'lock', on: false },
    ])
  })
})

describe('a device', () => {
  it('is offered as it is added, and reports by what it was given for it', async () => {
    const test = new Hosted()
    const path = { id: 'x', exclusive: true }
    const source = { rtsp: 'r', username: null, password: null, liveness: { method: 'none' } } as const
    const whole = { ...source, transport: 'tcp', second: null, snapshot: null, backchannel: false }
    const bolt = { bolt: 'locked', q: null, source: 'auto', battery: null, credential: null } as const
    await test.start((host) => {
      host.addLock('lock', lockWith({}))(bolt)
      host.addContact('contact', { path, query: async () => {} })({
        contact: 'open',
        q: null,
        source: 'auto',
      })
      host.addEdge('edge', { key: 'ab', hear: async () => {} })('frame')
      host.addBell('bell')()
      const camera = host.addCamera('hall', source)
      camera({ ...source, rtsp: 's' })
      camera({ what: 'tamper', on: true })
    })
    expect(test.said).toEqual([
      { type: 'offered', device: { kind: 'lock', id: 'lock', traits: { ...traits, pinExpiry: 'none' } } },
      { type: 'report', report: { kind: 'lock', device: 'lock', report: bolt } },
      { type: 'offered', device: { kind: 'contact', id: 'contact', path } },
      {
        type: 'report',
        report: { kind: 'contact', device: 'contact', report: { contact: 'open', q: null, source: 'auto' } },
      },
      { type: 'offered', device: { kind: 'edge', id: 'edge', key: 'ab' } },
      { type: 'report', report: { kind: 'edge', device: 'edge', frame: 'frame' } },
      { type: 'offered', device: { kind: 'bell', id: 'bell' } },
      { type: 'report', report: { kind: 'bell', device: 'bell' } },
      { type: 'offered', device: { kind: 'camera', id: 'hall', source: whole } },
      { type: 'report', report: { kind: 'camera', device: 'hall', source: { ...whole, rtsp: 's' } } },
      {
        type: 'report',
        report: { kind: 'camera-note', device: 'hall', note: { what: 'tamper', on: true } },
      },
    ])
  })

  it('is asked what it is asked, in the words of the contract', async () => {
    const test = new Hosted()
    const heard: unknown[] = []
    const note =
      (what: string) =>
      async (word: unknown): Promise<void> =>
        void heard.push([what, word])
    await test.start((host) => {
      host.addLock('lock', lockWith({ lock: note('lock'), query: note('query') }))
      host.addContact('contact', { path: traits.path, query: note('contact') })
      host.addEdge('edge', { key: 'ab', hear: note('hear') })
      host.onAct(async (act) => ({ act }))
    })
    const OP = op('x')
    for (const ask of [
      { type: 'lock', device: 'lock', op: OP },
      { type: 'query', device: 'lock', q: 1 },
      { type: 'query', device: 'contact', q: 2 },
      { type: 'edge', device: 'edge', frame: 'order' },
      { type: 'edge-now', device: 'edge', frame: 'beat' },
    ] as const)
      expect(await test.ask(ask)).toEqual({ type: 'done', id: 1, answer: null })
    expect(heard).toEqual([
      ['lock', OP],
      ['query', 1],
      ['contact', 2],
      ['hear', 'order'],
      ['hear', 'beat'],
    ])
    const act = { act: 'ring', on: 'front', options: {} }
    expect(await test.ask({ type: 'act', act })).toEqual({ type: 'done', id: 1, answer: { act } })
  })

  describe('that keeps PINs', () => {
    const pinned = { ...traits, pinExpiry: 'lock' } as const
    const LAST = instant(new TestClock().mono() + 2000)
    const grant = async (test: Hosted): Promise<FromPlugin | undefined> => {
      test.said.length = 0
      const order = { op: op('x'), notAfter: LAST, endsAt: instant(LAST + 28_000), pin: '480213' }
      test.hosted.grantPin({ type: 'grant-pin', id: 1, device: 'lock', order })
      await new Promise(setImmediate)
      return test.said.at(-1)
    }

    it('is given them, told to forget them, and reads them back', async () => {
      const test = new Hosted()
      const heard: unknown[] = []
      await test.start((host) => {
        const told = host.addLock(
          'lock',
          lockWith({
            traits: pinned,
            grantPin: async ({ pin }) => void heard.push(pin),
            revokePin: async (of) => void heard.push(of),
          }),
        )
        told({ op: op('x'), what: 'stored' })
      })
      expect(test.said).toEqual([
        { type: 'offered', device: { kind: 'lock', id: 'lock', traits: pinned } },
        { type: 'report', report: { kind: 'pin', device: 'lock', report: { op: 'x', what: 'stored' } } },
      ])
      expect(await grant(test)).toEqual({ type: 'done', id: 1, answer: null })
      expect(await test.ask({ type: 'revoke-pin', device: 'lock', op: op('x') })).toMatchObject({
        type: 'done',
      })
      expect(heard).toEqual(['480213', 'x'])
    })

    it('logs the password of its device as it likes, and nobody reads it', async () => {
      const test = new Hosted([{ id: 'hall', kind: 'camera', options: {}, secret: 'geheim "1"' }])
      await test.start((host) => {
        host.log.info({ url: 'rtsp://hub:geheim "1"@hall/' }, 'asking with geheim "1"')
      })
      expect(test.said).toEqual([
        { type: 'log', level: 'info', details: { details: '******' }, message: 'asking with ******' },
      ])
    })

    it('logs a PIN as it likes, and nobody reads it', async () => {
      const test = new Hosted()
      await test.start((host) => {
        const grantPin = async ({ pin }: { readonly pin: string }): Promise<void> => {
          host.log.info(`stored ${pin}`)
          host.log.warn({ slot: { code: pin } }, 'stored')
          host.log.info({ slot: 3 }, 'stored')
        }
        host.addLock('lock', lockWith({ traits: pinned, grantPin, revokePin: async () => {} }))
      })
      await grant(test)
      expect(test.said.filter(({ type }) => type === 'log')).toEqual([
        { type: 'log', level: 'info', details: {}, message: 'stored ******' },
        { type: 'log', level: 'warn', details: { details: '******' }, message: 'stored' },
        { type: 'log', level: 'info', details: { slot: 3 }, message: 'stored' },
      ])
    })

    it('is offered as one that keeps none where it cannot be told to forget', async () => {
      const test = new Hosted()
      await test.start(
        (host) => void host.addLock('lock', lockWith({ traits: pinned, grantPin: async () => {} })),
      )
      expect(test.said).toMatchObject([{ device: { traits: { pinExpiry: 'none' } } }])
    })

    it('is not asked after the last moment, nor where it takes none', async () => {
      const test = new Hosted()
      let asked = 0
      const grantPin = async (): Promise<void> => void (asked += 1)
      await test.start((host) => void host.addLock('lock', lockWith({ grantPin, revokePin: async () => {} })))
      await test.clock.advance(milliseconds(2001))
      expect([await grant(test), asked]).toEqual([{ type: 'late', id: 1 }, 0])
      const none = new Hosted()
      await none.start((host) => void host.addLock('lock', lockWith({})))
      expect(await grant(none)).toEqual({ type: 'late', id: 1 })
    })

    it.each([
      ['an error', new HubError('HUB_LOCK_FULL', 'no place for 480213')],
      ['a word', 'could not store 480213'],
      ['a throw in the same tick', null],
    ])('tells only the code of %s, because its words may hold the PIN', async (_, error) => {
      const test = new Hosted()
      const grantPin = (): Promise<void> => {
        if (error === null) throw new TypeError('480213 is no PIN')
        return Promise.reject(error)
      }
      await test.start((host) => void host.addLock('lock', lockWith({ grantPin, revokePin: async () => {} })))
      expect(await grant(test)).toMatchObject({ type: 'refused', message: 'the lock did not take the PIN' })
      expect(JSON.stringify(test.said)).not.toContain('480213')
    })
  })

  it.each<[what: string, error: unknown, told: object]>([
    [
      'a plain no',
      new HubError('HUB_LOCK_JAMMED', 'jammed'),
      { code: 'HUB_LOCK_JAMMED', message: 'jammed', retryable: false },
    ],
    [
      'a failure that may be tried again',
      new HubError('HUB_LOCK_RADIO', 'radio', { retryable: true }),
      { code: 'HUB_LOCK_RADIO', message: 'radio', retryable: true },
    ],
    ['an error of its own', new TypeError('x'), { code: 'HUB_PLUGIN_FAULT', message: 'x', retryable: true }],
    ['a word', 'no', { code: 'HUB_PLUGIN_FAULT', message: 'no', retryable: true }],
  ])('that answers with %s is told as that', async (_, error, told) => {
    const test = new Hosted()
    await test.start((host) => {
      host.addLock(
        'lock',
        lockWith({
          lock: async () => {
            throw error
          },
        }),
      )
    })
    expect(await test.ask({ type: 'lock', device: 'lock', op: op('x') })).toEqual({
      type: 'refused',
      id: 1,
      ...told,
    })
  })

  it('that is not there is told as missing, a world that is not there too', async () => {
    const test = new Hosted()
    await test.start((host) => void host.addBell('bell'))
    for (const ask of [
      { type: 'lock', device: 'bell', op: op('x') },
      { type: 'query', device: 'lock', q: 1 },
      { type: 'edge', device: 'lock', frame: 'order' },
      { type: 'act', act: { act: 'ring', on: 'front', options: {} } },
    ] as const)
      expect(await test.ask(ask)).toMatchObject({ type: 'refused', code: 'HUB_DEVICE_MISSING' })
  })
})

describe('an unlock', () => {
  const unlock = (test: Hosted, notAfter: number, device = 'lock'): void =>
    test.hosted.unlock({ type: 'unlock', id: 7, device, order: { op: op('x'), notAfter: instant(notAfter) } })

  it('reaches the lock in this very tick, up to its last moment and not a moment later', async () => {
    const test = new Hosted()
    let unlocks = 0
    await test.start((host) => {
      host.addLock('lock', lockWith({ unlock: async () => void (unlocks += 1) }))
    })
    test.said.length = 0
    const now = test.clock.mono()
    unlock(test, now)
    expect(unlocks).toBe(1)
    unlock(test, now - 1)
    unlock(test, now, 'neighbour')
    expect(unlocks).toBe(1)
    expect(test.said).toEqual([
      { type: 'late', id: 7 },
      { type: 'late', id: 7 },
    ])
    await new Promise(setImmediate)
    expect(test.said.at(-1)).toEqual({ type: 'done', id: 7, answer: null })
  })

  it('is answered when the lock has accepted it, or has not', async () => {
    const test = new Hosted()
    const accepted = Promise.withResolvers<void>()
    await test.start((host) => {
      host.addLock('lock', lockWith({ unlock: () => accepted.promise }))
    })
    test.said.length = 0
    unlock(test, test.clock.mono())
    await new Promise(setImmediate)
    expect(test.said).toEqual([])
    accepted.reject(new HubError('HUB_LOCK_JAMMED', 'jammed'))
    await new Promise(setImmediate)
    expect(test.said).toEqual([
      { type: 'refused', id: 7, code: 'HUB_LOCK_JAMMED', message: 'jammed', retryable: false },
    ])
  })
})

describe('the end', () => {
  it('aborts the signal first, then closes what was used, last first, once', async () => {
    const test = new Hosted()
    const ended: string[] = []
    const resource = (name: string): AsyncDisposable => ({
      [Symbol.asyncDispose]: async () => void ended.push(name),
    })
    await test.start((host) => {
      host.signal.addEventListener('abort', () => void ended.push('signal'))
      host.use(resource('radio'))
      host.use(resource('lock'))
    })
    await Promise.all([test.hosted[Symbol.asyncDispose](), test.hosted[Symbol.asyncDispose]()])
    expect(ended).toEqual(['signal', 'lock', 'radio'])
  })

  it('goes on when something will not close, and tells it', async () => {
    const test = new Hosted()
    const ended: string[] = []
    await test.start((host) => {
      host.use({ [Symbol.asyncDispose]: async () => void ended.push('radio') })
      host.use({
        [Symbol.asyncDispose]: async () => {
          throw new Error('stuck')
        },
      })
    })
    await test.hosted[Symbol.asyncDispose]()
    expect(ended).toEqual(['radio'])
    expect(test.said.at(-1)).toMatchObject({
      type: 'log',
      level: 'warn',
      message: 'plugin did not end cleanly',
    })
  })
})
