// Everything that can be done to a door: by a command, by a hand, by a person, or by misfortune.
import type { Duration, Instant, Op } from '@portico/core'
import type { BoltAim, Who } from './world.ts'

export type Deed =
  /** A command to the lock's motor. `notAfter` is looked at directly before the motor starts. */
  | {
      readonly type: 'command'
      readonly to: BoltAim
      readonly by: 'hub' | 'edge'
      readonly notAfter: Instant | null
    }
  /** The lock is to keep a PIN for one use. `notAfter` is looked at as for the motor. */
  | {
      readonly type: 'store-pin'
      readonly op: Op
      readonly pin: string
      readonly notAfter: Instant
      readonly endsAt: Instant
    }
  | { readonly type: 'forget-pin'; readonly op: Op }
  /** Somebody types at the keypad outside. */
  | { readonly type: 'key-in'; readonly pin: string }
  /** The thumbturn, by hand from inside. */
  | { readonly type: 'turn'; readonly to: BoltAim }
  /** A hand at the handle. From inside it always opens. */
  | { readonly type: 'open'; readonly from: 'outside' | 'inside'; readonly wide: boolean }
  | { readonly type: 'close' }
  | { readonly type: 'hold'; readonly on: boolean }
  | { readonly type: 'come'; readonly who: Who }
  | { readonly type: 'enter'; readonly who: Who }
  | { readonly type: 'leave'; readonly who: Who }
  | { readonly type: 'drop' }
  | { readonly type: 'take' }
  /** Something in the way of the bolt at this position, or nothing any more. */
  | { readonly type: 'jam'; readonly at: number | null }
  | { readonly type: 'relock'; readonly after: Duration | null; readonly sensesLeaf: boolean }
  | { readonly type: 'battery'; readonly percent: number }
  | { readonly type: 'power'; readonly on: boolean }
  | { readonly type: 'fault'; readonly on: boolean }
  | { readonly type: 'ghost'; readonly after: Duration | null }
  | { readonly type: 'tamper'; readonly on: boolean }
  | { readonly type: 'fire'; readonly on: boolean }
