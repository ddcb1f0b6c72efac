// What a person, a child with a magnet or a saboteur does in the house: `POST /virtual/<act>`. Each answer carries what
// is true afterwards, when leaf and people have come to rest.
import { type VirtualAct, milliseconds } from '@portico/plugin-api'
import type { Deed, Who, WorldEvent } from '@portico/world'
import { streamFaults } from '../camera/stream-fault.ts'
import { virtualError } from '../errors.ts'
import { within } from '../within.ts'
import { ActOptions } from './act-options.ts'
import type { Door } from './door.ts'
import type { ActAnswer } from './house-truth.ts'
import type { House } from './house.ts'
import { tellLie } from './lies.ts'

/** Longest wait for leaf and people to come to rest, ms; walking through the door takes less. */
export const SETTLE_LIMIT_MS = 6_000

const people: readonly Who[] = ['courier', 'resident', 'second']
/** What fingers type at a keypad. */
const PIN_TYPED = /^\d{1,8}$/
/** What fits into a code that a camera can read from where it hangs. */
const CODE_SHOWN = /^[\x20-\x7e]{1,64}$/
const RELOCK_MS = { min: 1_000, max: 240_000 }

/** Reads all options first, so that an act with a bad one does nothing. */
type Reader = (options: ActOptions) => Deed

const deeds: Readonly<Record<string, Reader>> = {
  open: (options) => ({
    type: 'open',
    from: options.oneOf('from', ['outside', 'inside'], 'outside'),
    wide: options.oneOf('to', ['open', 'ajar'], 'open') === 'open',
  }),
  'key-in': (options) => ({ type: 'key-in', pin: options.text('pin', PIN_TYPED) }),
  close: () => ({ type: 'close' }),
  turn: (options) => ({ type: 'turn', to: options.oneOf('to', ['lock', 'unlock']) }),
  jam: (options) => {
    const at = options.number('at', { min: 0, max: 1, otherwise: 0.5 })
    return { type: 'jam', at: options.flag('on') ? at : null }
  },
  drop: () => ({ type: 'drop' }),
  take: () => ({ type: 'take' }),
  enter: (options) => ({ type: 'enter', who: options.oneOf('who', people, 'courier') }),
  leave: (options) => ({ type: 'leave', who: options.oneOf('who', people, 'courier') }),
  battery: (options) => ({ type: 'battery', percent: options.number('percent', { min: 0, max: 100 }) }),
  power: (options) => ({ type: 'power', on: options.flag('on') }),
  tamper: (options) => ({ type: 'tamper', on: options.flag('on') }),
  fire: (options) => ({ type: 'fire', on: options.flag('on') }),
  hold: (options) => ({ type: 'hold', on: options.flag('on') }),
  autoRelock: (options) => {
    const after = options.numberOrNull('afterMs', RELOCK_MS)
    const sensesLeaf = options.oneOf('leaf', ['waits', 'ignores'], 'waits') === 'waits'
    return { type: 'relock', after: after === null ? null : milliseconds(after), sensesLeaf }
  },
}

/** Rejects with `HUB_VIRTUAL_UNKNOWN_ACT`, `_UNKNOWN_DEVICE` or `_OPTION`; then nothing has changed. */
export async function performAct(house: House, act: VirtualAct): Promise<ActAnswer> {
  const options = new ActOptions(act)
  const read = Object.hasOwn(deeds, act.act) ? deeds[act.act] : undefined
  if (read) {
    const door = house.door(act.on)
    const deed = read(options)
    options.done()
    return await answerDeed(house, door, deed)
  }
  switch (act.act) {
    case 'ring':
      return await ring(house, act, options)
    case 'freeze':
      return freeze(house, act, options)
    case 'show':
      return show(house, act, options)
    case 'lie':
      return tellLie(house, act, options)
    case 'listen':
      return listen(house, act, options)
    case 'link':
      return cutLink(house, act, options)
    default:
      throw virtualError('HUB_VIRTUAL_UNKNOWN_ACT', `nobody can ${act.act} here`)
  }
}

async function answerDeed(house: House, door: Door, deed: Deed): Promise<ActAnswer> {
  const why = refusal(door.do(deed), deed.type)
  if (why === null) await settled(house, door)
  return { moved: why === null, why, door: house.doorTruth(door.id) }
}

function refusal(happened: readonly WorldEvent[], deed: Deed['type']): string | null {
  const last = happened.findLast((event) => event.type === 'Refused')
  return last?.deed === deed ? last.why : null
}

/** Somebody walks up to the door and presses the button; who stands there already just presses it. */
async function ring(house: House, act: VirtualAct, options: ActOptions): Promise<ActAnswer> {
  const door = house.door(act.on)
  const who = options.oneOf('who', people, 'courier')
  options.done()
  if (house.at(act.on, 'bell').length === 0)
    throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `no bell at door ${act.on}`)
  door.do({ type: 'come', who })
  await settled(house, door)
  house.ring(act.on)
  return { moved: true, why: null, door: house.doorTruth(act.on) }
}

function freeze(house: House, act: VirtualAct, options: ActOptions): ActAnswer {
  const camera = house.device(act.on)
  if (camera.kind !== 'camera') throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `${act.on} is not a camera`)
  const how = options.oneOf('how', streamFaults)
  options.done()
  house.cameras.setFault(act.on, how)
  return { moved: true, why: null, camera: house.cameras.truth(act.on) }
}

/** The display beside the door shows a code to whoever looks, the camera before the door as well. */
function show(house: House, act: VirtualAct, options: ActOptions): ActAnswer {
  const { id } = house.door(act.on)
  const code = options.textOrNull('code', CODE_SHOWN)
  options.done()
  house.cameras.showCode(id, code)
  return { moved: true, why: null, door: house.doorTruth(id) }
}

/** What somebody at the door heard through the camera just now. */
function listen(house: House, act: VirtualAct, options: ActOptions): ActAnswer {
  options.done()
  const sound = Buffer.from(house.cameras.heard(act.on)).toString('base64')
  return { moved: true, why: null, camera: house.cameras.truth(act.on), sound }
}

function cutLink(house: House, act: VirtualAct, options: ActOptions): ActAnswer {
  const device = house.device(act.on)
  const up = options.flag('up')
  options.done()
  if (device.kind === 'lock') house.lock(act.on).radio.change({ up })
  else if (device.kind === 'contact') house.contact(act.on).radio.change({ up })
  else if (device.kind === 'edge') house.edge(act.on).setLink(up)
  else throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `${act.on} has no radio link`)
  return { moved: true, why: null, door: house.doorTruth(device.door) }
}

/** Resolves when nothing that hands and feet do is in motion any more; what the motor does is not waited for. */
async function settled(house: House, door: Door): Promise<void> {
  const moves = (): boolean => {
    const { leaf, people: there, bolt } = door.world
    return leaf.motion !== null || there.some((person) => person.leg !== null) || bolt.motion?.by === 'hand'
  }
  if (!moves()) return
  const rest = Promise.withResolvers<void>()
  const look = (): void => {
    if (!moves()) rest.resolve()
  }
  const unwatch = door.watch(look)
  await within(house.clock, SETTLE_LIMIT_MS, rest.promise)
  unwatch()
}
