// The real clock of the house: the machine's monotonic time, the same in every process.
import { type Clock, type Instant, instant, wallTime } from '@portico/plugin-api'

/** Longest delay of a Node timer, ms. */
const DELAY_MAX_MS = 2 ** 31 - 1

const mono = (): Instant => instant(Number(process.hrtime.bigint()) / 1e6)

/** `boot`: the boot id that the hub gave; the house does not look for itself. */
export function systemClock(boot: string): Clock {
  return {
    boot,
    mono,
    wall: () => wallTime(Date.now()),
    wake(at, call) {
      let timer: NodeJS.Timeout | null = null
      const wait = (): void => {
        const left = at - mono()
        // A timer may ring a fraction of a millisecond early: nothing may happen before its instant.
        timer = setTimeout(left > 0 ? look : call, Math.min(Math.max(0, Math.ceil(left)), DELAY_MAX_MS))
      }
      const look = (): void => {
        if (mono() >= at) call()
        else wait()
      }
      wait()
      const cancel = (): void => {
        if (timer) clearTimeout(timer)
      }
      return { cancel, [Symbol.dispose]: cancel }
    },
  }
}
