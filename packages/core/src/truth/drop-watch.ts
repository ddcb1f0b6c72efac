// What lies before one door, as its cameras see it and its household says: expected → seen → photographed → claimed or
// taken (decisions 44). Pure, with a stream of its own and no gate: it opens nothing and proves nothing, it tells.
import type { ParcelId } from '../ids.ts'
import { type Duration, type WallTime, hours, minutes, seconds, wallTime } from '../time.ts'

/** Who has it, once it is gone. `door`: somebody of the house opened the door about then. `visit`: the courier took it in. */
export type TakenBy = 'household' | 'door' | 'visit' | 'nobody'

export interface Drop {
  /** Of the moment in which it was seen first: unique at its door. */
  readonly id: string
  readonly state: 'seen' | 'photographed' | 'claimed' | 'taken'
  readonly camera: string
  readonly seen: WallTime
  /** 0–1 */
  readonly confidence: number
  /** SHA-256 of its picture; null: none could be taken. */
  readonly photo: string | null
  /** Those that were expected, or that a carrier says he left, about then. */
  readonly parcels: readonly ParcelId[]
  /** When a carrier first said that he left it; null: nobody has said so of this one. */
  readonly said: WallTime | null
  /** It left the picture, and whose hand it was is not known yet. */
  readonly missed: WallTime | null
  readonly ended: { readonly at: WallTime; readonly by: TakenBy } | null
  /** People were told that it still lies there. */
  readonly isTold: boolean
}

export interface DropWatch {
  /** Parcels that may be set down here any time now. */
  readonly expected: readonly ParcelId[]
  /** A carrier says that he left it, and when: the thing may be seen a little before or after. */
  readonly said: readonly { readonly parcel: ParcelId; readonly at: WallTime }[]
  /** In the order in which they were seen; bounded. */
  readonly drops: readonly Drop[]
  /** Since when each camera has seen the place without a break. */
  readonly eyes: Readonly<Record<string, WallTime>>
  /** The door was opened by somebody of the house. */
  readonly doorUsed: WallTime | null
}

export type DropCommand =
  | { readonly type: 'Expect'; readonly parcel: ParcelId }
  | { readonly type: 'Settle'; readonly parcel: ParcelId }
  | { readonly type: 'Eye'; readonly camera: string; readonly sees: boolean; readonly at: WallTime }
  | { readonly type: 'Appear'; readonly camera: string; readonly confidence: number; readonly at: WallTime }
  /** `isVisit`: a courier was being let in. */
  | { readonly type: 'Vanish'; readonly camera: string; readonly isVisit: boolean; readonly at: WallTime }
  | { readonly type: 'Photograph'; readonly drop: string; readonly sha256: string }
  | { readonly type: 'CarrierSays'; readonly parcel: ParcelId; readonly at: WallTime }
  | { readonly type: 'TakeIn'; readonly parcel: ParcelId; readonly at: WallTime }
  | { readonly type: 'UseDoor'; readonly at: WallTime }
  | { readonly type: 'PassTime' }

export type DropEvent =
  | { readonly type: 'DropExpected'; readonly parcel: ParcelId }
  | { readonly type: 'DropSettled'; readonly parcel: ParcelId }
  | { readonly type: 'DropEyeOpened'; readonly camera: string; readonly at: WallTime }
  | { readonly type: 'DropEyeShut'; readonly camera: string }
  | {
      readonly type: 'DropSeen'
      readonly drop: string
      readonly camera: string
      readonly confidence: number
      readonly at: WallTime
      readonly parcels: readonly ParcelId[]
      readonly said: WallTime | null
    }
  | { readonly type: 'DropPhotographed'; readonly drop: string; readonly sha256: string }
  | { readonly type: 'DropSaid'; readonly parcel: ParcelId; readonly at: WallTime }
  | {
      readonly type: 'DropNamed'
      readonly drop: string
      readonly parcel: ParcelId
      readonly at: WallTime
    }
  | { readonly type: 'DropMissed'; readonly drop: string; readonly at: WallTime }
  | {
      readonly type: 'DropClaimed'
      readonly drop: string
      readonly by: Exclude<TakenBy, 'nobody'>
      readonly at: WallTime
    }
  | { readonly type: 'DropTaken'; readonly drop: string; readonly at: WallTime }
  | { readonly type: 'DropStillOutside'; readonly drop: string }
  | { readonly type: 'DropDoorUsed'; readonly at: WallTime }

export interface DropRules {
  /** After so long before the door people are told once. */
  readonly outsideMax: Duration
}

export const DROP_RULES: DropRules = { outsideMax: minutes(30) }

/** A carrier's *delivered* is about a thing that was seen so long before or after it. */
export const SAME_DELIVERY = minutes(90)
/** A courier says it of all that he leaves at one stop within this; what is said later is about something else. */
export const ONE_STOP = minutes(15)
/** Two things set down within this are one delivery. */
export const ONE_DROP = minutes(5)
/** The household opened the door so long before or after it was gone: then it was theirs. */
export const DOOR_ABOUT = minutes(2)
/** So long the household has to say so, or to open the door, before it is called taken. */
export const ANSWER_WITHIN = seconds(90)
/** What lies there for so long is no delivery of ours any more. */
const FORGOTTEN_AFTER = hours(72)
export const DROPS_KEPT = 20
export const EXPECTED_MAX = 50

export const NO_DROPS: DropWatch = { expected: [], said: [], drops: [], eyes: {}, doorUsed: null }

const isOpen = ({ ended }: Drop): boolean => ended === null

/** Nobody waits for it: a bag, a neighbour's thing. It is watched, and nobody is told of it. */
const isOurs = ({ parcels }: Drop): boolean => parcels.length > 0

/** The one that vanishes when something does: the newest that the camera saw and still misses nothing of. */
const openSeenBy = ({ drops }: DropWatch, camera: string): Drop | null =>
  drops.findLast((drop) => isOpen(drop) && drop.camera === camera && drop.missed === null) ?? null

function appear(
  watch: DropWatch,
  { camera, confidence, at }: DropCommand & { type: 'Appear' },
): readonly DropEvent[] {
  const last = watch.drops.findLast((drop) => isOpen(drop) && drop.missed === null)
  if (last && at - last.seen <= ONE_DROP) return []
  const id = `d${at}`
  if (watch.drops.some((drop) => drop.id === id)) return []
  const said = watch.said.filter((word) => Math.abs(word.at - at) <= SAME_DELIVERY)
  const parcels = [...new Set([...watch.expected, ...said.map(({ parcel }) => parcel)])]
  const first = said.length === 0 ? null : wallTime(Math.min(...said.map((word) => word.at)))
  return [{ type: 'DropSeen', drop: id, camera, confidence, at, parcels, said: first }]
}

function vanish(
  watch: DropWatch,
  { camera, isVisit, at }: DropCommand & { type: 'Vanish' },
): readonly DropEvent[] {
  const drop = openSeenBy(watch, camera)
  if (!drop) return []
  if (isVisit) return [{ type: 'DropClaimed', drop: drop.id, by: 'visit', at }]
  const isByDoor = watch.doorUsed !== null && Math.abs(at - watch.doorUsed) <= DOOR_ABOUT
  return isByDoor
    ? [{ type: 'DropClaimed', drop: drop.id, by: 'door', at }]
    : [{ type: 'DropMissed', drop: drop.id, at }]
}

/** Not what another courier left before, nor what was gone when he says that he came. */
const mayBe = ({ seen, said, ended }: Drop, at: WallTime): boolean =>
  Math.abs(seen - at) <= SAME_DELIVERY &&
  (said === null || Math.abs(said - at) <= ONE_STOP) &&
  (ended === null || ended.at >= at - ONE_DROP)

function named(watch: DropWatch, parcel: ParcelId, at: WallTime): readonly DropEvent[] {
  if (watch.said.some((word) => word.parcel === parcel && word.at === at)) return []
  const same = watch.drops.filter((drop) => mayBe(drop, at) && !drop.parcels.includes(parcel))
  return [
    { type: 'DropSaid', parcel, at },
    ...same.map(({ id }) => ({ type: 'DropNamed', drop: id, parcel, at }) as const),
  ]
}

const takenIn = (watch: DropWatch, parcel: ParcelId, at: WallTime): readonly DropEvent[] =>
  watch.drops
    .filter(({ parcels, ended }) => parcels.includes(parcel) && (ended === null || ended.by === 'nobody'))
    .map(({ id }) => ({ type: 'DropClaimed', drop: id, by: 'household', at }))

const usedDoor = (watch: DropWatch, at: WallTime): readonly DropEvent[] => [
  { type: 'DropDoorUsed', at },
  ...watch.drops
    .filter(({ missed, ended }) => ended === null && missed !== null && Math.abs(at - missed) <= DOOR_ABOUT)
    .map(({ id, missed }) => ({ type: 'DropClaimed', drop: id, by: 'door', at: missed ?? at }) as const),
]

function passed({ drops }: DropWatch, now: WallTime, { outsideMax }: DropRules): readonly DropEvent[] {
  return drops.filter(isOpen).flatMap((drop): readonly DropEvent[] => {
    const { id, missed, seen, isTold } = drop
    if (missed !== null)
      return now - missed >= ANSWER_WITHIN ? [{ type: 'DropTaken', drop: id, at: missed }] : []
    const isDue = isOurs(drop) && !isTold && now - seen >= outsideMax && now - seen < FORGOTTEN_AFTER
    return isDue ? [{ type: 'DropStillOutside', drop: id }] : []
  })
}

export interface DropTurn {
  readonly now: WallTime
  readonly rules: DropRules
}

/** What comes of it. The same command twice is decided once. */
export function decideDrop(
  watch: DropWatch,
  command: DropCommand,
  { now, rules }: DropTurn,
): readonly DropEvent[] {
  switch (command.type) {
    case 'Expect':
      return watch.expected.includes(command.parcel) || watch.expected.length >= EXPECTED_MAX
        ? []
        : [{ type: 'DropExpected', parcel: command.parcel }]
    case 'Settle':
      return watch.expected.includes(command.parcel) ? [{ type: 'DropSettled', parcel: command.parcel }] : []
    case 'Eye': {
      const isKnown = watch.eyes[command.camera] !== undefined
      if (command.sees === isKnown) return []
      return command.sees
        ? [{ type: 'DropEyeOpened', camera: command.camera, at: command.at }]
        : [{ type: 'DropEyeShut', camera: command.camera }]
    }
    case 'Appear':
      return appear(watch, command)
    case 'Vanish':
      return vanish(watch, command)
    case 'Photograph':
      return watch.drops.some(({ id, photo }) => id === command.drop && photo === null)
        ? [{ type: 'DropPhotographed', drop: command.drop, sha256: command.sha256 }]
        : []
    case 'CarrierSays':
      return named(watch, command.parcel, command.at)
    case 'TakeIn':
      return takenIn(watch, command.parcel, command.at)
    case 'UseDoor':
      return usedDoor(watch, command.at)
    case 'PassTime':
      return passed(watch, now, rules)
  }
}

/** When time alone changes something, counted from the wall clock; null: never. */
export function nextDropLook({ drops }: DropWatch, { outsideMax }: DropRules): WallTime | null {
  const times = drops.filter(isOpen).flatMap((drop) => {
    if (drop.missed !== null) return drop.missed + ANSWER_WITHIN
    return isOurs(drop) && !drop.isTold ? drop.seen + outsideMax : []
  })
  return times.length === 0 ? null : wallTime(Math.min(...times))
}

/** What was seen of one parcel, the newest. */
export const dropOf = ({ drops }: DropWatch, parcel: ParcelId): Drop | null =>
  drops.findLast(({ parcels }) => parcels.includes(parcel)) ?? null
