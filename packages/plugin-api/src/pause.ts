// Waits by the clock of a plugin or bridge; its end ends the wait.
import { instant } from '@portico/core'
import type { Clock } from '@portico/ports'

export interface PauseParts {
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Resolves after `ms`, or when the signal is aborted. */
export function pause({ clock, signal }: PauseParts, ms: number): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = clock.wake(instant(clock.mono() + ms), resolve)
  const end = (): void => resolve()
  signal.addEventListener('abort', end)
  return promise.finally(() => {
    wake.cancel()
    signal.removeEventListener('abort', end)
  })
}
