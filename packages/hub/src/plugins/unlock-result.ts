// What the failure of an unlock in its plugin means for the door.
import { codeOf } from '@portico/ports'

/**
 * `late`: the lock was never asked. `refused`: it said a plain no. `doubt`: nobody knows whether it heard, and the bolt
 * may be on its way.
 */
export type UnlockResult = 'accepted' | 'late' | 'refused' | 'doubt'

/** Only a plain no is a no: an error with a code that is not worth a repetition. */
export function unlockResultOf(error: unknown): UnlockResult {
  const code = codeOf(error)
  if (code?.endsWith('_TOO_LATE')) return 'late'
  const isDefinite = code !== null && error instanceof Error && 'retryable' in error && !error.retryable
  return isDefinite ? 'refused' : 'doubt'
}
