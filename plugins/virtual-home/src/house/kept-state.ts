// What of a house outlives its process: where bolts and leaves are, batteries, jams and parcels.
import { instant, milliseconds } from '@portico/plugin-api'
import { type Parcels, type World, boltAt, initialWorld, leafAt } from '@portico/world'
import type { LockSettings } from './house-settings.ts'

export interface KeptDoor {
  /** 0 withdrawn … 1 thrown. */
  readonly bolt: number
  /** 0 in its frame … 1 wide open. */
  readonly leaf: number
  /** Percent. */
  readonly battery: number
  /** Where the bolt would stop; null: nowhere. */
  readonly jam: number | null
  readonly parcels: Parcels
}

/** By door. */
export type KeptState = Readonly<Record<string, KeptDoor>>

/** Of a door in motion, where everything is at this instant. */
export function keptDoor(world: World): KeptDoor {
  return {
    bolt: boltAt(world, world.at),
    leaf: leafAt(world, world.at),
    battery: world.lock.battery,
    jam: world.bolt.jam,
    parcels: world.parcels,
  }
}

const share = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : otherwise

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined

/** One door of a state file; what cannot be read is as on the first day. */
export function readKeptDoor(value: unknown): KeptDoor {
  const battery = field(value, 'battery')
  const jam = field(value, 'jam')
  const parcels = field(value, 'parcels')
  return {
    bolt: share(field(value, 'bolt'), 1),
    leaf: share(field(value, 'leaf'), 0),
    battery: typeof battery === 'number' && battery >= 0 && battery <= 100 ? battery : 100,
    jam: jam === null || jam === undefined ? null : share(jam, 0.5),
    parcels: {
      outside: count(field(parcels, 'outside')),
      inside: count(field(parcels, 'inside')),
      taken: count(field(parcels, 'taken')),
    },
  }
}

/** The door as it was left; what was in motion rests where it was. */
export function restoreWorld(kept: KeptDoor, lock: LockSettings | null, at: number): World {
  return initialWorld({
    at: instant(at),
    bolt: kept.bolt,
    leaf: kept.leaf,
    battery: kept.battery,
    jam: kept.jam,
    parcels: kept.parcels,
    travelTime: milliseconds(lock?.travelMs ?? 900),
    relockAfter: lock?.autoRelockMs ? milliseconds(lock.autoRelockMs) : null,
    relockSensesLeaf: lock?.sensesLeaf ?? true,
    outsideHandle: lock?.outsideHandle ?? 'lever',
  })
}
