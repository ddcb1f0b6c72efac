// What HomeKit is told of a door. Only what is proved is told as locked; what nobody knows has no value at all.
import type { DoorView } from '@portico/protocol'

// HomeKit Accessory Protocol R2, chapter 9: the values that are used here.
export const LOCK = { unsecured: 0, secured: 1, jammed: 2, unknown: 3 } as const
export const CONTACT = { closed: 0, open: 1 } as const
const NOT_CHARGEABLE = 2
const YES = 1
const NO = 0
/** Percent from which on a battery is low. */
const BATTERY_LOW = 20

const flag = (is: boolean): number => (is ? YES : NO)

/** A door, or null: nobody hears of it. */
export type Seen = DoorView | null

export function lockCurrent(door: Seen): number {
  switch (door?.state) {
    case 'locked-proved':
      return LOCK.secured
    case 'unlocked':
    case 'open':
      return LOCK.unsecured
    case 'jammed':
      return LOCK.jammed
    case 'locked-claimed':
    case 'moving':
    case 'unknown':
    case undefined:
      return LOCK.unknown
  }
}

/** It follows the current state, since it has no unknown; `isLocking`: somebody has asked to lock just now. */
export const lockTarget = (door: Seen, isLocking: boolean): number | null => {
  if (door === null) return null
  return door.state === 'locked-proved' || isLocking ? LOCK.secured : LOCK.unsecured
}

export function contactState(door: Seen): number | null {
  switch (door?.contact.word) {
    case 'closed':
      return CONTACT.closed
    case 'open':
      return CONTACT.open
    default:
      return null
  }
}

export const contactFault = (door: Seen): number => flag(contactState(door) === null)
export const contactActive = (door: Seen): boolean => contactState(door) !== null

export const tampered = (door: Seen): number | null =>
  door && flag(door.alarms.some(({ kind }) => kind === 'TAMPER'))

/** Somebody has come: from his first sign to the proof that the door is locked again. A visit that is only expected is none. */
export const deliveryGoesOn = (door: Seen): number | null =>
  door && flag(door.phase !== 'idle' && door.phase !== 'armed')

export const alarmStands = (door: Seen): number | null => door && flag(door.alarms.length > 0)

/** Nothing is known: the sensor says so itself, besides having no value. */
export const fault = (door: Seen): number => flag(door === null)
export const active = (door: Seen): boolean => door !== null

export const batteryLevel = (door: Seen): number | null => door?.battery ?? null
export const batteryLow = (door: Seen): number | null =>
  door === null || door.battery === null ? null : flag(door.battery <= BATTERY_LOW)
export const batteryCharging = (): number => NOT_CHARGEABLE

/** A porch is a place: nothing there is locked or shut. */
export const hasLock = (door: DoorView): boolean => door.kind !== 'porch'
