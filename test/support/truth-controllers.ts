// The two rows of the story of one truth that are controllers of somebody else's: a phone by HomeKit, and one by Matter that
// is told of changes and never asks.
import type { FaceView } from '@portico/protocol'
import { type Part, faceCode, pointsOf } from './apple-room.ts'
import { HapController, type Point } from './hap-controller.ts'
import { HomebridgeProcess } from './homebridge-process.ts'
import { MatterController, type Told, clusters } from './matter-controller.ts'
import { type Shown, type TruthFace, type TruthWorld, facesOf } from './truth-face.ts'
import { until } from './until.ts'

/** HAP R2, lock current state. */
const hapWords: readonly Shown[] = ['not-locked', 'locked', 'jammed', 'unknown']
const SECURED = 1

interface Opened {
  readonly homebridge: HomebridgeProcess
  readonly controller: HapController
  readonly points: Readonly<Record<Part, Point>>
}

export class AppleHome implements TruthFace {
  readonly face = 'homekit'
  readonly isOutside = true
  readonly by: string
  readonly #homebridge: HomebridgeProcess
  readonly #controller: HapController
  readonly #points: Readonly<Record<Part, Point>>

  private constructor(by: string, { homebridge, controller, points }: Opened) {
    this.by = by
    this.#homebridge = homebridge
    this.#controller = controller
    this.#points = points
  }

  static async open({ visit }: TruthWorld): Promise<AppleHome> {
    await using opening = new AsyncDisposableStack()
    const { code } = await faceCode(visit)
    const homebridge = opening.use(await HomebridgeProcess.start({ config: { url: visit.hub.url, code } }))
    const controller = opening.use(await HapController.pair(homebridge, homebridge.pin))
    const points = await pointsOf(controller)
    const by = (await facesOf(visit)).find(({ kind }) => kind === 'homekit')?.id ?? ''
    opening.move()
    return new AppleHome(by, { homebridge, controller, points })
  }

  async shown(): Promise<Shown> {
    const { value } = await this.#controller.read(this.#points.current)
    return hapWords[Number(value)] ?? 'other'
  }

  readonly lock = async (): Promise<void> => {
    await this.#controller.write(this.#points.target, SECURED)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#controller[Symbol.asyncDispose]()
    await this.#homebridge[Symbol.asyncDispose]()
  }
}

/** Of DoorLock's LockState; 0 is *not fully locked*, which is a jam only behind the event that says so. */
const matterWords: Readonly<Record<number, Shown>> = { 0: 'other', 1: 'locked', 2: 'not-locked' }
/** Of the library's NodeStates. */
const CONNECTED = 0

export class MatterHome implements TruthFace {
  readonly face = 'matter'
  readonly isOutside = true
  readonly by: string
  readonly #controller: MatterController
  readonly #lock: number
  readonly #first: unknown

  private constructor(by: string, controller: MatterController, { endpoint, value }: Told) {
    this.by = by
    this.#controller = controller
    this.#lock = endpoint
    this.#first = value
  }

  /** Pairs by the code of the owner page. */
  static async open({ visit }: TruthWorld): Promise<MatterHome> {
    await using opening = new AsyncDisposableStack()
    const controller = opening.use(await MatterController.start(visit.hub.folder, 'one'))
    const faces = async (): Promise<readonly FaceView[]> =>
      (await facesOf(visit)).filter(({ kind }) => kind === 'matter')
    const code = await until(
      'a pairing code of Matter',
      async () => (await faces()).find(({ bridge }) => bridge)?.bridge?.pairing?.code,
    )
    await controller.ask({ do: 'pair', code })
    const peer = await until('the controller to be a face', async () =>
      (await faces()).find(({ peer: id }) => id !== null),
    )
    const first = (await controller.read()).find(isLockState)
    if (!first) throw new Error('no lock in Matter')
    opening.move()
    return new MatterHome(peer.id, controller, first)
  }

  /** What it was told last. Of a bridge that its library does not reach, or that has left its fabric, it shows nothing. */
  async shown(): Promise<Shown> {
    const { told, state } = this.#controller
    if (state !== CONNECTED || told.some(isLeave)) return 'unknown'
    const ours = told.filter(
      ({ endpoint, cluster }) => endpoint === this.#lock && cluster === clusters.doorLock,
    )
    const at = ours.findLastIndex(isLockState)
    const value = at < 0 ? this.#first : ours[at]?.value
    if (value === null) return 'unknown'
    const since = ours.slice(Math.max(at, 0))
    if (value === 0 && since.some(({ name }) => name === 'doorLockAlarm')) return 'jammed'
    return matterWords[Number(value)] ?? 'other'
  }

  readonly lock = async (): Promise<void> => {
    await this.#controller.command(this.#lock, 'lockDoor')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#controller[Symbol.asyncDispose]()
  }
}

const isLockState = ({ cluster, name }: Told): boolean =>
  cluster === clusters.doorLock && name === 'lockState'
const isLeave = ({ cluster, name }: Told): boolean =>
  cluster === clusters.basicInformation && name === 'leave'
