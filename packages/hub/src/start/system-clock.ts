// The machine's own time and chance. Only the composition and a plugin's process hand them out.
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Instant, instant, wallTime } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'

/** Longest delay of a Node timer, ms. */
const DELAY_MAX_MS = 2 ** 31 - 1
const BOOT_ID = '/proc/sys/kernel/random/boot_id'

const mono = (): Instant => instant(Number(process.hrtime.bigint()) / 1e6)

/** `boot`: the boot id, where another process has found it out already. */
export function systemClock(boot: string = bootId()): Clock {
  return {
    boot,
    mono,
    wall: () => wallTime(Date.now()),
    wake(at, call) {
      let timer: NodeJS.Timeout
      const wait = (): void => {
        timer = setTimeout(look, Math.min(Math.max(0, Math.ceil(at - mono())), DELAY_MAX_MS))
      }
      // A timer may ring a fraction of a millisecond early: nothing may happen before its instant.
      const look = (): void => {
        if (mono() >= at) call()
        else wait()
      }
      wait()
      const cancel = (): void => {
        clearTimeout(timer)
      }
      return { cancel, [Symbol.dispose]: cancel }
    },
  }
}

/** Where the kernel tells none, every start counts as a boot: instants of earlier starts are then never compared. */
function bootId(): string {
  try {
    return readFileSync(BOOT_ID, 'utf8').trim()
  } catch {
    return randomUUID()
  }
}

export const systemChance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) }
