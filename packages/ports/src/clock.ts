// Time and chance as the runtime gets them. Only the composition hands in the real ones.
import type { Instant, WallTime } from '@portico/core'

export interface Wake extends Disposable {
  /** Harmless after the call and when called twice. */
  cancel(): void
}

export interface Clock {
  /** Monotonic milliseconds since the machine started (`process.hrtime`), the same in every process. */
  mono(): Instant
  /** Unix milliseconds, as the system believes. */
  wall(): WallTime
  /** The kernel's boot id: instants of different boots cannot be compared. */
  readonly boot: string
  /** Calls once, at `at` or later, never before this function has returned. */
  wake(at: Instant, call: () => void): Wake
}

export interface Chance {
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array
}
