// The house as a process: started detached by the plugin, it outlives the hub and is found again by its folder.
import { flushCompileCache } from 'node:module'
import { systemClock } from './house/system-clock.ts'
import { runHouse } from './house/run-house.ts'
import { within } from './within.ts'

/** Lines of one life: the log lies in the data folder and must not fill it. */
const LOG_LINES_MAX = 1_000
const END_LIMIT_MS = 3_000

const [storage, boot] = process.argv.slice(2)
if (storage === undefined || boot === undefined) throw new Error('usage: house-main STORAGE BOOT')

let lines = 0
function log(line: string): void {
  if (lines++ < LOG_LINES_MAX) process.stdout.write(`${new Date().toISOString()} ${line}\n`)
}

const signalled = Promise.withResolvers<string>()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, signalled.resolve)

const clock = systemClock(boot)
const house = await runHouse({ storage, clock, log })
log(`house ${process.pid} is up`)
// Whoever started it may be gone by now.
process.send?.('ready', undefined, {}, () => {
  if (process.connected) process.disconnect()
})
// Most houses end with their machine, and that leaves no time to keep anything.
flushCompileCache()
const why = await Promise.race([house.wantsToEnd, signalled.promise])
log(`house ends: ${why}`)
// A client that does not let go keeps nobody from ending.
await within(clock, END_LIMIT_MS, Promise.resolve(house[Symbol.asyncDispose]()))
process.exit(0)
