// The clock of the media process. Its monotonic time is the kernel's and therefore that of the hub (`process.hrtime`).
import { instant, wallTime } from '@portico/core'
import type { Clock } from '@portico/ports'

/** Longest wait that Node's timers can hold, ms. */
const TIMER_MAX_MS = 2 ** 31 - 1

export function systemClock(boot: string): Clock {
  const mono = (): ReturnType<typeof instant> => instant(Number(process.hrtime.bigint()) / 1e6)
  return {
    boot,
    mono,
    wall: () => wallTime(Date.now()),
    wake: (at, call) => {
      const timer = setTimeout(call, Math.min(TIMER_MAX_MS, Math.max(0, Math.ceil(at - mono()))))
      const cancel = (): void => {
        clearTimeout(timer)
      }
      return { cancel, [Symbol.dispose]: cancel }
    },
  }
}
