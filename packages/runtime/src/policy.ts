// The policy of a home as data: who answers when a courier comes, and a loosening that waits.
import { createHash } from 'node:crypto'
import { type Mode, type WallTime, minutes } from '@portico/core'

export interface Policy {
  readonly mode: Mode
}

/** A loosening takes effect this long after a person asked for it; until then anybody of the home may stop it. */
export const LOOSEN_AFTER = minutes(15)

export interface PendingMode {
  readonly mode: Mode
  readonly asked: WallTime
  readonly at: WallTime
  /** Opaque id of the person. */
  readonly by: string
}

export interface StoredPolicy {
  readonly policy: Policy
  /** Hash of the settings' policy it came from: an edited file is taken over at the next start. */
  readonly seed: string
  /** `settings`, or the opaque id of the person who set it since. */
  readonly by: string
  readonly pending: PendingMode | null
}

export const BY_SETTINGS = 'settings'

export const policyHash = (policy: Policy): string =>
  createHash('sha256')
    .update(JSON.stringify([policy.mode]))
    .digest('hex')
