// A door of the house as one accessory: lock, leaf, battery, the delivery that goes on, and its alarm.
import type { API, CharacteristicValue, PlatformAccessory, Service } from 'homebridge'
import type { DoorView, RingMessage } from '@portico/protocol'
import type { Doorbell } from '../camera/doorbell.ts'
import { hapError } from '../hap-status.ts'
import { VERSION } from '../version.ts'
import { type DoorOrders, orderLock } from './door-orders.ts'
import { addBattery, addContact, addLock, addSensors } from './door-services.ts'
import { LOCK, type Seen, hasLock, lockTarget } from './tell-door.ts'
import { ToldValues } from './told-values.ts'

export interface DoorOrder {
  readonly api: API
  readonly accessory: PlatformAccessory
  readonly log: Pick<Console, 'info' | 'warn' | 'error'>
  /** Id of the door. */
  readonly door: string
  /** Null: the hub has not let us in. */
  orders(): DoorOrders | null
  /** Of a door as the hub shows it now, `before` if that is still the right one; null: there is no hub. */
  bell(view: DoorView, before: Doorbell | null): Doorbell | null
  /** It has services that it had not before: Homebridge has to keep them for the next start. */
  grown(): void
}

/** So long the target says that the door is being locked, ms; then it says again what the door is. */
const LOCKING_MS = 20_000

export class DoorAccessory implements Disposable {
  readonly #order: DoorOrder
  readonly #values: ToldValues
  #bell: Doorbell | null = null
  #door: Seen = null
  #lock: Service | null = null
  #hasBattery = false
  #isMade = false
  #locking: NodeJS.Timeout | null = null

  /** A door of the last start is unknown until the hub has spoken of it. */
  constructor(order: DoorOrder) {
    this.#order = order
    this.#values = new ToldValues(order.api)
    const { Service: S } = order.api.hap
    const { accessory } = order
    if (accessory.getService(S.LockMechanism)) this.#makeLock()
    if (accessory.getService(S.Battery)) this.#makeBattery()
    if (accessory.services.length > 1) this.#make()
  }

  /** Null: nobody hears of it. */
  take(door: Seen): void {
    this.#door = door
    if (door?.state === 'locked-proved' || door?.state === 'jammed') this.#endLocking()
    if (door) this.#grow(door)
    this.#values.take(door)
    this.#bell?.take(door)
  }

  ring(ring: RingMessage): void {
    this.#bell?.ring(ring)
  }

  #grow(door: DoorView): void {
    const { accessory } = this.#order
    const before = accessory.services.length
    if (accessory.displayName !== door.name) accessory.updateDisplayName(door.name)
    if (hasLock(door) && !this.#lock) this.#makeLock()
    if (door.battery !== null && !this.#hasBattery) this.#makeBattery()
    if (!this.#isMade) this.#make()
    this.#bell = this.#order.bell(door, this.#bell)
    if (accessory.services.length !== before) this.#order.grown()
  }

  #make(): void {
    this.#isMade = true
    const { api, accessory, door } = this.#order
    const { Service: S, Characteristic: C } = api.hap
    accessory
      .getService(S.AccessoryInformation)
      ?.setCharacteristic(C.Manufacturer, 'Portico')
      .setCharacteristic(C.Model, 'Door')
      .setCharacteristic(C.SerialNumber, `door-${door}`)
      .setCharacteristic(C.FirmwareRevision, VERSION)
    addSensors({ api, accessory, values: this.#values })
  }

  #makeBattery(): void {
    this.#hasBattery = true
    addBattery({ ...this.#order, values: this.#values })
  }

  #makeLock(): void {
    const body = { ...this.#order, values: this.#values }
    const { LockTargetState } = this.#order.api.hap.Characteristic
    this.#lock = addLock(body)
    addContact(body)
    this.#values.add(this.#lock, [[LockTargetState, (door) => lockTarget(door, this.#locking !== null)]])
    this.#lock.getCharacteristic(LockTargetState).onSet((value) => this.#write(value))
  }

  /** @throws HapStatusError, once the target stands again where the door is */
  async #write(value: CharacteristicValue): Promise<void> {
    const { door, log } = this.#order
    const target = value === LOCK.secured ? LOCK.secured : LOCK.unsecured
    const { answer, code } = await orderLock(this.#order.orders(), door, target)
    if (answer === 'done') {
      if (target === LOCK.secured) this.#beginLocking()
      return
    }
    const what = target === LOCK.secured ? 'lock' : 'open'
    log.warn(`${door}: asked to ${what}, the hub says no (${code ?? 'no answer'})`)
    this.#putBack()
    throw hapError(this.#order.api, answer)
  }

  /** Whoever wrote it believes that it was taken: it hears what stands, though nothing has changed here. */
  #putBack(): void {
    const target = lockTarget(this.#door, this.#locking !== null)
    if (target === null) return
    const { LockTargetState } = this.#order.api.hap.Characteristic
    this.#lock?.getCharacteristic(LockTargetState).sendEventNotification(target)
  }

  #beginLocking(): void {
    this.#endLocking()
    if (this.#door?.state === 'locked-proved') return
    this.#locking = setTimeout(() => {
      this.#endLocking()
      this.#values.take(this.#door)
    }, LOCKING_MS)
    this.#locking.unref()
    this.#values.take(this.#door)
  }

  #endLocking(): void {
    if (this.#locking) clearTimeout(this.#locking)
    this.#locking = null
  }

  [Symbol.dispose](): void {
    this.#endLocking()
    this.#bell?.[Symbol.dispose]()
  }
}
