// One connection to the broker, from its CONNACK until it breaks. MQTT 5, or 3.1.1 where the broker wants that (OASIS).
import { readFileSync } from 'node:fs'
import type { HubError } from '@portico/plugin-api'
import { type IClientOptions, type IClientSubscribeOptions, type MqttClient, connect } from 'mqtt'
import { mqttError } from '../errors.ts'
import { brokerPlace } from './broker-place.ts'

export type MqttVersion = 4 | 5

export interface BrokerMessage {
  readonly topic: string
  readonly payload: Uint8Array
  /** The broker kept it, or its sender wanted it kept: a command of then, not of now. */
  readonly isRetained: boolean
  /** It may have been told before. */
  readonly isRepeat: boolean
}

export interface BrokerOrder {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  readonly ca: string | null
  readonly clientId: string
  /** Told by the broker when we are gone without a word. */
  readonly will: { readonly topic: string; readonly payload: string } | null
  readonly version: MqttVersion
  readonly onMessage: (message: BrokerMessage) => void
}

/** No CONNACK within this, ms, is none. */
const CONNECT_WITHIN_MS = 8_000
/** A broker that says nothing for one and a half of these is gone, s. */
const KEEPALIVE_S = 10
/** Commands are small; a broker of MQTT 5 keeps larger packets from us (MQTT 5 §3.1.2.11.4). */
const PACKET_BYTES_MAX = 16 * 1024
/** Messages on their way to us at once (MQTT 5 §3.1.2.11.3). */
const RECEIVE_MAX = 20
/** A goodbye is given this long, ms. */
const GOODBYE_WITHIN_MS = 2_000

function authority(ca: string | null): Pick<IClientOptions, 'ca'> {
  if (ca === null) return {}
  try {
    return { ca: readFileSync(ca, 'utf8') }
  } catch (cause) {
    throw mqttError('HUB_MQTT_CA', 'the file of the authority cannot be read', { cause })
  }
}

function clientOptions(order: BrokerOrder): IClientOptions {
  const { host, port, tls } = brokerPlace(order.url)
  const { username, password, will, version } = order
  return {
    protocol: tls ? 'mqtts' : 'mqtt',
    host,
    port,
    ...(tls && { ...authority(order.ca), rejectUnauthorized: true }),
    ...(username !== null && { username }),
    ...(username !== null && password !== null && { password }),
    ...(will && { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
    clientId: order.clientId,
    protocolVersion: version,
    // What was said while we were away is nothing to be done now.
    clean: true,
    ...(version === 5 && {
      properties: {
        sessionExpiryInterval: 0,
        maximumPacketSize: PACKET_BYTES_MAX,
        receiveMaximum: RECEIVE_MAX,
      },
    }),
    keepalive: KEEPALIVE_S,
    connectTimeout: CONNECT_WITHIN_MS,
    // Coming back is our own business: one client for each connection.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
  }
}

/**
 * `news`: nothing that was kept, nothing of our own; `everything`: both. What is to be kept is told to us as such (MQTT 5
 * §3.8.3.1).
 */
const wishes: Readonly<Record<'news' | 'everything', IClientSubscribeOptions>> = {
  news: { qos: 1, nl: true, rap: true, rh: 2 },
  everything: { qos: 1, nl: false, rap: true, rh: 0 },
}

export class BrokerSession implements AsyncDisposable {
  readonly version: MqttVersion
  readonly #client: MqttClient
  readonly #broken: Promise<unknown>
  readonly #waiting = new Set<(error: HubError) => void>()
  #isOver = false

  private constructor(client: MqttClient, broken: Promise<unknown>, version: MqttVersion) {
    this.version = version
    this.#client = client
    this.#broken = broken
    client.once('close', () => {
      this.#isOver = true
      for (const tell of this.#waiting) tell(broke())
    })
  }

  /** @throws what the broker or the network said */
  static async open(order: BrokerOrder): Promise<BrokerSession> {
    const client = connect(clientOptions(order))
    client.on('message', (topic, payload, packet) =>
      order.onMessage({ topic, payload, isRetained: packet.retain, isRepeat: packet.dup }),
    )
    let last: unknown = null
    client.on('error', (error) => (last = error))
    const broken = new Promise<unknown>((resolve) => {
      client.once('close', () => resolve(last))
    })
    const opened = new Promise<void>((resolve) => {
      client.once('connect', () => resolve())
    })
    // A small message does not wait for the acknowledgement of the one before (RFC 896).
    client.once('connect', () => {
      const { stream } = client
      if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function') stream.setNoDelay(true)
    })
    const isOpen = await Promise.race([opened.then(() => true), broken.then(() => false)])
    if (isOpen) return new BrokerSession(client, broken, order.version)
    await client.endAsync(true).catch(() => undefined)
    throw last ?? mqttError('HUB_MQTT_BROKER', 'the broker broke off without a word')
  }

  /** Resolves with what was said last when it is over; never rejects. */
  get ended(): Promise<unknown> {
    return this.#broken
  }

  /**
   * At least once. Rejects when the connection broke before the broker had it.
   *
   * @throws HubError `HUB_MQTT_FORBIDDEN` where a broker of MQTT 5 says so; one of 3.1.1 says nothing
   */
  async publish(
    topic: string,
    payload: string | Uint8Array,
    { retain }: { readonly retain: boolean },
  ): Promise<void> {
    const bytes = typeof payload === 'string' ? payload : Buffer.from(payload)
    try {
      await this.#while(this.#client.publishAsync(topic, bytes, { qos: 1, retain }))
    } catch (cause) {
      if (!isForbidden(cause)) throw cause
      throw mqttError('HUB_MQTT_FORBIDDEN', 'the broker does not let us write our own topics', { cause })
    }
  }

  /** @throws HubError where the broker does not allow it */
  async subscribe(topics: readonly string[], wish: keyof typeof wishes = 'news'): Promise<void> {
    const grants = await this.#while(this.#client.subscribeAsync([...topics], wishes[wish]))
    if (grants.some(({ qos }) => qos >= 128))
      throw mqttError('HUB_MQTT_FORBIDDEN', 'the broker does not let us read our own command topics')
  }

  /** Ends it in words, so that the broker tells no will. */
  async [Symbol.asyncDispose](): Promise<void> {
    const late = AbortSignal.timeout(GOODBYE_WITHIN_MS)
    const timeout = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()))
    await Promise.race([this.#client.endAsync().catch(() => undefined), timeout])
    await this.#client.endAsync(true).catch(() => undefined)
  }

  /** The library forgets what it had not delivered when a connection breaks. */
  async #while<Value>(work: Promise<Value>): Promise<Value> {
    const { promise, reject } = Promise.withResolvers<never>()
    if (this.#isOver) reject(broke())
    this.#waiting.add(reject)
    try {
      return await Promise.race([work, promise])
    } finally {
      this.#waiting.delete(reject)
      work.catch(() => undefined)
    }
  }
}

/** PUBACK of MQTT 5 §3.4.2.1: not authorized. */
const isForbidden = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 135

const broke = (): HubError => mqttError('HUB_MQTT_BROKER', 'the line to the broker broke')
