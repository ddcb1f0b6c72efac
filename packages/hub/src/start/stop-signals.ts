// The signals that end a hub. A second one at once is the same wish told twice, as npm does; later it is impatience.
import { type Instant, elapsed, seconds } from '@portico/core'
import type { Clock } from '@portico/ports'

export type StopSignal = 'SIGINT' | 'SIGTERM'

/** Ctrl-C ends as a shell expects of it; being asked to end is no failure. */
export const exitCodeOf = (signal: StopSignal): number => (signal === 'SIGINT' ? 130 : 0)

const TWICE = seconds(1)

export interface StopSignals extends Disposable {
  readonly first: Promise<StopSignal>
}

/** `onForce` is called when somebody asks again later than a second after. */
export function stopSignals(
  clock: Clock,
  onForce: (signal: StopSignal) => void,
  emitter: Pick<NodeJS.Process, 'on' | 'off'> = process,
): StopSignals {
  const first = Promise.withResolvers<StopSignal>()
  let asked: Instant | null = null
  const take = (signal: StopSignal): void => {
    if (asked === null) {
      asked = clock.mono()
      first.resolve(signal)
    } else if (elapsed(asked, clock.mono()) > TWICE) onForce(signal)
  }
  emitter.on('SIGINT', take)
  emitter.on('SIGTERM', take)
  return {
    first: first.promise,
    [Symbol.dispose]() {
      emitter.off('SIGINT', take)
      emitter.off('SIGTERM', take)
    },
  }
}
