// Goal: a pass is good for what it was made for, once, and each way in which it is not has its own reason.
import { describe, expect, test } from 'vitest'
import {
  type Pass,
  type PassUse,
  doorId,
  homeId,
  isOfPhone,
  parcelId,
  passDenial,
  passId,
  passMisfit,
  passStateOf,
  sessionId,
  wallTime,
} from '../src/index.ts'

const pass: Pass = {
  id: passId('k_1'),
  home: homeId('default'),
  session: sessionId('s_1'),
  door: doorId('front'),
  parcels: [parcelId('p_1')],
  carrier: 'ups',
  mode: 'owner',
  from: wallTime(1000),
  to: wallTime(2000),
  minted: wallTime(500),
  status: 'minted',
  revoked: null,
  phone: null,
}
const use: PassUse = {
  home: pass.home,
  door: pass.door,
  parcels: pass.parcels,
  carriers: ['ups'],
  mode: 'owner',
  phone: null,
}

describe('the states of a pass', () => {
  test.each([
    ['minted', {}, 1500, 'minted', null],
    ['minted, before its window: the door refuses by itself, with numbers', {}, 1, 'minted', null],
    ['minted, in its last moment', {}, 2000, 'minted', null],
    ['armed', { status: 'armed' }, 1500, 'armed', null],
    ['late', {}, 2001, 'expired', 'PASS_EXPIRED'],
    ['armed and late', { status: 'armed' }, 2001, 'expired', 'PASS_EXPIRED'],
    ['second use', { status: 'used' }, 1500, 'used', 'PASS_USED'],
    ['used, and late as well', { status: 'used' }, 2001, 'used', 'PASS_USED'],
    ['withdrawn', { status: 'revoked', revoked: 'owner' }, 1500, 'revoked', 'PASS_REVOKED'],
    ['of a visit that is over', { status: 'revoked', revoked: 'closed' }, 1500, 'revoked', 'PASS_EXPIRED'],
    [
      'of a parcel that has come or gone',
      { status: 'revoked', revoked: 'done' },
      1500,
      'revoked',
      'PARCEL_DONE',
    ],
  ] as const)('%s', (_name, more, now, state, code) => {
    const one: Pass = { ...pass, ...more }
    expect([passStateOf(one, wallTime(now)), passDenial(one, wallTime(now))]).toEqual([state, code])
  })
})

describe('what a pass is bound to', () => {
  test.each([
    ['fits', {}, {}, null],
    ['wrong home', {}, { home: homeId('other') }, 'PASS_UNKNOWN'],
    ['wrong door', {}, { door: doorId('back') }, 'PRESENCE_OTHER_DOOR'],
    ['wrong parcel', {}, { parcels: [parcelId('p_2')] }, 'PASS_OTHER_PARCEL'],
    ['one parcel more', {}, { parcels: [parcelId('p_1'), parcelId('p_2')] }, 'PASS_OTHER_PARCEL'],
    ['no parcel', {}, { parcels: [] }, 'PASS_OTHER_PARCEL'],
    ['wrong carrier', {}, { carriers: ['dhl'] }, 'PASS_OTHER_CARRIER'],
    ['a carrier learned since', { carrier: null }, { carriers: ['dhl'] }, null],
    ['a carrier nobody knows now', {}, { carriers: [] }, null],
    ['a looser mode than it was made for', {}, { mode: 'auto' }, 'PASS_OTHER_MODE'],
    ['another loose mode', { mode: 'auto' }, { mode: 'pin' }, 'PASS_OTHER_MODE'],
    ['a rule tightened since', { mode: 'auto' }, { mode: 'owner' }, null],
    ['the phone it belongs to', { phone: 'a' }, { phone: 'a' }, null],
    ['another phone', { phone: 'a' }, { phone: 'b' }, 'PASS_OTHER_PHONE'],
    ['a phone that keeps nothing', { phone: 'a' }, { phone: null }, 'PASS_OTHER_PHONE'],
    ['no phone yet', {}, { phone: 'b' }, null],
  ] as const)('%s', (_name, made, shown, code) => {
    expect(passMisfit({ ...pass, ...made }, { ...use, ...shown })).toBe(code)
  })
  test('a phone is known whatever else has changed', () => {
    expect(isOfPhone({ ...pass, status: 'used', phone: 'a' }, 'b')).toBe(false)
    expect(isOfPhone({ ...pass, status: 'used', phone: 'a' }, 'a')).toBe(true)
  })
})
