// Whether the hardware of a door may serve an in-home delivery at all, told by what its devices are.
import type { RefusalCode } from '@portico/core'
import type { LockTraits, WitnessPath } from '@portico/plugin-api'

export interface DoorHardware {
  readonly lock: LockTraits
  readonly contact: WitnessPath
  /** Something at the door closes it when the hub dies. */
  readonly hasEdge: boolean
}

/** The first reason against it; null when the door is fit. */
export function unfitness({ lock, contact, hasEdge }: DoorHardware): RefusalCode | null {
  // A lock that echoes commands is no witness; one that needs key or power to leave may lock somebody in.
  if (lock.boltWitness !== 'measured' || lock.exit !== 'free') return 'LOCK_UNFIT'
  const onePath = lock.path.id === contact.id
  if (onePath && !(lock.path.exclusive && contact.exclusive)) return 'WITNESS_PATH'
  return hasEdge ? null : 'DEADMAN_UNARMED'
}
