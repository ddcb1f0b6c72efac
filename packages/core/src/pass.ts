// A pass: the single-use right to start a visit. Only the hash of its secret is ever kept.
import type { RefusalCode } from './codes.ts'
import type { DoorId, PassId, SessionId } from './ids.ts'
import type { WallTime } from './time.ts'

export interface Pass {
  readonly id: PassId
  readonly session: SessionId
  readonly door: DoorId
  readonly from: WallTime
  readonly to: WallTime
  readonly minted: WallTime
  readonly status: 'valid' | 'used' | 'revoked' | 'done'
}

/**
 * Why a pass is no good now; null when it is. Being early is no fault of the pass: the page tells the courier to
 * come in the window, and the door itself refuses with the numbers.
 */
export function passDenial(pass: Pass, now: WallTime): RefusalCode | null {
  switch (pass.status) {
    case 'used':
      return 'PASS_USED'
    case 'revoked':
      return 'PASS_REVOKED'
    case 'done':
      return 'PARCEL_DONE'
    case 'valid':
      return now > pass.to ? 'PASS_EXPIRED' : null
  }
}
