// The keypad outside, and the one PIN that the lock keeps for it: for one use, until an end that the lock watches itself.
import type { Deed } from './deed.ts'
import { lockDead, startBolt } from './bolt.ts'
import { type Step, step, thenStep } from './world-event.ts'
import type { HeldPin, World } from './world.ts'

const holding = (world: World, pin: HeldPin | null): World => ({ ...world, keypad: { ...world.keypad, pin } })

/** The lock keeps a PIN; a new one takes the place of one before. */
export function storePin(world: World, deed: Extract<Deed, { type: 'store-pin' }>): Step {
  const { op, pin, notAfter, endsAt } = deed
  if (lockDead(world)) return step(world, { type: 'PinUnheard', op })
  if (world.at > notAfter || world.at >= endsAt) return step(world, { type: 'PinVoid', op })
  if (world.lock.fault) return step(world, { type: 'PinFailed', op })
  const before = forgotten(world)
  return thenStep(before, (now) => step(holding(now, { op, pin, endsAt }), { type: 'PinStored', op }))
}

/** Told to forget: it says that it has, also where there was nothing to forget. */
export function forgetPin(world: World, { op }: Extract<Deed, { type: 'forget-pin' }>): Step {
  if (lockDead(world)) return step(world, { type: 'PinUnheard', op })
  return step(world.keypad.pin?.op === op ? holding(world, null) : world, { type: 'PinGone', op })
}

/** Fingers at the keypad. The PIN opens once; whatever else is typed opens nothing. */
export function keyIn(world: World, { pin }: Extract<Deed, { type: 'key-in' }>): Step {
  if (lockDead(world)) return step(world, { type: 'Refused', deed: 'key-in', why: 'power' })
  const held = world.keypad.pin
  if (held?.pin !== pin || world.at >= held.endsAt)
    return step(world, { type: 'Refused', deed: 'key-in', why: 'pin' })
  const used = { ...world, keypad: { pin: null, usedFor: held.op } }
  return thenStep(step(used, { type: 'PinUsed', op: held.op }), (now) =>
    startBolt(now, { aim: 'unlock', by: 'keypad' }),
  )
}

const forgotten = (world: World): Step => {
  const { pin } = world.keypad
  return pin ? step(holding(world, null), { type: 'PinGone', op: pin.op }) : step(world)
}

/** Its end is due at `world.at`: the lock forgets by itself, with or without radio, battery or hub. */
export const runPinEnd = forgotten
