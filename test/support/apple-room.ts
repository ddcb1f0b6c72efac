// A hub, its house, a Homebridge with our plugin and a controller, each a process or a program of its own.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FaceClient } from '@portico/client'
import type { FaceCodeReply } from '@portico/protocol'
import { CHARACTERISTIC, HapController, type Point, SERVICE, type Sought } from './hap-controller.ts'
import { type HomebridgeOptions, HomebridgeProcess, freePort } from './homebridge-process.ts'
import type { HubOptions } from './hub-process.ts'
import { Visit } from './visit.ts'

const ACCESSORY = 'Front door'

/** What is looked at of the front door. */
const sought = {
  current: { service: SERVICE.lock, characteristic: CHARACTERISTIC.current },
  target: { service: SERVICE.lock, characteristic: CHARACTERISTIC.target },
  leaf: { service: SERVICE.contact, characteristic: CHARACTERISTIC.contact },
  leafFault: { service: SERVICE.contact, characteristic: CHARACTERISTIC.fault },
  tampered: { service: SERVICE.contact, characteristic: CHARACTERISTIC.tampered },
  delivery: {
    service: SERVICE.occupancy,
    characteristic: CHARACTERISTIC.occupied,
    named: 'Delivery in progress',
  },
  alarm: { service: SERVICE.occupancy, characteristic: CHARACTERISTIC.occupied, named: 'Alarm' },
  battery: { service: SERVICE.battery, characteristic: CHARACTERISTIC.level },
} as const satisfies Record<string, Omit<Sought, 'accessory'>>

/** Who runs Homebridge: somebody, with a code of the owner page; or the hub, which gives the token by a file. */
export type Whose = 'stranger' | 'own'

export type Part = keyof typeof sought

export class AppleRoom implements AsyncDisposable {
  readonly visit: Visit
  readonly homebridge: HomebridgeProcess
  readonly controller: HapController
  readonly points: Readonly<Record<Part, Point>>

  private constructor(room: Pick<AppleRoom, 'visit' | 'homebridge' | 'controller' | 'points'>) {
    this.visit = room.visit
    this.homebridge = room.homebridge
    this.controller = room.controller
    this.points = room.points
  }

  /** Paired on both sides, and the front door seen. `env`: variables of the hub. */
  static async open(whose: Whose = 'stranger', env: HubOptions['env'] = {}): Promise<AppleRoom> {
    // A hub that is started again has to be found where it was.
    const visit = await Visit.begin({ args: ['--port', String(await freePort())], env })
    const kept: AsyncDisposable[] = [visit]
    try {
      const homebridge = await HomebridgeProcess.start(await optionsOf(visit, whose))
      kept.unshift(homebridge)
      const controller = await HapController.pair(homebridge, homebridge.pin)
      kept.unshift(controller)
      const points = await pointsOf(controller)
      return new AppleRoom({ visit, homebridge, controller, points })
    } catch (error) {
      for (const one of kept) await one[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.controller[Symbol.asyncDispose]()
    await this.homebridge[Symbol.asyncDispose]()
    await this.visit[Symbol.asyncDispose]()
  }
}

async function optionsOf(visit: Visit, whose: Whose): Promise<HomebridgeOptions> {
  const { url, folder } = visit.hub
  const { code } = await faceCode(visit)
  if (whose === 'stranger') return { config: { url, code } }
  const { token } = await FaceClient.claim(url, { code, kind: 'homekit', name: 'Homebridge' })
  const file = join(folder, 'homekit-token')
  writeFileSync(file, `${token}\n`, { mode: 0o600 })
  return { config: { url }, env: { PORTICO_TOKEN_FILE: file } }
}

/** Eight digits of the owner page. */
export async function faceCode({ owner }: Visit): Promise<FaceCodeReply> {
  const answer = await owner.post('/api/v1/faces/code')
  if (!answer.ok) throw new Error(`a code: ${answer.status} ${await answer.text()}`)
  // cast: the hub answers with its own schema
  return (await answer.json()) as FaceCodeReply
}

export async function pointsOf(controller: HapController): Promise<Record<Part, Point>> {
  const found: Partial<Record<Part, Point>> = {}
  for (const [part, where] of Object.entries(sought))
    // cast: the keys of the table
    found[part as Part] = await controller.find({ accessory: ACCESSORY, ...where })
  // cast: each was found, or `find` threw
  return found as Record<Part, Point>
}
