// The little that this package asks of time. The hub's clock fits as it is.

export interface RtspClock {
  /** Monotonic ms. */
  mono(): number
  /** Calls once, at `at` (monotonic ms) or later, never before this function has returned. */
  wake(at: number, call: () => void): { cancel(): void }
}
