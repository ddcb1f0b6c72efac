// Goal: a Homebridge of the hub's own is paired by the code of the owner page, shows what is proved, comes back with its
// pairing whatever is killed, leaves nothing running, forgets everybody at one wish, and cannot be let open a door.
// Method: a hub as a user starts it, the real Homebridge of the workspace in place of the one that npm would bring, and a
// controller that is not ours.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FaceView } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { CHARACTERISTIC, HapController, SERVICE } from '../support/hap-controller.ts'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Owner } from '../support/people.ts'
import { until } from '../support/until.ts'

const SECURED = 1
const target = { accessory: 'Front door', service: SERVICE.lock, characteristic: CHARACTERISTIC.target }
const current = { ...target, characteristic: CHARACTERISTIC.current }

/** As npm leaves it. */
function install(app: string): void {
  mkdirSync(join(app, 'node_modules'), { recursive: true })
  const real = dirname(dirname(fileURLToPath(import.meta.resolve('homebridge'))))
  symlinkSync(real, join(app, 'node_modules/homebridge'))
  writeFileSync(join(app, 'whole'), '')
}

interface Address {
  readonly username: string
  readonly pin: string
  readonly port: number
}

class Room {
  readonly hub: HubProcess
  readonly owner: Owner

  constructor(hub: HubProcess, owner: Owner) {
    this.hub = hub
    this.owner = owner
  }

  get storage(): string {
    return join(this.hub.data, 'bridges/homekit')
  }
  /** cast: the bridge's own file */
  get address(): Address {
    return JSON.parse(readFileSync(join(this.storage, 'identity.json'), 'utf8')) as Address
  }
  get bridgePid(): number {
    return Number(readFileSync(`${this.storage}.pid`, 'utf8'))
  }
  get homebridgePid(): number {
    const { bridgePid } = this
    return Number(readFileSync(`/proc/${bridgePid}/task/${bridgePid}/children`, 'utf8').split(' ')[0])
  }
  async face(): Promise<FaceView> {
    const face = (await this.owner.get<FaceView[]>('/api/v1/faces')).find(({ kind }) => kind === 'homekit')
    if (!face) throw new Error('no face')
    return face
  }
  untilSays(is: (face: FaceView) => boolean): Promise<FaceView> {
    return until(
      'the bridge to say so',
      async () => {
        const face = await this.face()
        return is(face) ? face : null
      },
      30_000,
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(await this.face())}`, { cause: error })
    })
  }
  runsAgain(before: number): Promise<FaceView> {
    return this.untilSays(({ bridge, isLive }) => {
      if (bridge?.state !== 'running' || !isLive) return false
      return existsSync(`/proc/${this.bridgePid}`) && this.homebridgePid !== before && this.homebridgePid > 0
    })
  }
}

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`)

describe('a Homebridge of the hub’s own', () => {
  test('is paired, survives, forgets and opens nothing', { timeout: 150_000 }, async () => {
    await using hub = await HubProcess.rest({ settings: `${calmHome}\nbridges:\n  homekit: {}\n` })
    install(join(hub.data, 'bridges/homekit/app'))
    await hub.begin()
    await using owner = await Owner.signIn(hub)
    const room = new Room(hub, owner)

    const { bridge } = await room.untilSays((face) => face.bridge?.pairing !== null && face.isLive)
    expect(bridge?.pairing).toMatchObject({ code: room.address.pin, goodForMs: null })
    expect(bridge?.pairing?.qr).toMatch(/^X-HM:\/\/[0-9A-Z]+$/)
    await using controller = await HapController.pair(room.address, room.address.pin)
    const lock = await controller.find(target)
    await controller.untilRead(await controller.find(current), ({ value }) => value === SECURED)
    expect(await controller.write(lock, SECURED)).toBe(0)
    const face = await room.untilSays(
      ({ bridge: told }) => told?.state === 'running' && told.pairing === null,
    )
    expect((await owner.untilTold('LockAsked')).data).toMatchObject({ by: face.id, face: 'homekit' })

    // A second home does not pair by the code, and no right lets this one open.
    expect((await owner.post(`/api/v1/faces/${face.id}/pairing`)).status).toBe(409)
    const { code } = await hub.ask({ type: 'rules-code' })
    const wished = { rights: [...face.rights, 'open'], doors: null, code }
    const refused = await owner.post(`/api/v1/faces/${face.id}/rights`, wished)
    expect([refused.status, await refused.json()]).toEqual([
      409,
      { code: 'HUB_BRIDGE_OPEN', message: expect.stringContaining('network of its own') },
    ])

    // Homebridge is killed, then the bridge that keeps it: each comes back, and the pairing with it.
    const first = room.homebridgePid
    process.kill(first, 'SIGKILL')
    await room.runsAgain(first)
    const second = room.homebridgePid
    process.kill(room.bridgePid, 'SIGKILL')
    await until('Homebridge to end with its keeper', () => !isRunning(second))
    await room.runsAgain(second)
    await using again = HapController.with(room.address, controller.keys)
    await again.untilRead(await again.find(current), ({ value }) => value === SECURED, 20_000)

    // Unpaired, it is another accessory.
    const before = room.address
    expect((await owner.post(`/api/v1/faces/${face.id}/unpair`)).status).toBe(200)
    const renewed = await room.untilSays(
      ({ bridge: told }) => (told?.pairing?.code ?? before.pin) !== before.pin,
    )
    expect(renewed.bridge?.pairing?.code).toBe(room.address.pin)
    expect(room.address.username).not.toBe(before.username)

    const last = room.homebridgePid
    await hub.stop()
    await until('nothing to be left', () => !isRunning(last))
  })
})
