// Finds the house of a storage folder, or starts it: detached, because it must outlive the hub and this plugin.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Clock, type DeviceEntry, codeOf } from '@portico/plugin-api'
import { virtualError } from './errors.ts'
import { type ConnectOptions, type HouseConnection, connectHouse } from './house-client.ts'
import {
  devicesPath,
  housePath,
  logPath,
  readHouseFile,
  settingsHash,
  writePrivate,
} from './house/house-files.ts'
import { readSettings } from './house/house-settings.ts'
import { removeSocket } from './house/house-socket.ts'
import { modulePath } from './module-path.ts'
import { within } from './within.ts'

export interface StartOptions {
  /** The plugin's own folder; the house lives in it. */
  readonly storage: string
  readonly devices: readonly DeviceEntry[]
  readonly clock: Clock
  readonly onReport: NonNullable<ConnectOptions['onReport']>
}

/** From spawning to serving; it takes about a second. */
const START_LIMIT_MS = 20_000
/**
 * Frames live for a moment: a small nursery saves 13 MB and costs no time. One thread empties it: several spent longer on
 * waking each other than on the little that is there, a twelfth of a start.
 */
const SMALL_HEAP = ['--max-semi-space-size=1', '--no-parallel-scavenge']
/** From asking to gone. */
export const END_LIMIT_MS = 5_000

/**
 * A house with exactly these devices. One that runs with others is ended first; what is left of a dead one is removed.
 * Rejects with `HUB_VIRTUAL_OPTION`, or with `HUB_VIRTUAL_UNREACHABLE` when none can be started.
 */
export async function findOrStartHouse(options: StartOptions): Promise<HouseConnection> {
  readSettings(options.devices)
  const found = await findHouse(options)
  if (found?.settings === settingsHash(options.devices)) return found
  if (found) await endHouse(found, options.clock)
  await startHouse(options)
  return await connectAsHub(options)
}

const connectAsHub = async ({ storage, clock, onReport }: StartOptions): Promise<HouseConnection> =>
  await connectHouse(storage, { role: 'hub', clock, onReport })

/** null when none runs; whatever a dead one has left is then gone too. */
async function findHouse(options: StartOptions): Promise<HouseConnection | null> {
  const { storage, clock } = options
  const file = readHouseFile(storage)
  if (!file) return null
  try {
    if (file.boot === clock.boot) return await connectAsHub(options)
  } catch (error) {
    // One that lives but does not answer is not replaced: two houses would fight for one door.
    if (!isGone(error)) throw error
  }
  removeSocket(file.socket)
  rmSync(housePath(storage), { force: true })
  return null
}

/** The kernel says that nobody listens there: unlike one that does not answer, such a house is gone. */
function isGone(error: unknown): boolean {
  const cause = error instanceof Error ? codeOf(error.cause) : null
  return cause === 'ENOENT' || cause === 'ECONNREFUSED'
}

/** Resolves when the house is gone, or after its limit. */
export async function endHouse(house: HouseConnection, clock: Clock): Promise<void> {
  // The connection may break before the answer comes: gone is gone.
  house.ask({ type: 'end' }).catch(() => undefined)
  await within(clock, END_LIMIT_MS, house.closed)
  await house[Symbol.asyncDispose]()
}

/** Resolves when the house serves; its first message says so. */
async function startHouse({ storage, devices, clock }: StartOptions): Promise<void> {
  writePrivate(devicesPath(storage), devices)
  const main = modulePath(import.meta, 'house-main')
  const conditions = main.endsWith('.ts') ? ['--conditions=@portico/source'] : []
  const log = openSync(logPath(storage), 'w', 0o600)
  const child = spawn(process.execPath, [...conditions, ...SMALL_HEAP, main, resolve(storage), clock.boot], {
    cwd: storage,
    detached: true,
    env: {
      TZ: Intl.DateTimeFormat().resolvedOptions().timeZone,
      // From source it starts in half the time and with 25 MB less.
      NODE_COMPILE_CACHE: join(resolve(storage), 'compile-cache'),
    },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const ready = once(child, 'message')
  const ended = once(child, 'exit')
  try {
    const first = await within(clock, START_LIMIT_MS, Promise.race([ready, ended]))
    if (first !== 'late' && first[0] === 'ready') return
    const what = first === 'late' ? `did not start in ${START_LIMIT_MS} ms` : `ended with ${String(first[0])}`
    child.kill('SIGKILL')
    throw virtualError('HUB_VIRTUAL_UNREACHABLE', `the house ${what}: see ${logPath(storage)}`)
  } finally {
    if (child.connected) child.disconnect()
    // Not a leak: it is meant to live on without us, and ends by itself.
    child.unref()
  }
}
