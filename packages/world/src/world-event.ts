// What happened at a door. A deed that could not be done is an event as well: `Refused`.
import type { Op } from '@portico/core'
import type { Deed } from './deed.ts'
import type { BoltAim, Mover, Who, World } from './world.ts'

export type Place = 'outside' | 'doorway' | 'inside' | 'gone'

export type Obstacle =
  | 'bolt'
  | 'latch'
  | 'held'
  | 'person'
  | 'leaf'
  | 'already'
  | 'nobody'
  | 'no-parcel'
  | 'jam'
  | 'pin'
  | 'power'

export type WorldEvent =
  | { readonly type: 'CommandHeard'; readonly to: BoltAim; readonly by: 'hub' | 'edge' }
  /** It came after its `notAfter`: the motor did not start. */
  | { readonly type: 'CommandVoid'; readonly to: BoltAim }
  /** No power, no battery: nothing was heard and nothing answers. */
  | { readonly type: 'CommandUnheard'; readonly to: BoltAim }
  | { readonly type: 'CommandFailed'; readonly to: BoltAim }
  /** What became of a PIN; its digits stand in no event. */
  | { readonly type: 'PinStored'; readonly op: Op }
  | { readonly type: 'PinUsed'; readonly op: Op }
  | { readonly type: 'PinGone'; readonly op: Op }
  /** It came after its last moment. */
  | { readonly type: 'PinVoid'; readonly op: Op }
  | { readonly type: 'PinUnheard'; readonly op: Op }
  | { readonly type: 'PinFailed'; readonly op: Op }
  | { readonly type: 'BoltStarted'; readonly aim: BoltAim; readonly by: Mover }
  | {
      readonly type: 'BoltStopped'
      readonly position: number
      readonly by: Mover
      readonly why: 'arrived' | 'jammed' | 'power'
    }
  | { readonly type: 'LeafOpened'; readonly from: 'outside' | 'inside' }
  | { readonly type: 'LeafClosed' }
  /** It swung to and hit something. */
  | { readonly type: 'LeafBlocked'; readonly by: 'bolt' | 'held' }
  | { readonly type: 'LatchSprung' }
  | { readonly type: 'PersonMoved'; readonly who: Who; readonly to: Place }
  | { readonly type: 'ParcelPut'; readonly where: 'outside' | 'inside' }
  | { readonly type: 'ParcelTaken'; readonly from: 'outside' | 'inside' }
  | { readonly type: 'BatteryChanged'; readonly percent: number }
  | { readonly type: 'PowerChanged'; readonly on: boolean }
  | { readonly type: 'TamperChanged'; readonly on: boolean }
  | { readonly type: 'FireChanged'; readonly on: boolean }
  | { readonly type: 'Refused'; readonly deed: Deed['type']; readonly why: Obstacle }

export interface Step {
  readonly world: World
  readonly happened: readonly WorldEvent[]
}

export const step = (world: World, ...happened: readonly WorldEvent[]): Step => ({ world, happened })

/** Goes on from one step to the next and keeps what happened in order. */
export function thenStep(before: Step, next: (world: World) => Step): Step {
  const after = next(before.world)
  return { world: after.world, happened: [...before.happened, ...after.happened] }
}
