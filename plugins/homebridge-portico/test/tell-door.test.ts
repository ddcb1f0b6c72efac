// Goal: HomeKit is told *locked* of a proved door alone, and nothing at all where nobody knows. Method: the whole table of
// door states, and the numbers of HAP held against hap-nodejs.
import { doorStates } from '@portico/core'
import type { DoorView } from '@portico/protocol'
import { sampleDoor as door } from '@portico/testing'
import { createRequire } from 'node:module'
import type { HAP } from 'homebridge'
import { describe, expect, test } from 'vitest'
import * as tell from '../src/door/tell-door.ts'
import { CATEGORY_DOOR_LOCK, STATUS } from '../src/hap-status.ts'

// The plugin takes hap-nodejs from Homebridge; so does its test.
const fromHomebridge = createRequire(import.meta.resolve('homebridge'))
// cast: what Homebridge itself hands to plugins
const hap = fromHomebridge('@homebridge/hap-nodejs') as HAP & {
  readonly HAPStatus: Readonly<Record<string, number>>
  readonly Categories: Readonly<Record<string, number>>
}

const C = hap.Characteristic

describe('a lock', () => {
  test.each([
    ['locked-proved', C.LockCurrentState.SECURED, C.LockTargetState.SECURED],
    ['locked-claimed', C.LockCurrentState.UNKNOWN, C.LockTargetState.UNSECURED],
    ['unlocked', C.LockCurrentState.UNSECURED, C.LockTargetState.UNSECURED],
    ['open', C.LockCurrentState.UNSECURED, C.LockTargetState.UNSECURED],
    ['moving', C.LockCurrentState.UNKNOWN, C.LockTargetState.UNSECURED],
    ['unknown', C.LockCurrentState.UNKNOWN, C.LockTargetState.UNSECURED],
    ['jammed', C.LockCurrentState.JAMMED, C.LockTargetState.UNSECURED],
  ] as const)('that is %s', (state, current, target) => {
    expect(tell.lockCurrent(door({ state }))).toBe(current)
    expect(tell.lockTarget(door({ state }), false)).toBe(target)
    expect(tell.lockTarget(door({ state }), true)).toBe(C.LockTargetState.SECURED)
  })

  test('is secured in one state of all, and unknown where nobody hears of it', () => {
    const secured = doorStates.filter(
      (state) => tell.lockCurrent(door({ state })) === C.LockCurrentState.SECURED,
    )
    expect(secured).toEqual(['locked-proved'])
    expect(tell.lockCurrent(null)).toBe(C.LockCurrentState.UNKNOWN)
    expect(tell.lockTarget(null, false)).toBeNull()
    expect(tell.lockTarget(null, true)).toBeNull()
  })
})

describe('a leaf', () => {
  test.each([
    ['closed', C.ContactSensorState.CONTACT_DETECTED, C.StatusFault.NO_FAULT],
    ['open', C.ContactSensorState.CONTACT_NOT_DETECTED, C.StatusFault.NO_FAULT],
    ['unknown', null, C.StatusFault.GENERAL_FAULT],
    ['a word of next year', null, C.StatusFault.GENERAL_FAULT],
  ] as const)('that is %s', (word, state, fault) => {
    const seen = door({ contact: { word, ageMs: 0 } })
    expect([tell.contactState(seen), tell.contactFault(seen), tell.contactActive(seen)]).toEqual([
      state,
      fault,
      state !== null,
    ])
  })

  test('is tampered with while the house says so', () => {
    expect(tell.tampered(door({ alarms: [alarm('TAMPER')] }))).toBe(C.StatusTampered.TAMPERED)
    expect(tell.tampered(door({ alarms: [alarm('BOLT_JAMMED')] }))).toBe(C.StatusTampered.NOT_TAMPERED)
    expect(tell.tampered(null)).toBeNull()
  })
})

describe('a delivery, an alarm, a battery', () => {
  test.each([
    ['idle', 0],
    ['armed', 0],
    ['authorising', 1],
    ['proving', 1],
    ['unlocking', 1],
    ['unlocked', 1],
    ['inside', 1],
    ['relocking', 1],
    ['unproved', 1],
    ['sealing', 1],
  ] as const)('phase %s', (phase, is) => {
    expect(tell.deliveryGoesOn(door({ phase }))).toBe(is)
  })

  test('nothing is told where nobody hears of it', () => {
    for (const word of [tell.deliveryGoesOn, tell.alarmStands, tell.batteryLevel, tell.batteryLow])
      expect(word(null)).toBeNull()
    expect([tell.fault(null), tell.active(null)]).toEqual([1, false])
    expect([tell.fault(door()), tell.active(door())]).toEqual([0, true])
  })

  test('an alarm stands, a battery is low from 20 %, a lock without one has none', () => {
    expect(tell.alarmStands(door({ alarms: [alarm('FIRE')] }))).toBe(1)
    expect([21, 20, 0].map((battery) => tell.batteryLow(door({ battery })))).toEqual([0, 1, 1])
    expect([tell.batteryLevel(door({ battery: null })), tell.batteryLow(door({ battery: null }))]).toEqual([
      null,
      null,
    ])
    expect(tell.batteryCharging()).toBe(C.ChargingState.NOT_CHARGEABLE)
    expect(doorKinds.filter((kind) => tell.hasLock(door({ kind })))).toEqual(['house', 'box', 'garage'])
  })
})

test('the numbers of HAP are those of hap-nodejs', () => {
  const { HAPStatus, Categories } = hap
  expect(STATUS).toEqual({
    noRight: HAPStatus['INSUFFICIENT_PRIVILEGES'],
    unreachable: HAPStatus['SERVICE_COMMUNICATION_FAILURE'],
    busy: HAPStatus['RESOURCE_BUSY'],
    notNow: HAPStatus['NOT_ALLOWED_IN_CURRENT_STATE'],
  })
  expect(CATEGORY_DOOR_LOCK).toBe(Categories['DOOR_LOCK'])
})

const doorKinds = ['house', 'box', 'garage', 'porch'] as const

function alarm(kind: DoorView['alarms'][number]['kind']): DoorView['alarms'][number] {
  return { id: 'a1', door: 'front', kind, words: '', act: '', standingMs: 0, acknowledged: false }
}
