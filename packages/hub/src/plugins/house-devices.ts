// All devices of the house: which serves which door, what their plugins say about them, and what is lost with a plugin.
import { type DoorCommandBody, type DoorId, assertNever } from '@portico/core'
import type { CameraNote, CameraSource, LockTraits, VirtualAct, WitnessPath } from '@portico/plugin-api'
import { type CameraView, type Clock, HubError, codeOf } from '@portico/ports'
import { type DoorDevices, unfitness } from '@portico/runtime'
import type { CheckedDoor, CheckedPlugin } from '../config/checked-settings.ts'
import { hubError } from '../errors.ts'
import { DoorHardware } from './door-hardware.ts'
import { edgeCommands } from './door-reports.ts'
import type { EdgeLines } from './edge-lines.ts'
import type { PluginChild, PluginEvents } from './plugin-child.ts'
import type { ProcessLoss } from './process-life.ts'
import type { PluginLog } from './plugin-log.ts'
import type { DeviceReport, OfferedDevice } from './plugin-messages.ts'

export interface HouseDevicesParts {
  readonly doors: readonly CheckedDoor[]
  readonly clock: Clock
  readonly log: PluginLog
  readonly edges: EdgeLines
  readonly report: (door: DoorId, body: DoorCommandBody) => void
  readonly ring: (door: DoorId) => void
  /** Throws when the camera's address or key cannot be right. */
  readonly setCamera: (id: string, view: CameraView, source: CameraSource) => void
  /** What a camera says of its own view. */
  readonly noteCamera: (id: string, note: CameraNote) => void
  readonly pluginLost: (plugin: string, why: ProcessLoss) => void
}

export class HouseDevices {
  readonly #parts: HouseDevicesParts
  readonly #keepers = new Map<string, PluginChild>()
  readonly #virtual: PluginChild[] = []
  readonly #locks = new Map<string, LockTraits>()
  readonly #contacts = new Map<string, WitnessPath>()
  /** Devices whose plugin serves. */
  readonly #serving = new Set<string>()

  constructor(parts: HouseDevicesParts) {
    this.#parts = parts
  }

  devicesOf(door: CheckedDoor): DoorDevices {
    return new DoorHardware({
      door,
      keeperOf: (device) => this.#keepers.get(device) ?? null,
      lineTo: (edge) => this.#parts.edges.lineTo(edge),
      clock: this.#parts.clock,
      report: (body) => {
        this.#parts.report(door.id, body)
      },
    })
  }

  /** To be called as soon as the plugin's process was started. */
  attach({ devices, kind }: CheckedPlugin, child: PluginChild): void {
    for (const { id } of devices) this.#keepers.set(id, child)
    if (kind === 'virtual') this.#virtual.push(child)
  }

  /** What somebody does by hand in the simulated world. Rejects with the code of the world. */
  async act(act: VirtualAct): Promise<Readonly<Record<string, unknown>>> {
    // What is named may be a device or a door of the world, which only its own plugin knows.
    const child = this.#keepers.get(act.on) ?? this.#virtual[0]
    if (!child) throw hubError('HUB_DEVICE_MISSING', 'this home is real: nothing in it can be done from here')
    return (await child.ask({ type: 'act', act })) ?? {}
  }

  eventsFor({ name, devices }: CheckedPlugin): PluginEvents {
    const ids = new Set(devices.map(({ id }) => id))
    const has = (id: string): boolean => ids.has(id)
    const serves = ({ lock, contact, edge }: CheckedDoor): boolean =>
      [lock, contact, edge].some((device) => device !== null && has(device))
    return {
      offered: (device) => {
        this.#offered(device)
      },
      up: () => {
        for (const id of ids) this.#serving.add(id)
        for (const { id, kind } of devices) if (kind === 'edge') this.#greet(id)
        for (const door of this.#parts.doors) if (serves(door)) this.#tellFitness(door)
      },
      report: (report) => {
        this.#take(report)
      },
      reachable: (device, on) => {
        this.#parts.log[on ? 'info' : 'warn']({ deviceId: device }, on ? 'device is back' : 'device lost')
        if (!on) this.#lose((id) => id === device)
      },
      lost: (why) => {
        for (const id of ids) this.#serving.delete(id)
        this.#lose(has)
        for (const door of this.#parts.doors) if (serves(door)) this.#tellFitness(door)
        this.#parts.pluginLost(name, why)
      },
    }
  }

  /** The doors of a device, by the place it has there. */
  #doorsOf(device: string, role: 'lock' | 'contact' | 'edge' | 'bell'): readonly CheckedDoor[] {
    return this.#parts.doors.filter((door) => door[role] === device)
  }

  #offered(device: OfferedDevice): void {
    if (device.kind === 'lock') this.#locks.set(device.id, device.traits)
    else if (device.kind === 'contact') this.#contacts.set(device.id, device.path)
    else if (device.kind === 'edge') this.#parts.edges.offered(device.id, device.key)
    else if (device.kind === 'camera') this.#offeredCamera(device.id, device.source)
  }

  /** What an earlier life of its plugin heard from it, this one will hear again. */
  #offeredCamera(id: string, source: CameraSource | null): void {
    this.#parts.noteCamera(id, { what: 'tamper', on: false })
    if (source) this.#setCamera(id, source)
  }

  #take(report: DeviceReport): void {
    const tell = (role: 'lock' | 'contact' | 'edge', bodies: readonly DoorCommandBody[]): void => {
      for (const door of this.#doorsOf(report.device, role))
        for (const body of bodies) this.#parts.report(door.id, body)
    }
    switch (report.kind) {
      case 'lock':
        return tell('lock', [{ type: 'ReportBolt', ...report.report }])
      case 'pin':
        return tell('lock', [{ type: 'ReportPin', ...report.report }])
      case 'contact':
        return tell('contact', [{ type: 'ReportContact', ...report.report }])
      case 'edge':
        return tell('edge', this.#heardOf(report.device, report.frame))
      case 'bell':
        for (const door of this.#doorsOf(report.device, 'bell')) this.#parts.ring(door.id)
        return
      case 'camera':
        return this.#setCamera(report.device, report.source)
      case 'camera-note':
        return this.#parts.noteCamera(report.device, report.note)
      case 'mail':
      case 'mailbox-status':
      case 'mailbox-secret':
        // Mailboxes serve no door: the mail desk hears them.
        return
      default:
        return assertNever(report)
    }
  }

  /** Only what the edge itself said, now and in this epoch, is a report. */
  #heardOf(edge: string, frame: string): readonly DoorCommandBody[] {
    const word = this.#parts.edges.hear(edge, frame)
    if (word === 'wants-hello') this.#greet(edge)
    return word === null || word === 'wants-hello' ? [] : edgeCommands(word, this.#parts.clock.mono())
  }

  /** Tells an edge that a new epoch has begun; one that does not hear it is told again when it speaks. */
  #greet(edge: string): void {
    const [frame, keeper] = [this.#parts.edges.helloTo(edge), this.#keepers.get(edge)]
    if (frame === null || !keeper) return
    keeper.ask({ type: 'edge', device: edge, frame }).catch((error: unknown) => {
      this.#parts.log.info({ deviceId: edge, code: codeOf(error) }, 'the edge is greeted when it speaks')
    })
  }

  /** What is lost is unknown. A camera's feed is judged where its pictures arrive, not by its plugin. */
  #lose(isLost: (device: string) => boolean): void {
    for (const door of this.#parts.doors)
      for (const role of ['lock', 'contact', 'edge'] as const) {
        const device = door[role]
        if (device !== null && isLost(device))
          this.#parts.report(door.id, { type: 'ReportLost', device: role })
      }
  }

  /** Unknown hardware is unfit. Told again after each loss, it makes the door ask its witnesses at once. */
  #tellFitness({ id, lock, contact, edge }: CheckedDoor): void {
    // A porch never becomes fit.
    if (lock === null || contact === null) return
    const [traits, path] = [this.#locks.get(lock), this.#contacts.get(contact)]
    const isKnown = this.#serving.has(lock) && this.#serving.has(contact) && traits && path
    const unfit = isKnown
      ? unfitness({
          lock: traits,
          contact: path,
          hasEdge: edge !== null && this.#parts.edges.lineTo(edge) !== null,
        })
      : 'LOCK_UNFIT'
    if (isKnown && unfit !== null) this.#parts.log.warn({ doorId: id, unfit }, 'door is not fit')
    const pin = isKnown ? traits.pinExpiry === 'lock' : false
    this.#parts.report(id, { type: 'ReportFitness', unfit, pin })
  }

  #setCamera(id: string, source: CameraSource): void {
    const doors = this.#parts.doors.filter(({ cameras }) => cameras.some((camera) => camera.id === id))
    const view = doors.flatMap(({ cameras }) => cameras).find((camera) => camera.id === id)?.view
    if (view === undefined) return
    try {
      if (source.rtsp === null && doors.some(({ kind }) => kind !== 'porch'))
        throw new HubError('HUB_CAMERA_STILLS_ONLY', `camera ${id}: single pictures are no eye of a delivery`)
      this.#parts.setCamera(id, view, source)
    } catch (error) {
      this.#parts.log.error({ camera: id, code: codeOf(error) }, 'camera not connected')
    }
  }
}
