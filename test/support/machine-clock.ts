// The machine's own time, for what a test runs beside the hub.
import { instant, wallTime } from '@portico/core'
import type { Clock } from '@portico/ports'

const mono = (): ReturnType<typeof instant> => instant(Number(process.hrtime.bigint()) / 1e6)

export const machineClock: Clock = {
  boot: 'test',
  mono,
  wall: () => wallTime(Date.now()),
  wake: (at, call) => {
    const timer = setTimeout(call, Math.max(0, at - mono()))
    const cancel = (): void => {
      clearTimeout(timer)
    }
    return { cancel, [Symbol.dispose]: cancel }
  },
}
