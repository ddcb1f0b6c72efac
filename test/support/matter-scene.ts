// A hub with its Matter bridge, two controllers, and what a story between them has to look up.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import type { FaceView, LiveEvent } from '@portico/protocol'
import { calmHome } from './hub-process.ts'
import { type ControllerMain, MatterController, type Told, clusters } from './matter-controller.ts'
import { until } from './until.ts'
import { Visit } from './visit.ts'

/** Of the home, and hardly of the machine; ahead of UTC, min. */
const ZONE = { name: 'Asia/Kathmandu', ahead: 345 } as const

export interface MatterStage {
  readonly main: ControllerMain
  readonly videoDoorbell: boolean
}

export class MatterScene implements AsyncDisposable {
  readonly visit: Visit
  readonly one: MatterController
  readonly two: MatterController
  lock = 0
  contact = 0
  bell = 0
  delivery = 0
  door = 0
  readonly minutesAhead = ZONE.ahead

  private constructor(visit: Visit, [one, two]: readonly [MatterController, MatterController]) {
    this.visit = visit
    this.one = one
    this.two = two
  }

  /** `link`: the network interface that hub and controllers share. */
  static async begin(link: string, stage?: MatterStage): Promise<MatterScene> {
    const more = stage?.videoDoorbell === true ? ', videoDoorbell: true' : ''
    const home = calmHome.replace('  name: Home', `  name: Home\n  timeZone: ${ZONE.name}`)
    const settings = `${home}\nbridges:\n  matter: { interface: ${link}${more} }\n`
    const visit = await Visit.begin({ settings, env: { PORTICO_LOG_LEVEL: 'debug' } })
    const { folder } = visit.hub
    return new MatterScene(visit, [
      await MatterController.start(folder, 'one', stage?.main),
      await MatterController.start(folder, 'two', stage?.main),
    ])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.one[Symbol.asyncDispose]()
    await this.two[Symbol.asyncDispose]()
    await this.visit[Symbol.asyncDispose]()
  }

  async faces(): Promise<readonly FaceView[]> {
    const all = await this.visit.owner.get<readonly FaceView[]>('/api/v1/faces')
    return all.filter(({ kind }) => kind === 'matter')
  }
  bridge(): Promise<FaceView> {
    return until('the bridge', async () => (await this.faces()).find(({ peer }) => peer === null))
  }
  async peers(count: number): Promise<readonly FaceView[]> {
    return until(`${count} controllers`, async () => {
      const peers = (await this.faces()).filter(({ peer }) => peer !== null)
      return peers.length === count && peers
    })
  }
  code(): Promise<string> {
    return until('a pairing code', async () => (await this.bridge()).bridge?.pairing?.code)
  }
  async openPairing(): Promise<void> {
    const { id } = await this.bridge()
    const answer = await this.visit.owner.post(`/api/v1/faces/${id}/pairing`)
    assert.equal(answer.status, 200, await answer.text())
  }

  /** Where the parts of the door are. */
  async learn(): Promise<void> {
    const all = await this.one.read()
    const at = (cluster: number): number => {
      const found = all.find((told) => told.cluster === cluster)
      assert.ok(found, `no part with cluster ${cluster}`)
      return found.endpoint
    }
    this.lock = at(clusters.doorLock)
    this.contact = at(clusters.booleanState)
    this.bell = at(clusters.switch)
    this.delivery = at(clusters.occupancy)
    this.door = at(clusters.bridged)
  }

  async value(endpoint: number, name: string, by: MatterController = this.one): Promise<unknown> {
    const all = await by.read()
    return all.find((told) => told.endpoint === endpoint && told.name === name)?.value
  }

  untilLock(state: number, by: MatterController = this.one): Promise<true> {
    return until(`lockState ${state}`, async () => (await this.value(this.lock, 'lockState', by)) === state)
  }
  hearsLock(is: (state: unknown) => boolean, from: number): Promise<Told> {
    return this.one.hears({ endpoint: this.lock, cluster: clusters.doorLock, name: 'lockState' }, is, from)
  }

  /** With the code from the console, which rights need that open a door. */
  async give(face: string, rights: readonly string[]): Promise<void> {
    const { code } = await this.visit.hub.ask({ type: 'rules-code' })
    const order = { rights, doors: null, code }
    const answer = await this.visit.owner.post(`/api/v1/faces/${face}/rights`, order)
    assert.equal(answer.status, 200, await answer.text())
  }

  told(type: string, from: number): Promise<LiveEvent> {
    return until(`the hub to tell ${type}`, () =>
      this.visit.owner.told.slice(from).find((event) => event.type === type),
    )
  }
}

/** The process of the bridge: a child of the hub. */
export function bridgePid(hub: number): number | null {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const parent = /\nPPid:\s*(\d+)/.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1]
      const line = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
      if (Number(parent) === hub && line.includes('bridge-main')) return Number(entry)
    } catch {
      // It has ended meanwhile.
    }
  }
  return null
}
