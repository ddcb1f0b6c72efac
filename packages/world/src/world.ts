// One front door and all that is physically true about it. Nothing here is a report: devices may lie about it.
import { type Duration, type Instant, type Op, milliseconds, seconds } from '@portico/core'
import type { Travel } from './travel.ts'

/**
 * What set the bolt in motion. `edge` is the dead-man at the door, `timer` the lock's own auto-relock, `keypad` a PIN
 * that was typed.
 */
export type Mover = 'hub' | 'edge' | 'hand' | 'handle' | 'timer' | 'keypad'
export type BoltAim = 'lock' | 'unlock'
export type Who = 'courier' | 'resident' | 'second'

export interface BoltMotion extends Travel {
  readonly aim: BoltAim
  readonly by: Mover
}

export interface BoltBody {
  /** 0 withdrawn … 1 fully thrown; where it rests, or where its motion began. */
  readonly position: number
  readonly motion: BoltMotion | null
  /** What moved it last; null since the beginning. */
  readonly mover: Mover | null
  /** It ended a motion short of its aim. */
  readonly stuck: boolean
  /** A motion that comes to this position ends there; null: nothing is in the way. */
  readonly jam: number | null
  /** Time of the motor for the whole way. */
  readonly travelTime: Duration
}

export interface LeafBody {
  /** 0 in its frame … 1 wide open. */
  readonly position: number
  readonly motion: Travel | null
  /** Somebody holds it open. */
  readonly held: boolean
}

export interface LatchBody {
  /** `lever`: the handle outside retracts the latch. `knob`: only the lock does, for a moment after unlocking. */
  readonly outsideHandle: 'lever' | 'knob'
  /** Until when the lock keeps the latch pulled; null: it has sprung. */
  readonly pulledUntil: Instant | null
}

export interface Relock {
  /** null: this lock has no timer of its own. */
  readonly after: Duration | null
  /** It waits for a closed leaf; a cheap one throws the bolt at an open leaf. */
  readonly sensesLeaf: boolean
  readonly due: Instant | null
}

/** A command the lock obeys late and without looking at its expiry. */
export interface LateCommand {
  readonly due: Instant
  readonly to: BoltAim
  readonly by: 'hub' | 'edge'
}

export interface Electrics {
  /** The lock's own supply; off while its firmware reboots. */
  readonly power: boolean
  /** Percent, 0–100. At 0 the motor and the radio are dead. */
  readonly battery: number
  /** The lock answers commands with a fault code. */
  readonly fault: boolean
  /** Commands are obeyed this much later; null: at once. */
  readonly ghost: Duration | null
  readonly late: readonly LateCommand[]
  /** The last command that was heard. */
  readonly lastCommand: BoltAim | null
}

/** A PIN as the lock keeps it: until its own end, for one use. */
export interface HeldPin {
  /** For which the hub asked it to. */
  readonly op: Op
  readonly pin: string
  readonly endsAt: Instant
}

export interface Keypad {
  readonly pin: HeldPin | null
  /** Of the PIN that withdrew the bolt last; null: none has. */
  readonly usedFor: Op | null
}

export interface Person {
  readonly who: Who
  /** On the path: 0 gate, 1 before the door, 2 in the doorway, 3 in the hall. */
  readonly place: number
  readonly leg: Travel | null
  /** Where the legs end. */
  readonly goal: number
  readonly carries: boolean
  /** Stooping to set down or pick up a parcel until then; only the picture shows it. */
  readonly stoopsUntil: Instant | null
}

export interface Parcels {
  readonly outside: number
  readonly inside: number
  readonly taken: number
}

export interface World {
  /** Everything up to here has happened. */
  readonly at: Instant
  readonly bolt: BoltBody
  readonly leaf: LeafBody
  readonly latch: LatchBody
  readonly relock: Relock
  readonly lock: Electrics
  readonly keypad: Keypad
  readonly people: readonly Person[]
  readonly parcels: Parcels
  readonly tamper: boolean
  readonly fire: boolean
}

export interface WorldOptions {
  readonly at: Instant
  /** Time of the motor for the whole way, default 900 ms. */
  readonly travelTime?: Duration
  readonly outsideHandle?: 'lever' | 'knob'
  readonly relockAfter?: Duration | null
  readonly relockSensesLeaf?: boolean
  readonly battery?: number
  /** 1 (default) thrown, 0 withdrawn, or between. */
  readonly bolt?: number
  readonly leaf?: number
  readonly jam?: number | null
  readonly parcels?: Parcels
}

/** A bolt further out than this keeps a closed leaf in its frame, and an open one out of it. */
export const BOLT_HOLDS = 0.05
/** Where a leaf comes to rest against a thrown bolt. */
export const LEAF_AJAR = 0.12
/** From here on a person fits through. */
export const LEAF_WIDE = 0.6
/** Swing of the leaf from its frame to wide open. */
export const LEAF_SWING = milliseconds(800)
/** The thumbturn, by hand, for the whole way. */
export const HAND_TURN = milliseconds(250)
/** How long a motor pushes against a bolt that does not move. */
export const MOTOR_STALL = milliseconds(400)
/** How long a lock keeps the latch pulled for a door with a knob outside. */
export const LATCH_PULL = seconds(5)

/** A door that is shut and locked, with nobody there. */
export function initialWorld(options: WorldOptions): World {
  return {
    at: options.at,
    bolt: {
      position: options.bolt ?? 1,
      motion: null,
      mover: null,
      stuck: false,
      jam: options.jam ?? null,
      travelTime: options.travelTime ?? milliseconds(900),
    },
    leaf: { position: options.leaf ?? 0, motion: null, held: false },
    latch: { outsideHandle: options.outsideHandle ?? 'lever', pulledUntil: null },
    relock: {
      after: options.relockAfter ?? null,
      sensesLeaf: options.relockSensesLeaf ?? true,
      due: null,
    },
    lock: {
      power: true,
      battery: options.battery ?? 100,
      fault: false,
      ghost: null,
      late: [],
      lastCommand: null,
    },
    keypad: { pin: null, usedFor: null },
    people: [],
    parcels: options.parcels ?? { outside: 0, inside: 0, taken: 0 },
    tamper: false,
    fire: false,
  }
}
