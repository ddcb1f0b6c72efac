// The devices of the house as the hub knows them: orders go to the house, its reports come back.
import {
  type CameraReporter,
  type EdgeDevice,
  type LockDevice,
  type LockTraits,
  type PluginHost,
  type WitnessPath,
  assertNever,
  codeOf,
} from '@portico/plugin-api'
import { virtualError } from './errors.ts'
import type { HouseConnection } from './house-client.ts'
import { type DeviceSettings, type LockSettings, readSettings } from './house/house-settings.ts'
import type { Ask, DeviceReport } from './house/messages.ts'

/** Each simulated device has a radio of its own, on which nothing else can speak. */
const pathOf = (id: string): WitnessPath => ({ id: `virtual:${id}`, exclusive: true })

export const traitsOf = (lock: LockSettings): LockTraits => ({
  boltWitness: 'measured',
  autoRelock: lock.autoRelockMs !== null,
  // Only a lock that waits for a closed leaf may count as a dead-man.
  timedUnlockMaxMs: lock.sensesLeaf ? lock.autoRelockMs : null,
  exit: 'free',
  pinExpiry: lock.keypad ? 'lock' : 'none',
  path: pathOf(lock.id),
})

export class VirtualDevices {
  readonly #host: PluginHost
  readonly #house: () => HouseConnection
  readonly #reporters = new Map<string, (report: DeviceReport) => void>()
  readonly #cameras = new Map<string, CameraReporter>()
  readonly #unreachable = new Set<string>()
  #added = false

  /** `house`: the connection of the moment; throws while there is none. */
  constructor(host: PluginHost, house: () => HouseConnection) {
    this.#host = host
    this.#house = house
  }

  /** A report of the house; who reports is reachable. */
  take(report: DeviceReport): void {
    this.#setReachable(report.device, true)
    this.#reporters.get(report.device)?.(report)
  }

  /** The house is there: for the first time, or again, perhaps a new one with new cameras. */
  found(house: HouseConnection): void {
    if (!this.#added) for (const device of readSettings(this.#host.devices)) this.#add(device)
    this.#added = true
    for (const id of this.#unreachable) this.#setReachable(id, true)
    for (const [id, tell] of this.#cameras) {
      const source = house.cameras[id]
      if (source) tell(source)
    }
  }

  lost(): void {
    for (const { id } of this.#host.devices) this.#setReachable(id, false)
  }

  #add(device: DeviceSettings): void {
    switch (device.kind) {
      case 'lock':
        return this.#addLock(device)
      case 'contact':
        return this.#addContact(device.id)
      case 'edge':
        return this.#addEdge(device.id)
      case 'bell':
        return this.#addBell(device.id)
      case 'camera':
        return this.#addCamera(device.id)
      default:
        return assertNever(device)
    }
  }

  /** The hub is told once that a device is lost, and once that it is back. */
  #setReachable(id: string, reachable: boolean): void {
    if (reachable !== this.#unreachable.has(id)) return
    if (reachable) this.#unreachable.delete(id)
    else this.#unreachable.add(id)
    this.#host.setReachable(id, reachable)
  }

  /** Orders fail with the codes of the house; one that is not answered makes the device unreachable. */
  async #ask(id: string, ask: Ask): Promise<void> {
    try {
      await this.#house().ask(ask)
    } catch (error) {
      if (codeOf(error) === 'HUB_VIRTUAL_UNANSWERED') this.#setReachable(id, false)
      throw error
    }
  }

  #addLock(settings: LockSettings): void {
    const { id } = settings
    const lock: LockDevice = {
      traits: traitsOf(settings),
      // The house looks at the clock again, directly before its motor starts.
      unlock: async ({ op, notAfter, frame = null }) => {
        if (this.#host.clock.mono() > notAfter)
          throw virtualError('HUB_VIRTUAL_TOO_LATE', `lock ${id}: the order had expired`)
        await this.#ask(id, { type: 'unlock', device: id, op, notAfter, frame })
      },
      grantPin: async ({ op, notAfter, endsAt, pin, frame = null }) => {
        if (this.#host.clock.mono() > notAfter)
          throw virtualError('HUB_VIRTUAL_TOO_LATE', `lock ${id}: the order had expired`)
        await this.#ask(id, { type: 'grant-pin', device: id, op, notAfter, endsAt, pin, frame })
      },
      revokePin: async (op) => await this.#ask(id, { type: 'revoke-pin', device: id, op }),
      lock: async (op) => await this.#ask(id, { type: 'lock', device: id, op }),
      query: async (q) => await this.#ask(id, { type: 'query', device: id, q }),
    }
    const report = this.#host.addLock(id, lock)
    this.#reporters.set(id, (said) => {
      if (said.kind === 'lock' || said.kind === 'pin') report(said.report)
    })
  }

  #addContact(id: string): void {
    const report = this.#host.addContact(id, {
      path: pathOf(id),
      query: async (q) => await this.#ask(id, { type: 'query', device: id, q }),
    })
    this.#reporters.set(id, (said) => {
      if (said.kind === 'contact') report(said.report)
    })
  }

  #addEdge(id: string): void {
    const key = this.#house().edges[id]
    if (key === undefined) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `the house has no edge ${id}`)
    const edge: EdgeDevice = {
      key,
      hear: async (frame) => await this.#ask(id, { type: 'edge', device: id, frame }),
    }
    const report = this.#host.addEdge(id, edge)
    this.#reporters.set(id, (said) => {
      if (said.kind === 'edge') report(said.frame)
    })
  }

  #addBell(id: string): void {
    const report = this.#host.addBell(id)
    this.#reporters.set(id, (said) => {
      if (said.kind === 'bell') report()
    })
  }

  #addCamera(id: string): void {
    const source = this.#house().cameras[id]
    if (!source) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `the house has no camera ${id}`)
    this.#cameras.set(id, this.#host.addCamera(id, source))
  }
}
