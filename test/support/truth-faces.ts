// Every way in which a home is shown outside of it, one row each: how it is opened, what it shows of the front door, and how
// it asks for it to be locked. Who adds a face adds a row.
import type { Face } from '@portico/core'
import type { DoorView, FaceView } from '@portico/protocol'
import { Skill } from './alexa-skill.ts'
import { type Part, faceCode, pointsOf } from './apple-room.ts'
import { HapController, type Point } from './hap-controller.ts'
import { HomebridgeProcess } from './homebridge-process.ts'
import { letFaceIn } from './let-in-faces.ts'
import type { MqttHouse } from './mqtt-house.ts'
import { until } from './until.ts'

/** `not-locked`: by whatever word; never one that means locked. */
export type Shown = 'locked' | 'not-locked' | 'jammed' | 'unknown' | 'other'

export interface TruthFace extends AsyncDisposable {
  /** As the journal names it. */
  readonly face: Face
  /** Its id in the journal. */
  readonly by: string
  /** Of the front door, at this moment. */
  shown(): Promise<Shown>
  lock(): Promise<void>
}

const FRONT = 'front'

const wordOf = (door: Pick<DoorView, 'state'> | undefined): Shown => {
  switch (door?.state) {
    case 'locked-proved':
      return 'locked'
    case 'unlocked':
    case 'open':
      return 'not-locked'
    case 'jammed':
      return 'jammed'
    case 'unknown':
      return 'unknown'
    default:
      return 'other'
  }
}

async function ownerPage({ visit: { owner } }: MqttHouse): Promise<TruthFace> {
  const { id } = await owner.get<{ readonly id: string }>('/api/v1/me')
  return {
    face: 'owner-page',
    by: id,
    async shown() {
      // A page whose hub is gone shows nothing that it knew.
      const doors = await owner.home.doors().catch(() => null)
      return doors ? wordOf(doors.find((door) => door.id === FRONT)) : 'unknown'
    },
    async lock() {
      await owner.post(`/api/v1/doors/${FRONT}/lock`)
    },
    async [Symbol.asyncDispose]() {},
  }
}

/** A program that looks at the home when its socket tells it to, as the client is meant. */
async function program({ visit }: MqttHouse): Promise<TruthFace> {
  const { id, client } = await letFaceIn(visit, 'matter')
  let shown: Shown = 'unknown'
  let looking: Promise<void> = Promise.resolve()
  const lookAfter = async (before: Promise<void>): Promise<void> => {
    await before
    const home = await client.home().catch(() => null)
    shown = home ? wordOf(home.doors.find((door) => door.id === FRONT)) : 'unknown'
  }
  const look = (): void => void (looking = lookAfter(looking))
  const live = await client.live({ onReady: look, onEvent: look, onLost: () => void (shown = 'unknown') })
  look()
  return {
    face: 'matter',
    by: id,
    async shown() {
      await looking
      return shown
    },
    lock: () => client.lock(FRONT),
    async [Symbol.asyncDispose]() {
      live[Symbol.dispose]()
      await looking
    },
  }
}

const mqttWords: Readonly<Record<string, Shown>> = {
  LOCKED: 'locked',
  UNLOCKED: 'not-locked',
  OPEN: 'not-locked',
  JAMMED: 'jammed',
  None: 'unknown',
}

async function broker(house: MqttHouse): Promise<TruthFace> {
  const { assistant } = house
  const { id } = await house.face()
  return {
    face: 'mqtt',
    by: id,
    async shown() {
      // As Home Assistant reads it: what is not available shows no state.
      if (assistant.at(house.topic('status')) !== 'online') return 'unknown'
      return mqttWords[assistant.at(house.front('lock')) ?? ''] ?? 'other'
    },
    lock: () => assistant.say(house.front('lock/set'), 'LOCK'),
    async [Symbol.asyncDispose]() {},
  }
}

/** HAP R2, lock current state. */
const hapWords: readonly Shown[] = ['not-locked', 'locked', 'jammed', 'unknown']
const SECURED = 1

class AppleHome implements TruthFace {
  readonly face = 'homekit'
  readonly by: string
  readonly #homebridge: HomebridgeProcess
  readonly #controller: HapController
  readonly #points: Readonly<Record<Part, Point>>

  private constructor(
    by: string,
    { homebridge, controller, points }: Pick<Opened, 'homebridge' | 'controller' | 'points'>,
  ) {
    this.by = by
    this.#homebridge = homebridge
    this.#controller = controller
    this.#points = points
  }

  static async open({ visit }: MqttHouse): Promise<AppleHome> {
    await using opening = new AsyncDisposableStack()
    const { code } = await faceCode(visit)
    const homebridge = opening.use(await HomebridgeProcess.start({ config: { url: visit.hub.url, code } }))
    const controller = opening.use(await HapController.pair(homebridge, homebridge.pin))
    const points = await pointsOf(controller)
    const faces = await visit.owner.get<readonly FaceView[]>('/api/v1/faces')
    const by = faces.find(({ kind }) => kind === 'homekit')?.id ?? ''
    opening.move()
    return new AppleHome(by, { homebridge, controller, points })
  }

  async shown(): Promise<Shown> {
    const { value } = await this.#controller.read(this.#points.current)
    return hapWords[Number(value)] ?? 'other'
  }

  async lock(): Promise<void> {
    await this.#controller.write(this.#points.target, SECURED)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#controller[Symbol.asyncDispose]()
    await this.#homebridge[Symbol.asyncDispose]()
  }
}

interface Opened {
  readonly homebridge: HomebridgeProcess
  readonly controller: HapController
  readonly points: Readonly<Record<Part, Point>>
}

const alexaWords: Readonly<Record<string, Shown>> = {
  LOCKED: 'locked',
  UNLOCKED: 'not-locked',
  JAMMED: 'jammed',
}

async function alexa({ visit }: MqttHouse): Promise<TruthFace> {
  const skill = new Skill(visit.hub.url)
  const faces = (): Promise<readonly FaceView[]> => visit.owner.get('/api/v1/faces')
  await until('the bridge of Alexa to run', async () =>
    (await faces()).some(({ kind, bridge }) => kind === 'voice' && bridge && bridge.state !== 'starting'),
  )
  await skill.link(visit.owner)
  const link = (await faces()).find(({ kind, peer }) => kind === 'voice' && peer !== null)
  return {
    face: 'voice',
    by: link?.id ?? '',
    async shown() {
      // Of a hub that is gone she hears nothing, and says that it does not answer.
      const answer = await skill.say('Alexa ReportState', 'door#front').catch(() => null)
      const state = answer?.context?.properties.find(({ name }) => name === 'lockState')
      return alexaWords[String(state?.value)] ?? 'unknown'
    },
    async lock() {
      await skill.say('Alexa.LockController Lock', 'door#front')
    },
    async [Symbol.asyncDispose]() {},
  }
}

export const truthFaces: Readonly<Record<string, (house: MqttHouse) => Promise<TruthFace>>> = {
  'the owner page': ownerPage,
  'a program by its socket': program,
  'Home Assistant by MQTT': broker,
  'Alexa by a linked account': alexa,
  'a phone by HomeKit and Homebridge': (house) => AppleHome.open(house),
}
