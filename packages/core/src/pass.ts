// A pass: the single-use right to start a visit, bound to one parcel, carrier, door, window and mode, and from the
// accepted presence on to one phone. Only hashes of what could be used are ever kept.
import type { RefusalCode } from './codes.ts'
import type { Mode } from './door/mode.ts'
import type { DoorId, HomeId, ParcelId, PassId, SessionId } from './ids.ts'
import type { WallTime } from './time.ts'

/** `armed`: somebody proved with it to stand at the door. `expired` is worked out from the time, never written. */
export type PassStatus = 'minted' | 'armed' | 'used' | 'revoked'

export interface Pass {
  readonly id: PassId
  readonly home: HomeId
  readonly session: SessionId
  readonly door: DoorId
  readonly parcels: readonly ParcelId[]
  /** Who is to bring it; null where the parcel's carrier was not known when the pass was made. */
  readonly carrier: string | null
  /** The mode it was made for. It opens in this one, or where the owner is asked, and in no other. */
  readonly mode: Mode
  readonly from: WallTime
  readonly to: WallTime
  readonly minted: WallTime
  readonly status: PassStatus
  /** Who took it back: an owner, the parcel that has come or gone, the visit that is over; null while nobody has. */
  readonly revoked: 'owner' | 'done' | 'closed' | null
  /** Hash of what the phone keeps that proved presence with it; null before, and for one that keeps nothing. */
  readonly phone: string | null
}

/** Where a pass stands at a moment. */
export const passStateOf = ({ status, to }: Pass, now: WallTime): PassStatus | 'expired' =>
  (status === 'minted' || status === 'armed') && now > to ? 'expired' : status

const revokedBy: Readonly<Record<'owner' | 'done' | 'closed', RefusalCode>> = {
  owner: 'PASS_REVOKED',
  done: 'PARCEL_DONE',
  closed: 'PASS_EXPIRED',
}

/**
 * Why a pass is no good now; null when it is. Being early is no fault of the pass: the page tells the courier to
 * come in the window, and the door itself refuses with the numbers.
 */
export function passDenial(pass: Pass, now: WallTime): RefusalCode | null {
  switch (passStateOf(pass, now)) {
    case 'used':
      return 'PASS_USED'
    case 'revoked':
      return revokedBy[pass.revoked ?? 'owner']
    case 'expired':
      return 'PASS_EXPIRED'
    case 'minted':
    case 'armed':
      return null
  }
}

/** What a pass is shown for: the visit as it stands now, and who shows it. */
export interface PassUse {
  readonly home: HomeId
  readonly door: DoorId
  readonly parcels: readonly ParcelId[]
  /** Carriers of these parcels as far as they are known. */
  readonly carriers: readonly string[]
  readonly mode: Mode
  /** Hash of what the phone keeps that shows it; null when it keeps nothing. */
  readonly phone: string | null
}

/** What a pass is bound to and does not fit; null when all of it does. The first code wins. */
export function passMisfit(pass: Pass, use: PassUse): RefusalCode | null {
  if (pass.home !== use.home) return 'PASS_UNKNOWN'
  if (pass.door !== use.door) return 'PRESENCE_OTHER_DOOR'
  const isForThese = use.parcels.length > 0 && use.parcels.every((parcel) => pass.parcels.includes(parcel))
  if (!isForThese) return 'PASS_OTHER_PARCEL'
  const { carrier } = pass
  if (carrier !== null && use.carriers.some((known) => known !== carrier)) return 'PASS_OTHER_CARRIER'
  // A rule that was tightened since asks the owner; one that was loosened gives no old pass more power.
  if (use.mode !== pass.mode && use.mode !== 'owner') return 'PASS_OTHER_MODE'
  return isOfPhone(pass, use.phone) ? null : 'PASS_OTHER_PHONE'
}

/** The pass belongs to nobody yet, or to the phone that shows it. */
export const isOfPhone = (pass: Pass, phone: string | null): boolean =>
  pass.phone === null || pass.phone === phone
