// Makes a device lie, or its link lose, double, delay or reorder what it carries; `honest` ends all of that.
import { type VirtualAct, milliseconds } from '@portico/plugin-api'
import { contactLies, lockLies } from '@portico/world'
import { virtualError } from '../errors.ts'
import type { ActOptions } from './act-options.ts'
import type { ActAnswer } from './house-truth.ts'
import type { House } from './house.ts'
import type { Radio } from './radio.ts'

const linkLies = ['late', 'lossy', 'doubled', 'reordered'] as const
const machineLies = ['obeys-late', 'fault'] as const

const isOf = <T extends string>(words: readonly T[], word: string): word is T =>
  words.some((each) => each === word)

export function tellLie(house: House, act: VirtualAct, options: ActOptions): ActAnswer {
  const device = house.device(act.on)
  if (device.kind === 'lock') lieOfLock(house, act.on, options)
  else if (device.kind === 'contact') lieOfContact(house, act.on, options)
  else throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `${act.on} is neither lock nor contact`)
  house.refresh(device.door)
  return { moved: true, why: null, door: house.doorTruth(device.door) }
}

function lieOfLock(house: House, id: string, options: ActOptions): void {
  const lock = house.lock(id)
  const door = house.door(house.device(id).door)
  const how = options.oneOf('how', [...lockLies, ...linkLies, ...machineLies])
  if (isOf(linkLies, how)) return badLink(lock.radio, how, options)
  const after = how === 'obeys-late' ? options.number('ms', { min: 0, max: 120_000, otherwise: 30_000 }) : 0
  options.done()
  if (how === 'obeys-late') door.do({ type: 'ghost', after: milliseconds(after) })
  else if (how === 'fault') door.do({ type: 'fault', on: true })
  else lock.lie = how
  if (how !== 'honest') return
  lock.radio.clear()
  door.do({ type: 'ghost', after: null })
  door.do({ type: 'fault', on: false })
}

function lieOfContact(house: House, id: string, options: ActOptions): void {
  const contact = house.contact(id)
  const how = options.oneOf('how', [...contactLies, ...linkLies])
  if (isOf(linkLies, how)) return badLink(contact.radio, how, options)
  options.done()
  contact.lie = how
  if (how === 'honest') contact.radio.clear()
}

function badLink(radio: Radio, how: (typeof linkLies)[number], options: ActOptions): void {
  if (how === 'late') {
    const delay = milliseconds(options.number('ms', { min: 0, max: 60_000, otherwise: 3_000 }))
    options.done()
    radio.change({ delayMin: delay, delayMax: delay })
    return
  }
  const share = options.number('share', { min: 0, max: 1, otherwise: 0.3 })
  options.done()
  if (how === 'lossy') radio.change({ lost: share })
  else if (how === 'doubled') radio.change({ twice: share })
  else radio.change({ overtaken: share })
}
