// Waiting by the hub's clock, ended early when the bridge ends.
import { type Clock, instant } from '@portico/plugin-api'

export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      wake.cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const wake = clock.wake(instant(clock.mono() + ms), end)
    signal.addEventListener('abort', end)
  })
}
