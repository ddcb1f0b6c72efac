// The services that a door has in HomeKit, each with what it tells.
import type { API, PlatformAccessory, Service } from 'homebridge'
import {
  active,
  alarmStands,
  batteryCharging,
  batteryLevel,
  batteryLow,
  contactActive,
  contactFault,
  contactState,
  deliveryGoesOn,
  fault,
  lockCurrent,
  tampered,
} from './tell-door.ts'
import type { ToldValues } from './told-values.ts'

export interface Body {
  readonly api: API
  readonly accessory: PlatformAccessory
  readonly values: ToldValues
}

/** Current state alone: what may be written is the door's own matter. */
export function addLock({ api, accessory, values }: Body): Service {
  const { Service: S, Characteristic: C } = api.hap
  const lock = accessory.getService(S.LockMechanism) ?? accessory.addService(S.LockMechanism)
  lock.setPrimaryService(true)
  values.add(lock, [[C.LockCurrentState, lockCurrent]])
  return lock
}

export function addContact({ api, accessory, values }: Body): void {
  const { Service: S, Characteristic: C } = api.hap
  const contact = accessory.getService(S.ContactSensor) ?? accessory.addService(S.ContactSensor)
  values.add(contact, [
    [C.ContactSensorState, contactState],
    [C.StatusFault, contactFault],
    [C.StatusActive, contactActive],
    [C.StatusTampered, tampered],
  ])
}

/** A delivery goes on; an alarm stands: rooms that are occupied or not, which mean nothing of a door to an automation. */
export function addSensors({ api, accessory, values }: Body): void {
  const { Characteristic: C } = api.hap
  for (const [key, name, word] of [
    ['delivery', 'Delivery in progress', deliveryGoesOn],
    ['alarm', 'Alarm', alarmStands],
  ] as const)
    values.add(occupancy({ api, accessory, values }, key, name), [
      [C.OccupancyDetected, word],
      [C.StatusFault, fault],
      [C.StatusActive, active],
    ])
}

function occupancy({ api, accessory }: Body, key: string, name: string): Service {
  const { Service: S, Characteristic: C } = api.hap
  const known = accessory.getServiceById(S.OccupancySensor, key)
  if (known) return known
  const sensor = accessory.addService(S.OccupancySensor, name, key)
  sensor.addOptionalCharacteristic(C.ConfiguredName)
  sensor.setCharacteristic(C.ConfiguredName, name)
  return sensor
}

/** Of a lock that has one: a service that is there stays, a lock that fell silent has a battery still. */
export function addBattery({ api, accessory, values }: Body): void {
  const { Service: S, Characteristic: C } = api.hap
  const battery = accessory.getService(S.Battery) ?? accessory.addService(S.Battery)
  values.add(battery, [
    [C.BatteryLevel, batteryLevel],
    [C.StatusLowBattery, batteryLow],
    [C.ChargingState, batteryCharging],
  ])
}
