// The hardware of one door as the runtime commands it. Reports come back as commands to the door.
import type { Op, RefusalCode } from '@portico/core'
import type { ArmOrder, Heartbeat, PinOrder, UnlockOrder } from '@portico/plugin-api'

export interface DoorDevices {
  /**
   * Hands the unlock to the lock's process in this very tick, or answers why it could not: a channel that is gone,
   * has unsent bytes or was silent for a second. It is never queued and never repeated.
   */
  unlock(order: UnlockOrder): 'handed' | Extract<RefusalCode, 'LOCK_UNREACHABLE'>
  /** The same for a PIN: handed over in this very tick or not at all, once for each op. */
  grantPin(order: PinOrder): 'handed' | Extract<RefusalCode, 'LOCK_UNREACHABLE'>
  /** May be repeated; that the lock has forgotten the PIN is only known from its own report. */
  revokePin(op: Op): Promise<void>
  lock(n: number): Promise<void>
  query(q: number): Promise<void>
  arm(order: ArmOrder): Promise<void>
  disarm(op: Op): Promise<void>
  release(op: Op): Promise<void>
  heartbeat(beat: Heartbeat): Promise<void>
  siren(on: boolean): Promise<void>
}
