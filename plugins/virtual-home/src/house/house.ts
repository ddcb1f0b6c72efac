// The house: its doors, what is mounted on them, and what is asked of it. It needs no hub and no socket.
import { isPublicKey } from '@portico/edge'
import { type Clock, type HubError, assertNever } from '@portico/plugin-api'
import { type World, truthOf } from '@portico/world'
import type { StreamFault } from '../camera/stream-fault.ts'
import { virtualError } from '../errors.ts'
import { SimulatedContact } from './contact.ts'
import { Door } from './door.ts'
import { SimulatedEdge } from './edge.ts'
import type { EdgeVault } from './edge-vault.ts'
import type { ContactSettings, DeviceSettings, LockSettings } from './house-settings.ts'
import { type CameraTruth, type DoorTruth, type HouseTruth, edgeTruth } from './house-truth.ts'
import { type KeptState, keptDoor, readKeptDoor, restoreWorld } from './kept-state.ts'
import { SimulatedLock } from './lock.ts'
import type { Ask, DeviceReport } from './messages.ts'
import { Radio } from './radio.ts'

/** The cameras as the house sees them; they draw, encode and serve on their own. */
export interface Cameras {
  /** The door has changed; from now on it looks like this, motions included. */
  show(door: string, world: World): void
  /** Throws `HUB_VIRTUAL_UNKNOWN_DEVICE`, as `truth` does. */
  setFault(camera: string, fault: StreamFault): void
  showCode(door: string, code: string | null): void
  truth(camera: string): CameraTruth
  /** The newest that was said through it, G.711 µ-law. */
  heard(camera: string): Uint8Array
}

export interface HouseOptions {
  /** With every option filled in. */
  readonly devices: readonly DeviceSettings[]
  /** How the doors were left; `{}` on the first day. */
  readonly kept: KeptState
  readonly clock: Clock
  /** Chance for lossy links, from 0 up to but not including 1. */
  readonly draw: () => number
  readonly cameras: Cameras
  /** Keys of the edges and of their hub. */
  readonly vault: EdgeVault
  /** What a device says, when it has arrived at the hub's side of its radio. */
  readonly report: (report: DeviceReport) => void
  /** The state that should outlive the house has changed. */
  readonly onKept: () => void
}

export class House implements Disposable {
  readonly clock: Clock
  readonly devices: readonly DeviceSettings[]
  readonly cameras: Cameras
  readonly #options: HouseOptions
  readonly #doors = new Map<string, Door>()
  readonly #locks = new Map<string, SimulatedLock>()
  readonly #contacts = new Map<string, SimulatedContact>()
  readonly #edges = new Map<string, SimulatedEdge>()

  constructor(options: HouseOptions) {
    this.#options = options
    this.clock = options.clock
    this.devices = options.devices
    this.cameras = options.cameras
    for (const id of new Set(options.devices.map((device) => device.door))) this.#addDoor(id)
    for (const device of options.devices) this.#addDevice(device)
    for (const device of options.devices) if (device.kind === 'edge') this.#addEdge(device.id, device.door)
  }

  /** Throws `HUB_VIRTUAL_UNKNOWN_DEVICE`, as the others do. */
  door(id: string): Door {
    return found(this.#doors, id, 'door')
  }

  lock(id: string): SimulatedLock {
    return found(this.#locks, id, 'lock')
  }

  contact(id: string): SimulatedContact {
    return found(this.#contacts, id, 'contact')
  }

  edge(id: string): SimulatedEdge {
    return found(this.#edges, id, 'edge')
  }

  device(id: string): DeviceSettings {
    const device = this.devices.find((each) => each.id === id)
    if (!device) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `no device ${id} in this house`)
    return device
  }

  /** The devices of one kind that are mounted at a door. */
  at(door: string, kind: DeviceSettings['kind']): readonly DeviceSettings[] {
    return this.devices.filter((device) => device.door === door && device.kind === kind)
  }

  /** The button is pressed; whoever presses it stands there already. */
  ring(door: string): void {
    for (const bell of this.at(door, 'bell')) this.#options.report({ kind: 'bell', device: bell.id })
  }

  /** A hub came or went: edges tell it what they noted meanwhile. */
  setHub(on: boolean): void {
    for (const edge of this.#edges.values()) edge.setHub(on)
  }

  /** What a hub asks of a device. Resolves when the device has accepted. */
  async perform(ask: Exclude<Ask, { type: 'follow' | 'truth' | 'act' | 'end' }>): Promise<void> {
    switch (ask.type) {
      case 'unlock':
        return await this.lock(ask.device).unlock(ask.op, ask.notAfter, () => this.#edgeRefuses(ask))
      case 'grant-pin':
        return await this.lock(ask.device).grantPin(ask, () => this.#edgeRefuses(ask))
      case 'revoke-pin':
        return await this.lock(ask.device).revokePin(ask.op)
      case 'lock':
        return await this.lock(ask.device).lock()
      case 'query':
        return this.#query(ask.device, ask.q)
      case 'edge':
        return this.#tellEdge(ask.device, ask.frame)
      case 'pair':
        return this.#pair(ask.key)
      default:
        return assertNever(ask)
    }
  }

  /** One door as somebody standing there sees it, and what came over the wire to its lock. */
  doorTruth(id: string): DoorTruth {
    const door = this.door(id)
    const truth = truthOf(door.world, this.clock.mono())
    const edges = this.at(id, 'edge').map((device) => this.edge(device.id))
    const [lock] = this.at(id, 'lock')
    const held = door.world.keypad.pin
    return {
      ...truth,
      siren: edges.some((edge) => edge.state.siren),
      peopleInside: truth.people.filter((person) => person.where === 'inside').length,
      parcelsInside: truth.parcels.inside,
      parcelsOutside: truth.parcels.outside,
      unlocksReceived: lock ? this.lock(lock.id).unlocksReceived : [],
      pinsReceived: lock ? this.lock(lock.id).pinsReceived : [],
      pinHeld: held && { op: held.op, endsAt: held.endsAt },
      edge: edges[0] ? edgeTruth(edges[0].state, edges[0].refused) : null,
    }
  }

  truth(): HouseTruth {
    const cameras = this.devices.filter((device) => device.kind === 'camera')
    return {
      at: this.clock.mono(),
      doors: Object.fromEntries([...this.#doors.keys()].map((id) => [id, this.doorTruth(id)])),
      cameras: Object.fromEntries(cameras.map((camera) => [camera.id, this.cameras.truth(camera.id)])),
    }
  }

  /** What should outlive the house, of every door. */
  kept(): KeptState {
    return Object.fromEntries([...this.#doors].map(([id, door]) => [id, keptDoor(door.world)]))
  }

  /** A lie or a link changed: devices say what they now have to say, and the edge feels its wires. */
  refresh(door: string): void {
    for (const lock of this.at(door, 'lock')) this.lock(lock.id).pushChange()
    for (const contact of this.at(door, 'contact')) this.contact(contact.id).pushChange()
    for (const edge of this.at(door, 'edge'))
      this.edge(edge.id).feel({ type: 'contact', contact: this.#reed(door) })
  }

  /** Public key of each edge, for the hub to pin. */
  get edgeKeys(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#edges].map(([id, edge]) => [id, edge.publicKey]))
  }

  #tellEdge(device: string, frame: string): void {
    const fault = this.edge(device).hear(frame)
    if (fault !== null) throw virtualError('HUB_VIRTUAL_REFUSED', `edge ${device}: the frame is ${fault}`)
  }

  #pair(hubKey: string): void {
    if (!isPublicKey(hubKey)) throw virtualError('HUB_VIRTUAL_MESSAGE', 'this is no public key')
    if (!this.#options.vault.pair(hubKey))
      throw virtualError('HUB_VIRTUAL_DENIED', 'the edges of this house are paired with another hub')
    for (const edge of this.#edges.values()) edge.pair(hubKey)
  }

  /** A lock that is wired to an edge opens only with its leave: a hub of yesterday, or no hub, gets none. */
  #edgeRefuses({ device, op, frame }: Extract<Ask, { type: 'unlock' | 'grant-pin' }>): HubError | null {
    for (const { id } of this.at(this.device(device).door, 'edge')) {
      const fault = this.edge(id).faultOfUnlock(op, frame)
      if (fault !== null)
        return virtualError(
          fault === 'expired' ? 'HUB_VIRTUAL_TOO_LATE' : 'HUB_VIRTUAL_REFUSED',
          `lock ${device}: the edge gives no leave, ${fault}`,
        )
    }
    return null
  }

  #query(device: string, q: number): void {
    const asked = this.#locks.get(device) ?? this.#contacts.get(device)
    if (!asked) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `no lock or contact ${device}`)
    asked.query(q)
  }

  #addDoor(id: string): void {
    const { devices, kept, clock, cameras, onKept } = this.#options
    const lock = devices.find((device) => device.kind === 'lock' && device.door === id)
    const world = restoreWorld(readKeptDoor(kept[id]), lock?.kind === 'lock' ? lock : null, clock.mono())
    const door = new Door(id, clock, world)
    this.#doors.set(id, door)
    cameras.show(id, world)
    door.watch((now) => {
      cameras.show(id, now)
      onKept()
    })
  }

  #addDevice(device: DeviceSettings): void {
    if (device.kind === 'lock') this.#addLock(device)
    else if (device.kind === 'contact') this.#addContact(device)
  }

  #radio(reportLagMs: number): Radio {
    const { clock, draw } = this.#options
    return new Radio({ clock, draw, reportLagMs })
  }

  #addLock({ id, door, reportLagMs }: LockSettings): void {
    const { clock, report } = this.#options
    const lock = new SimulatedLock({
      id,
      door: this.door(door),
      radio: this.#radio(reportLagMs),
      clock,
      report: (said) => {
        report({ kind: 'lock', device: id, report: said })
      },
      reportPin: (said) => {
        report({ kind: 'pin', device: id, report: said })
      },
    })
    this.#locks.set(id, lock)
  }

  #addContact({ id, door, reportLagMs }: ContactSettings): void {
    const { report } = this.#options
    const contact = new SimulatedContact({
      id,
      door: this.door(door),
      radio: this.#radio(reportLagMs),
      report: (said) => {
        report({ kind: 'contact', device: id, report: said })
      },
    })
    this.#contacts.set(id, contact)
  }

  #addEdge(id: string, doorId: string): void {
    const { clock, report, vault } = this.#options
    const door = this.door(doorId)
    const edge = new SimulatedEdge({
      id,
      clock,
      vault,
      radio: this.#radio(0),
      reed: () => this.#reed(doorId),
      bolt: () => {
        for (const lock of this.at(doorId, 'lock')) this.lock(lock.id).lockByEdge()
      },
      report: (frame) => {
        report({ kind: 'edge', device: id, frame })
      },
    })
    this.#edges.set(id, edge)
    // The edge hangs on wires: it feels each change at once, whatever the radios do.
    let { tamper, fire } = door.world
    door.watch((world) => {
      edge.feel({ type: 'contact', contact: this.#reed(doorId) })
      if (world.tamper !== tamper) edge.feel({ type: 'tamper', on: (tamper = world.tamper) })
      if (world.fire !== fire) edge.feel({ type: 'fire', on: (fire = world.fire) })
    })
  }

  /** The reed that is wired to the edge: that of the first contact, or one of its own where there is none. */
  #reed(door: string): 'open' | 'closed' {
    const [contact] = this.at(door, 'contact')
    if (contact) return this.contact(contact.id).reed
    return truthOf(this.door(door).world, this.clock.mono()).leaf
  }

  [Symbol.dispose](): void {
    for (const edge of this.#edges.values()) edge[Symbol.dispose]()
    for (const lock of this.#locks.values()) lock[Symbol.dispose]()
    for (const contact of this.#contacts.values()) contact[Symbol.dispose]()
    for (const door of this.#doors.values()) door[Symbol.dispose]()
  }
}

function found<T>(map: ReadonlyMap<string, T>, id: string, kind: string): T {
  const value = map.get(id)
  if (!value) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `no ${kind} ${id} in this house`)
  return value
}
