// Once a day what has expired is deleted: raw messages of carriers whose days of keeping are over.
import { after, hours, minutes } from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import type { Store } from '@portico/store-sqlite'
import type { Logger } from 'pino'

/** Not in the first minute: then the house is being found. */
const FIRST = minutes(1)
const EVERY = hours(24)

export interface SweepParts {
  readonly store: Pick<Store, 'sweepBlobs'>
  readonly clock: Clock
  readonly log: Logger
}

export function startDailySweep({ store, clock, log }: SweepParts): Disposable {
  let wake: Wake
  const sweep = async (): Promise<void> => {
    try {
      const count = await store.sweepBlobs(clock.wall())
      if (count > 0) log.info({ count }, 'expired messages deleted')
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'expired messages not deleted')
    }
  }
  const wait = (time: typeof EVERY): void => {
    wake = clock.wake(after(clock.mono(), time), () => {
      void sweep()
      wait(EVERY)
    })
  }
  wait(FIRST)
  return { [Symbol.dispose]: () => wake.cancel() }
}
