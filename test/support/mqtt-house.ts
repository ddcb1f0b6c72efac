// A home on a broker: a hub as a user starts it with the bridge in its settings, a real Mosquitto with TLS, users and an
// ACL, and somebody who reads along and commands like Home Assistant.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaceRight, FaceView } from '@portico/protocol'
import { BrokerPeer } from './broker-peer.ts'
import { calmHome } from './hub-process.ts'
import { Mosquitto, type BrokerUser } from './mosquitto.ts'
import { until } from './until.ts'
import { Visit } from './visit.ts'

const PORTICO: BrokerUser = {
  name: 'portico',
  password: 'letters',
  acl: [
    'topic readwrite portico/#',
    'topic write homeassistant/device/+/config',
    'topic read homeassistant/status',
  ],
}
const ASSISTANT: BrokerUser = {
  name: 'homeassistant',
  password: 'at home',
  acl: ['topic read portico/#', 'topic write portico/+/door/+/+/set', 'topic readwrite homeassistant/#'],
}
/** May do nothing at this broker that concerns the home. */
const STRANGER: BrokerUser = { name: 'stranger', password: 'sugar', acl: ['topic readwrite sugar/#'] }

export type HouseUser = 'portico' | 'homeassistant' | 'stranger'

const users: Readonly<Record<HouseUser, BrokerUser>> = {
  portico: PORTICO,
  homeassistant: ASSISTANT,
  stranger: STRANGER,
}

export interface MqttHouseOptions {
  readonly pictures?: boolean
  readonly beside?: {
    readonly lines: string
    readonly env: Readonly<Record<string, string>>
    readonly args?: readonly string[]
  }
}

export class MqttHouse implements AsyncDisposable {
  readonly broker: Mosquitto
  readonly visit: Visit
  readonly assistant: BrokerPeer

  private constructor(parts: Pick<MqttHouse, 'broker' | 'visit' | 'assistant'>) {
    this.broker = parts.broker
    this.visit = parts.visit
    this.assistant = parts.assistant
  }

  /** Resolves when the home is online there. `pictures`: stills go over the broker; `beside`: other bridges, and words for the hub. */
  static async open(
    program: string,
    { pictures = false, beside }: MqttHouseOptions = {},
  ): Promise<MqttHouse> {
    await using opening = new AsyncDisposableStack()
    const broker = opening.use(await Mosquitto.start(program, { users: Object.values(users), tls: true }))
    const assistant = opening.use(await joinAs(broker, 'homeassistant'))
    const settings = `${calmHome}
bridges:
  mqtt:
    url: ${broker.url}
    username: ${PORTICO.name}
    ca: ${broker.ca}
    pictures: ${pictures}
${beside?.lines ?? ''}`
    const env = { PORTICO_DEVICE_SECRET_MQTT: PORTICO.password, ...beside?.env }
    const visit = opening.use(await Visit.begin({ settings, env, args: beside?.args ?? [] }))
    const house = new MqttHouse({ broker, visit, assistant })
    await until('the home to be online', () => assistant.at(house.topic('status')) === 'online', 30_000)
    opening.move()
    return house
  }

  join(user: HouseUser): Promise<BrokerPeer> {
    return joinAs(this.broker, user)
  }

  get root(): string {
    const status = this.assistant.heard.find(({ topic }) => /^portico\/[^/]+\/status$/.test(topic))
    return status?.topic.replace(/\/status$/, '') ?? 'portico/?'
  }
  topic(what: string): string {
    return `${this.root}/${what}`
  }
  front(what: string): string {
    return this.topic(`door/front/${what}`)
  }

  /** What the bundles of discovery say, by topic. */
  get bundles(): ReadonlyMap<string, Record<string, unknown>> {
    const configs = this.assistant.standing.filter((topic) => topic.endsWith('/config'))
    // cast: what stands there is JSON of the bridge, and judged by the test
    const read = (topic: string): Record<string, unknown> =>
      JSON.parse(this.assistant.at(topic) ?? '') as Record<string, unknown>
    return new Map(configs.map((topic) => [topic, read(topic)]))
  }

  /** What the bundle of the front door offers under this key; undefined: nothing. */
  offered(key: string): Record<string, unknown> | undefined {
    const [, bundle] = [...this.bundles].find(([topic]) => topic.endsWith('_front/config')) ?? []
    // cast: as above
    const component = (bundle?.['components'] as Record<string, Record<string, unknown>> | undefined)?.[key]
    return component && 'unique_id' in component ? component : undefined
  }

  async face(): Promise<FaceView> {
    const faces = await this.visit.owner.get<readonly FaceView[]>('/api/v1/faces')
    const face = faces.find(({ kind }) => kind === 'mqtt')
    if (!face) throw new Error('no face of kind mqtt')
    return face
  }

  /** As the owner gives rights on his page, with the code from the console. */
  async allow(rights: readonly FaceRight[], doors: readonly string[] | null = null): Promise<void> {
    const { id } = await this.face()
    const { code } = await this.visit.hub.ask({ type: 'rules-code' })
    const answer = await this.visit.owner.post(`/api/v1/faces/${id}/rights`, { rights, doors, code })
    if (!answer.ok) throw new Error(`rights: ${answer.status} ${await answer.text()}`)
  }

  /** Of the bridge's process. */
  get pid(): number {
    const file = join(this.visit.hub.data, 'bridges/mqtt.pid')
    return Number.parseInt(readFileSync(file, 'utf8').match(/\d+/)?.[0] ?? '', 10)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.visit[Symbol.asyncDispose]()
    await this.assistant[Symbol.asyncDispose]()
    await this.broker[Symbol.asyncDispose]()
  }
}

const joinAs = (broker: Mosquitto, user: HouseUser): Promise<BrokerPeer> => {
  const { name, password } = users[user]
  return BrokerPeer.join({ url: broker.url, ca: broker.ca, username: name, password })
}
