// Waits by the bridge's clock; the end of the bridge ends the wait.
import { type Clock, type Instant, milliseconds } from '@portico/plugin-api'

export interface PauseParts {
  readonly clock: Clock
  readonly signal: AbortSignal
}

export function pause({ clock, signal }: PauseParts, ms: number): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  // cast: an instant is a number of ms of this clock
  const wake = clock.wake((clock.mono() + milliseconds(ms)) as Instant, resolve)
  const end = (): void => resolve()
  signal.addEventListener('abort', end)
  return promise.finally(() => {
    wake.cancel()
    signal.removeEventListener('abort', end)
  })
}
