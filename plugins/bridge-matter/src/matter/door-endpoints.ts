// A door as Matter sees it: a bridged node with a lock, a bell, "a delivery is under way" as occupancy, and a camera with the
// bell where the settings say so; and its contact beside it, a bridged node of its own, which can be out of reach alone.
import { Endpoint } from '@matter/main'
import { BooleanStateServer } from '@matter/main/behaviors/boolean-state'
import { BridgedDeviceBasicInformationServer } from '@matter/main/behaviors/bridged-device-basic-information'
import { OccupancySensingServer } from '@matter/main/behaviors/occupancy-sensing'
import { PowerSourceServer } from '@matter/main/behaviors/power-source'
import { SwitchServer } from '@matter/main/behaviors/switch'
import { DoorLock } from '@matter/main/clusters/door-lock'
import { OccupancySensing } from '@matter/main/clusters/occupancy-sensing'
import { PowerSource } from '@matter/main/clusters/power-source'
import { ContactSensorDevice } from '@matter/main/devices/contact-sensor'
import { DoorLockDevice } from '@matter/main/devices/door-lock'
import { DoorbellDevice } from '@matter/main/devices/doorbell'
import { OccupancySensorDevice } from '@matter/main/devices/occupancy-sensor'
import { BridgedNodeEndpoint } from '@matter/main/endpoints/bridged-node'
import type { DoorView } from '@portico/protocol'
import type { DoorActs } from '../acts.ts'
import { jamStep } from '../jam-rule.ts'
import { type DoorTruth, unknownTruth } from '../truth.ts'
import { DOOR_STATES, LOCK_STATES } from './lock-words.ts'
import { HubLockServer, bindActs, lockTraits } from './lock-server.ts'
import { VideoEndpoint, type VideoOrder } from './video-endpoint.ts'

/** Of Matter's strings that name a device (Core 1.4, 9.13). */
const LABEL_MAX = 32
/** Half per cents, under which a battery is told as low and as nearly empty. */
const BATTERY_LOW = 40
const BATTERY_CRITICAL = 20

const Battery = PowerSourceServer.with('Battery')
const Lock = DoorLockDevice.with(HubLockServer)
const Contact = ContactSensorDevice.with(
  BooleanStateServer.enable({ events: { stateChange: true } }),
  BridgedDeviceBasicInformationServer,
)
const Bell = DoorbellDevice.with(SwitchServer.with('MomentarySwitch'))
const Occupancy = OccupancySensorDevice.with(OccupancySensingServer.with('PhysicalContact'))

type LockEndpoint = Endpoint<typeof Lock>

export interface DoorOrder {
  readonly door: Pick<DoorView, 'id' | 'name' | 'kind'>
  readonly acts: DoorActs
  readonly serial: string
  readonly unique: string
  readonly contactUnique: string
  /** For good: what an endpoint has never changes in Matter. */
  readonly hasBattery: boolean
  /** Null: it has no camera, or the settings want none shown. */
  readonly video: VideoOrder | null
}

export class DoorEndpoints {
  readonly hasBattery: boolean
  readonly #node: Endpoint
  readonly #lock: LockEndpoint | null
  readonly #contact: Endpoint<typeof Contact>
  readonly #bell: Endpoint<typeof Bell>
  readonly #occupancy: Endpoint<typeof Occupancy>
  readonly #video: VideoEndpoint | null
  #told: DoorTruth = unknownTruth
  #isReachable = true
  #isJammed = false

  /** Nothing is known of it yet, and a reset of the node makes it so again: what is shown comes by `show` alone. */
  constructor({ door, acts, serial, unique, contactUnique, hasBattery, video }: DoorOrder) {
    this.hasBattery = hasBattery
    const label = door.name.slice(0, LABEL_MAX)
    // A porch has no lock of its own.
    this.#lock =
      door.kind === 'porch'
        ? null
        : new Endpoint(Lock, { id: 'lock', doorLock: { ...lockTraits, ...lockPatch(unknownTruth) } })
    if (this.#lock !== null) bindActs(this.#lock, acts)
    this.#contact = new Endpoint(Contact, {
      id: `${endpointId(door.id)}-contact`,
      booleanState: { stateValue: false },
      bridgedDeviceBasicInformation: {
        nodeLabel: contactLabel(door.name),
        productName: 'Door contact',
        uniqueId: contactUnique,
        reachable: false,
      },
    })
    this.#bell = new Endpoint(Bell, { id: 'bell', switch: { numberOfPositions: 2, currentPosition: 0 } })
    this.#occupancy = new Endpoint(Occupancy, {
      id: 'delivery',
      occupancySensing: {
        occupancy: { occupied: false },
        occupancySensorType: OccupancySensing.OccupancySensorType.PhysicalContact,
        occupancySensorTypeBitmap: { physicalContact: true },
      },
    })
    this.#video = video === null ? null : new VideoEndpoint(video, this.#bell)
    const parts: Endpoint[] = [this.#video?.node ?? this.#bell, this.#occupancy]
    if (this.#lock !== null) parts.unshift(this.#lock)
    this.#node = new Endpoint(BridgedNodeEndpoint.with(BridgedDeviceBasicInformationServer), {
      id: endpointId(door.id),
      bridgedDeviceBasicInformation: {
        nodeLabel: label,
        productName: 'Door',
        serialNumber: serial,
        uniqueId: unique,
        reachable: true,
      },
      parts,
    })
    if (hasBattery) this.#node.behaviors.require(Battery, batteryPatch(null))
  }

  async joinTo(aggregator: Endpoint): Promise<void> {
    await aggregator.add(this.#node)
    await aggregator.add(this.#contact)
  }

  async close(): Promise<void> {
    await this.#video?.[Symbol.asyncDispose]()
    await this.#node.close()
    await this.#contact.close()
  }

  /** Null: the hub is not heard. */
  async show(truth: DoorTruth | null): Promise<void> {
    const next = truth ?? unknownTruth
    const { alarm, isJammed } = jamStep(this.#isJammed, next.state)
    if (!isSame(next, this.#told)) await this.#write(next)
    this.#told = next
    this.#isJammed = isJammed
    if (alarm) await this.#alarm()
    const isReachable = truth !== null
    if (isReachable === this.#isReachable) return
    this.#isReachable = isReachable
    await this.#node.setStateOf(BridgedDeviceBasicInformationServer, { reachable: isReachable })
  }

  /** The node was reset, and knows nothing any more. */
  async showAgain(): Promise<void> {
    await this.#write(this.#told)
    await this.#video?.showAgain()
    await this.#node.setStateOf(BridgedDeviceBasicInformationServer, { reachable: this.#isReachable })
  }

  async ring(): Promise<void> {
    await this.#bell.set({ switch: { currentPosition: 1 } })
    await this.#bell.set({ switch: { currentPosition: 0 } })
  }

  /** Nobody looks from now on. */
  async endLooking(): Promise<void> {
    await this.#video?.[Symbol.asyncDispose]()
  }

  async #write(truth: DoorTruth): Promise<void> {
    await this.#lock?.set({ doorLock: lockPatch(truth) })
    await this.#contact.set({
      booleanState: { stateValue: truth.isClosed },
      bridgedDeviceBasicInformation: { reachable: truth.leaf !== null },
    })
    await this.#occupancy.set({ occupancySensing: { occupancy: { occupied: truth.isDelivery } } })
    if (this.hasBattery) await this.#node.setStateOf(Battery, batteryPatch(truth.battery))
  }

  async #alarm(): Promise<void> {
    await this.#lock?.act((agent) =>
      agent
        .get(HubLockServer)
        .events.doorLockAlarm.emit({ alarmCode: DoorLock.AlarmCode.LockJammed }, agent.context),
    )
  }
}

interface LockPatch {
  readonly lockState: DoorLock.LockState | null
  readonly doorState: DoorLock.DoorState | null
}

function lockPatch({ lock, leaf }: DoorTruth): LockPatch {
  return {
    lockState: lock === null ? null : LOCK_STATES[lock],
    doorState: leaf === null ? null : DOOR_STATES[leaf],
  }
}

function batteryPatch(level: number | null): {
  status: PowerSource.PowerSourceStatus
  order: number
  description: string
  batPercentRemaining: number | null
  batChargeLevel: PowerSource.BatChargeLevel
  batReplacementNeeded: boolean
  batReplaceability: PowerSource.BatReplaceability
} {
  const { BatChargeLevel, PowerSourceStatus, BatReplaceability } = PowerSource
  // Matter has no word for a charge that nobody knows.
  const isCritical = level !== null && level < BATTERY_CRITICAL
  const isLow = level === null || level < BATTERY_LOW
  return {
    status: level === null ? PowerSourceStatus.Unspecified : PowerSourceStatus.Active,
    order: 0,
    description: 'Battery of the lock',
    batPercentRemaining: level,
    batChargeLevel: isCritical ? BatChargeLevel.Critical : isLow ? BatChargeLevel.Warning : BatChargeLevel.Ok,
    batReplacementNeeded: isCritical,
    batReplaceability: BatReplaceability.UserReplaceable,
  }
}

/** Told apart from its door where names are cut. */
function contactLabel(door: string): string {
  const more = ' contact'
  return door.slice(0, LABEL_MAX - more.length) + more
}

function isSame(one: DoorTruth, other: DoorTruth): boolean {
  return (
    one.lock === other.lock &&
    one.leaf === other.leaf &&
    one.isClosed === other.isClosed &&
    one.battery === other.battery &&
    one.isDelivery === other.isDelivery
  )
}

/** The library takes no dots in an id. */
function endpointId(door: string): string {
  return `door-${door.replaceAll(/[^A-Za-z0-9-]/g, (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}`)}`
}
