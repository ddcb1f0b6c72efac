// The bridge with a host of its own, as the hub would give it, and directives as Alexa sends them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bridge, BridgeHost, Clock } from '@portico/plugin-api'
import type { BridgeStatus } from '@portico/protocol'
import { SimulatedAmazon } from '@portico/testing'
import { alexaBridge } from '../../src/index.ts'
import { SmallHub } from './small-hub.ts'

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export class Room implements AsyncDisposable {
  readonly statuses: BridgeStatus[] = []
  /** Peers that were let in. */
  readonly admitted: string[] = []
  /** Rejects whoever wants in. */
  isShut = false
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-alexa-'))
  readonly hub: SmallHub
  readonly amazon: SimulatedAmazon
  readonly #clock: Clock
  #bridge: Bridge | null = null
  #ends = new AbortController()

  private constructor(hub: SmallHub, amazon: SimulatedAmazon, clock: Clock) {
    this.hub = hub
    this.amazon = amazon
    this.#clock = clock
  }

  static async open(clock: Clock): Promise<Room> {
    const room = new Room(await SmallHub.start(), await SimulatedAmazon.start(), clock)
    await room.start()
    return room
  }

  /** Also anew, over the same folder. */
  async start(more: Partial<BridgeHost> = {}): Promise<void> {
    this.#ends = new AbortController()
    this.#bridge = await alexaBridge(this.amazon.places).start({
      ...{ url: this.hub.url, token: 'ptf_own', home: { name: 'Home', simulated: true } },
      options: { clientId: 'skill', redirects: [], region: 'eu', messagingClientId: 'messages' },
      ...{ secret: 'messaging-secret', storage: this.folder, clock: this.#clock, log: silent },
      signal: this.#ends.signal,
      tell: (status) => void this.statuses.push(status),
      admit: async ({ id }) => {
        if (this.isShut) throw new Error('no')
        this.admitted.push(id)
        return `ptf_${id}`
      },
      dismiss: async () => undefined,
      ...more,
    })
  }

  /** The owner takes it out. */
  async unpair(peer: string | null): Promise<void> {
    await this.#bridge?.unpair?.(peer)
  }

  async stop(): Promise<void> {
    this.#ends.abort()
    await this.#bridge?.[Symbol.asyncDispose]()
  }

  /** The answer, whatever its shape. */
  async say(said: unknown, peer = 'v1'): Promise<Heard> {
    const reply = await this.#bridge?.answer?.({
      path: 'smart-home',
      body: { directive: said },
      peer,
    })
    // cast: each field of it is looked at by a test
    return reply?.body as Heard
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await this.hub[Symbol.asyncDispose]()
    await this.amazon[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export interface Heard {
  readonly context?: { readonly properties: readonly { readonly name: string; readonly value: unknown }[] }
  readonly event: {
    readonly header: Readonly<Record<string, string>>
    readonly endpoint?: { readonly endpointId: string; readonly scope?: unknown }
    readonly payload: Readonly<Record<string, unknown>>
  }
}

let number = 0

export interface Saying {
  readonly endpoint?: string
  readonly payload?: unknown
  readonly messageId?: string
  readonly correlationToken?: string
  readonly timestamp?: string
}

/** `Alexa.LockController Lock` and so on. */
export function directive(what: string, { endpoint, payload = {}, ...header }: Saying = {}): unknown {
  const [namespace, name] = what.split(' ')
  number += 1
  return {
    header: { namespace, name, payloadVersion: '3', messageId: `m${number}`, ...header },
    ...(endpoint !== undefined && {
      endpoint: { endpointId: endpoint, scope: { type: 'BearerToken', token: 'pta_x' }, cookie: {} },
    }),
    payload,
  }
}

/** Name of the property → its value. */
export const valuesIn = ({ context }: Heard): Record<string, unknown> =>
  Object.fromEntries((context?.properties ?? []).map(({ name, value }) => [name, value]))
