// What a no of the hub means to who operates a lock.
import { ClientError } from '@portico/client'
import type { Denial } from './acts.ts'

const byCode: Readonly<Record<string, Denial>> = {
  RIGHT_MISSING: 'right',
  ASSURANCE_MISSING: 'pin',
  HUB_PIN_CLOSED: 'closed',
  DOOR_BUSY: 'busy',
  DOOR_OPEN: 'busy',
  FIRE: 'busy',
  OPENING_LIMIT: 'busy',
  HUB_HTTP_QUOTA: 'busy',
  HUB_HTTP_BUSY: 'busy',
  CLIENT_UNREACHABLE: 'lost',
}

/** The face ended, may not, or the door is none of its own. */
const rightStatuses: ReadonlySet<number> = new Set([401, 403, 404])

/** @throws what is no answer of the hub */
export function denialOf(error: unknown): Denial {
  if (!(error instanceof ClientError)) throw error
  const known = byCode[error.code]
  if (known !== undefined) return known
  if (error.status !== null && rightStatuses.has(error.status)) return 'right'
  return 'refused'
}
