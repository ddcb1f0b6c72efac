// What the contract of a lock needs from whoever wants to be judged by it: the device as the hub sees it, and hands that
// reach the truth behind it.
import type { Instant } from '@portico/core'
import type { BoltReport, LockDevice, Op, UnlockOrder } from '@portico/plugin-api'
import { codeOf } from '@portico/ports'

/**
 * What is done to the lock or its link: a hand at the bolt, something in its way, no radio, half of the messages lost,
 * doubled or late, a fault of the lock itself; `well` ends all of that.
 */
export type LockFault =
  | 'turned-open'
  | 'turned-shut'
  | 'jam'
  | 'cut'
  | 'lossy'
  | 'doubled'
  | 'late'
  | 'fault'
  | 'well'

export interface LockUnderTest extends AsyncDisposable {
  readonly device: LockDevice
  /** In the order in which the hub got them. */
  readonly reports: readonly BoltReport[]
  now(): Instant
  /** Lets time pass. */
  pass(ms: number): Promise<void>
  /** Where the bolt really is; `between` while it moves or is stuck. */
  bolt(): 'thrown' | 'withdrawn' | 'between'
  /** Null when this lock cannot be made to suffer that: the test is left out, and says so. */
  do(fault: LockFault): Promise<void> | null
}

export interface Held {
  outcome: 'waits' | 'resolved' | 'rejected'
  code: string | null
  /** Worth another try, as the error says; null while there is none. */
  isRetryable: boolean | null
}

/** What becomes of an order, to be looked at as time passes. */
export function hold(work: Promise<unknown>): Held {
  const held: Held = { outcome: 'waits', code: null, isRetryable: null }
  work.then(
    () => void (held.outcome = 'resolved'),
    (error: unknown) => {
      held.outcome = 'rejected'
      held.code = codeOf(error)
      held.isRetryable =
        typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === true
    },
  )
  return held
}

/** Longer than any motor, answer or give-up of a lock that may serve: 10 s for an order, 6 s for an answer. */
export const ENOUGH_MS = 12_000

export const orderAt = (lock: LockUnderTest, op: string, withinMs = 2_000): UnlockOrder => ({
  op: op as Op, // cast: minted here
  notAfter: (lock.now() + withinMs) as Instant, // cast: an instant and milliseconds
})
