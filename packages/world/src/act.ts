// Somebody does something at the door, at an instant. Deterministic: the same world, deed and instant give the same.
import { type Instant, assertNever } from '@portico/core'
import { advance } from './advance.ts'
import { boltAt, jamBolt, setRelock, startBolt } from './bolt.ts'
import type { Deed } from './deed.ts'
import { forgetPin, keyIn, storePin } from './keypad.ts'
import { closeLeaf, holdLeaf, openLeaf } from './leaf.ts'
import { commandLock, setBattery, setPower } from './lock.ts'
import { dropParcel, takeParcel } from './parcels.ts'
import { comePerson, enterPerson, leavePerson } from './people.ts'
import { type Step, step, thenStep } from './world-event.ts'
import type { World } from './world.ts'

/** First everything up to `at` happens, then the deed. What cannot be done is `Refused` and changes nothing. */
export function act(world: World, deed: Deed, at: Instant): Step {
  return thenStep(advance(world, at), (now) => perform(now, deed))
}

function perform(world: World, deed: Deed): Step {
  switch (deed.type) {
    case 'command':
      return commandLock(world, deed)
    case 'store-pin':
      return storePin(world, deed)
    case 'forget-pin':
      return forgetPin(world, deed)
    case 'key-in':
      return keyIn(world, deed)
    case 'turn':
      return turnByHand(world, deed)
    case 'open':
      return openLeaf(world, deed)
    case 'close':
      return closeLeaf(world)
    case 'hold':
      return holdLeaf(world, deed.on)
    case 'come':
      return comePerson(world, deed.who)
    case 'enter':
      return enterPerson(world, deed.who)
    case 'leave':
      return leavePerson(world, deed.who)
    case 'drop':
      return dropParcel(world)
    case 'take':
      return takeParcel(world)
    case 'jam':
      return jamBolt(world, deed.at)
    case 'relock':
      return setRelock(world, deed)
    case 'battery':
      return setBattery(world, deed.percent)
    case 'power':
      return setPower(world, deed.on)
    case 'fault':
      return step({ ...world, lock: { ...world.lock, fault: deed.on } })
    case 'ghost':
      return step({ ...world, lock: { ...world.lock, ghost: deed.after } })
    case 'tamper':
      return step({ ...world, tamper: deed.on }, { type: 'TamperChanged', on: deed.on })
    case 'fire':
      return step({ ...world, fire: deed.on }, { type: 'FireChanged', on: deed.on })
    default:
      return assertNever(deed)
  }
}

function turnByHand(world: World, deed: Extract<Deed, { type: 'turn' }>): Step {
  const place = boltAt(world, world.at)
  if (!world.bolt.motion && place === (deed.to === 'lock' ? 1 : 0))
    return step(world, { type: 'Refused', deed: 'turn', why: 'already' })
  if (place === world.bolt.jam) return step(world, { type: 'Refused', deed: 'turn', why: 'jam' })
  return startBolt(world, { aim: deed.to, by: 'hand' })
}
