// Goal: whatever is wrong with the broker is said in words with a next step, and a bridge that ends says goodbye. Method:
// the bridge as the hub's child runs it, a real Mosquitto, and no hub; skipped with the reason on stderr without Mosquitto.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bridge, BridgeHost } from '@portico/plugin-api'
import bridge from '@portico/plugin-bridge-mqtt'
import type { BridgeStatus } from '@portico/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BrokerPeer } from '../support/broker-peer.ts'
import { machineClock } from '../support/machine-clock.ts'
import { Mosquitto, findMosquitto } from '../support/mosquitto.ts'
import { OldBroker } from '../support/old-broker.ts'
import { until } from '../support/until.ts'

const program = findMosquitto()
if (program === null) process.stderr.write('SKIPPED: no Mosquitto on this machine: brokers are not tried\n')

const PORTICO = {
  name: 'portico',
  password: 'letters',
  acl: ['topic readwrite portico/#', 'topic read homeassistant/status'],
}
const WATCHER = { name: 'watcher', password: 'eyes', acl: ['topic read #'] }
const STRANGER = { name: 'stranger', password: 'none', acl: ['topic read elsewhere/#'] }

/** A bridge without a hub: what it says of itself. */
class Lone implements AsyncDisposable {
  readonly storage = mkdtempSync(join(tmpdir(), 'portico-bridge-'))
  readonly told: BridgeStatus[] = []
  readonly #ended = new AbortController()
  #bridge: Bridge | null = null

  static async start(options: BridgeHost['options'], secret: string | null): Promise<Lone> {
    const lone = new Lone()
    const quiet = (): void => undefined
    lone.#bridge = await bridge.start({
      url: 'http://127.0.0.1:9',
      token: 'ptf_none',
      home: { name: 'Haus am See', simulated: true },
      options,
      secret,
      storage: lone.storage,
      clock: machineClock,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      signal: lone.#ended.signal,
      tell: (status) => void lone.told.push(status),
      admit: () => Promise.reject(new Error('nobody')),
      dismiss: () => Promise.resolve(),
    })
    return lone
  }

  /** Resolves with its state. */
  async says(words: RegExp): Promise<BridgeStatus['state'] | undefined> {
    await until(`the bridge to say ${words}`, () => words.test(this.told.at(-1)?.words ?? ''), 15_000)
    return this.told.at(-1)?.state
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await this.#bridge?.[Symbol.asyncDispose]()
    rmSync(this.storage, { recursive: true, force: true })
  }
}

describe.skipIf(program === null)('a broker with TLS, users and an ACL', () => {
  let broker: Mosquitto
  beforeAll(async () => {
    broker = await Mosquitto.start(program ?? '', { users: [PORTICO, WATCHER, STRANGER], tls: true })
  })
  afterAll(async () => {
    await broker[Symbol.asyncDispose]()
  })
  const options = (more: BridgeHost['options'] = {}): BridgeHost['options'] => ({
    url: broker.url,
    username: PORTICO.name,
    ca: broker.ca,
    ...more,
  })

  it('a wrong password is said', async () => {
    await using lone = await Lone.start(options(), 'wrong')
    expect(await lone.says(/takes neither user name nor password.*portico secret mqtt/)).toBe('waiting')
  })

  it('a certificate that nobody vouches for is refused', async () => {
    await using lone = await Lone.start(options({ ca: undefined }), PORTICO.password)
    expect(await lone.says(/Nobody known vouches.*bridges\.mqtt\.ca/)).toBe('waiting')
  })

  it('a certificate of another name, and a file that is not there', async () => {
    await using named = await Lone.start(
      options({ url: broker.url.replace('localhost', '127.0.0.2') }),
      PORTICO.password,
    )
    await using lost = await Lone.start(options({ ca: '/nowhere/ca.pem' }), PORTICO.password)
    expect(await lost.says(/\/nowhere\/ca\.pem.* cannot be read/)).toBe('waiting')
    // Only 127.0.0.1 is listened on: whoever is not there has no certificate.
    expect(await named.says(/does not answer/)).toBe('waiting')
  })

  it('a user who may not read his own commands is told so', async () => {
    await using lone = await Lone.start(options({ username: STRANGER.name }), STRANGER.password)
    expect(await lone.says(/ACL of the broker/)).toBe('waiting')
  })

  it('without a hub it is offline, and says so before it ends', async () => {
    await using watcher = await BrokerPeer.join({
      url: broker.url,
      ca: broker.ca,
      username: WATCHER.name,
      password: WATCHER.password,
    })
    {
      await using lone = await Lone.start(options(), PORTICO.password)
      await watcher.hear('portico/haus-am-see/status', 'offline')
      await until('the bridge to run', () => lone.told.at(-1)?.state === 'running')
      expect(lone.told.at(-1)?.words).toBeNull()
    }
    expect(watcher.standing).toEqual(['portico/haus-am-see/status'])
  })

  it('nobody is at home there: it is tried again', async () => {
    await using lone = await Lone.start({ url: 'mqtt://127.0.0.1:9' }, null)
    expect(await lone.says(/does not answer: it is tried again by itself/)).toBe('waiting')
  })
})

describe.skipIf(program === null)('a broker of MQTT 3.1.1', () => {
  it.each(['says', 'hangs-up'] as const)('that %s at version 5 is spoken to in its own', async (manners) => {
    await using mosquitto = await Mosquitto.start(program ?? '')
    await using old = new OldBroker(mosquitto.port, manners)
    await using watcher = await BrokerPeer.join({ url: mosquitto.url })
    await using lone = await Lone.start({ url: await old.listen() }, null)
    await watcher.hear('portico/haus-am-see/status', 'offline')
    await until('the bridge to run', () => lone.told.at(-1)?.state === 'running')
    expect(old.levels).toEqual([5, 4])
  })
})
