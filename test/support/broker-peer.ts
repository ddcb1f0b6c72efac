// Another client of the broker, as Home Assistant is one, or somebody who means no good: hears everything, keeps the
// newest of each topic as a broker does, and says what it likes.
import { readFileSync } from 'node:fs'
import { type MqttClient, connectAsync } from 'mqtt'
import { until } from './until.ts'

export interface HeardMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly isRetained: boolean
  /** `performance.now()` */
  readonly at: number
}

export interface PeerLogin {
  readonly url: string
  readonly username?: string
  readonly password?: string
  readonly ca?: string
}

export class BrokerPeer implements AsyncDisposable {
  readonly heard: HeardMessage[] = []
  readonly #client: MqttClient
  readonly #newest = new Map<string, string>()
  readonly #kept = new Set<string>()

  private constructor(client: MqttClient) {
    this.#client = client
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, payload, isRetained: retain, at: performance.now() })
      this.#newest.set(topic, payload.toString())
      if (retain && payload.length > 0) this.#kept.add(topic)
      else if (retain) this.#kept.delete(topic)
    })
  }

  static async join({ url, username, password, ca }: PeerLogin): Promise<BrokerPeer> {
    const client = await connectAsync(
      url,
      {
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password }),
        ...(ca !== undefined && { ca: readFileSync(ca) }),
        reconnectPeriod: 100,
        protocolVersion: 5,
      },
      false,
    )
    const peer = new BrokerPeer(client)
    await client.subscribeAsync({ '#': { qos: 1, rap: true } })
    return peer
  }

  /** The newest that was said there; undefined: nothing yet. */
  at(topic: string): string | undefined {
    return this.#newest.get(topic)
  }
  /** Everything that was said there, in order. */
  all(topic: string): readonly string[] {
    return this.heard.filter((each) => each.topic === topic).map(({ payload }) => payload.toString())
  }
  /** Topics under which the broker keeps something. */
  get standing(): readonly string[] {
    return [...this.#kept]
  }

  async say(topic: string, payload: string | Buffer, { retain = false } = {}): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1, retain })
  }

  async hear(topic: string, payload: string, withinMs = 15_000): Promise<void> {
    await until(`"${payload}" at ${topic}`, () => this.at(topic) === payload, withinMs).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}; there stands ${this.at(topic)}`, { cause: error })
      },
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.endAsync(true)
  }
}
