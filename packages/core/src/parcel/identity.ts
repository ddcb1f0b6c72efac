// Which parcel a report is about: family of the carrier, number, and the life of that number (decisions 49).
import { type WallTime, hours } from '../time.ts'
import { carrierFamily, isOneCarrier } from './carrier-family.ts'
import type { Parcel } from './parcel.ts'
import { normalNumber } from './tracking-number.ts'

/** Carriers use numbers again; this long after its end a number means a new parcel. */
const RECYCLED_AFTER = hours(60 * 24)

type Ended = Pick<Parcel, 'doneAt'>

export const isRecycled = ({ doneAt }: Ended, received: WallTime): boolean =>
  doneAt !== null && received - doneAt > RECYCLED_AFTER

/** Same number, and not two different carriers. */
export const isSameParcel = (
  parcel: Pick<Parcel, 'number' | 'carrier'>,
  number: string,
  carrier: string | null,
): boolean => parcel.number === normalNumber(number) && isOneCarrier(parcel.carrier, carrier)

export interface Naming {
  readonly number: string
  readonly carrier: string | null
  readonly source: string
  /** When it happened as the source says; null when it does not say. */
  readonly occurredAt: WallTime | null
  readonly received: WallTime
}

type Known = Pick<Parcel, 'number' | 'carrier' | 'doneAt' | 'firstSeen' | 'accounts'>

export interface Named<P extends Known> {
  /** The parcel that is meant; null: a new one. */
  readonly parcel: P | null
  /** It may as well be one of these, of other carriers: whoever names none of them has to. */
  readonly rivals: readonly P[]
  /** Under way with another carrier under the same number: they stay parcels of their own. */
  readonly conflicts: readonly P[]
}

const familyOf = (name: string | null): string | null => (name === null ? null : carrierFamily(name))

/** How well a parcel fits: the source has spoken of it before, then the carrier is the same, then nothing is against it. */
function fit({ accounts, carrier }: Known, naming: Naming): number {
  const hasAccount = accounts.some(({ source }) => source === naming.source)
  return (hasAccount ? 2 : 0) + (familyOf(carrier) === familyOf(naming.carrier) ? 1 : 0)
}

/** An earlier life of the number that had not ended when this happened. */
const wasLiving = ({ doneAt }: Known, { occurredAt, received }: Naming): boolean =>
  occurredAt !== null && doneAt !== null && occurredAt <= doneAt && occurredAt <= received

/**
 * Among the parcels that are known. A word about something before the end of an earlier life of the number is about that
 * life, however late it comes: it must not fall on the parcel that bears the number now.
 */
export function whichParcel<P extends Known>(known: readonly P[], naming: Naming): Named<P> {
  const { number, carrier, received } = naming
  const alike = known.filter((parcel) => parcel.number === normalNumber(number))
  const fitting = alike.filter((parcel) => isOneCarrier(parcel.carrier, carrier))
  const [past] = fitting
    .filter((parcel) => isRecycled(parcel, received) && wasLiving(parcel, naming))
    .toSorted((a, b) => (a.doneAt ?? 0) - (b.doneAt ?? 0))
  const living = fitting
    .filter((parcel) => !isRecycled(parcel, received))
    .toSorted((a, b) => fit(b, naming) - fit(a, naming) || b.firstSeen - a.firstSeen)
  const parcel = past ?? living[0] ?? null
  return {
    parcel,
    rivals: living.filter((other) => parcel !== null && !isOneCarrier(other.carrier, parcel.carrier)),
    conflicts: alike.filter((other) => !isOneCarrier(other.carrier, carrier) && !isRecycled(other, received)),
  }
}
