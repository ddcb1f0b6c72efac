// A whole house on one storage folder: devices, cameras, socket, and what is kept. Everything but the process.
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type Clock, type Wake, instant } from '@portico/plugin-api'
import { Studio } from '../camera/studio.ts'
import { openEdgeVault } from './edge-vault.ts'
import {
  type HouseFile,
  housePath,
  keptPath,
  readDevices,
  readHouseFile,
  readKept,
  settingsHash,
  writePrivate,
} from './house-files.ts'
import { HouseServer } from './house-server.ts'
import { readSettings } from './house-settings.ts'
import { chooseSocket, removeSocket } from './house-socket.ts'
import { House } from './house.ts'

export interface RunOptions {
  readonly storage: string
  readonly clock: Clock
  readonly log: (line: string) => void
}

export interface RunningHouse extends AsyncDisposable {
  /** Resolves when the house wants to end: it was asked to, it was left alone, or another took its place. */
  readonly wantsToEnd: Promise<string>
}

/** Changes are kept this much later at most, in one write, ms. */
const KEEP_AFTER_MS = 200
/** How often the house looks whether it is still the one that the folder names, ms. */
const LOOK_EVERY_MS = 2_000

/** Resolves when devices, cameras and socket answer and `house.json` says so. */
export async function runHouse({ storage, clock, log }: RunOptions): Promise<RunningHouse> {
  const entries = readDevices(storage)
  const devices = readSettings(entries)
  const end = Promise.withResolvers<string>()
  const cameras = devices.filter((device) => device.kind === 'camera')
  await using opened = new AsyncDisposableStack()
  const studio = opened.use(await Studio.open({ cameras, clock, log }))
  const keeper = new Keeper({ storage, clock, log, state: () => house.kept() })
  let server: HouseServer | null = null
  const house: House = new House({
    devices,
    kept: readKept(storage),
    clock,
    draw: Math.random,
    cameras: studio,
    vault: openEdgeVault(storage, log),
    report: (report) => server?.report(report),
    onKept: () => {
      keeper.changed()
    },
  })
  opened.use(house)
  const socket = chooseSocket(storage)
  rmSync(socket, { force: true })
  const secret = randomBytes(32).toString('base64url')
  const isOurs = (): boolean => readHouseFile(storage)?.secret === secret
  server = opened.use(await HouseServer.listen({ path: socket, secret, clock, house, onEnd: end.resolve }))
  const file: HouseFile = {
    v: 1,
    pid: process.pid,
    boot: clock.boot,
    socket,
    secret,
    settings: settingsHash(entries),
    cameras: Object.fromEntries(cameras.map((camera) => [camera.id, studio.source(camera.id)])),
    edges: house.edgeKeys,
  }
  writePrivate(housePath(storage), file)
  // Before the socket closes: whoever sees it close may start the next house at once.
  opened.defer(() => {
    keeper.end()
    if (!isOurs()) return
    rmSync(housePath(storage), { force: true })
    removeSocket(socket)
  })
  opened.use(watchPlace({ clock, isOurs, onLost: end.resolve }))
  const all = opened.move()
  return { wantsToEnd: end.promise, [Symbol.asyncDispose]: async () => await all.disposeAsync() }
}

interface PlaceWatch {
  readonly clock: Clock
  readonly isOurs: () => boolean
  readonly onLost: (why: string) => void
}

/** Whoever is named in the folder is the house; one that is not, because the folder is gone or taken, ends. */
function watchPlace({ clock, isOurs, onLost }: PlaceWatch): Disposable {
  const look = (): void => {
    if (isOurs()) wake = later()
    else onLost('its folder is gone, or another house took the place')
  }
  const later = (): Wake => clock.wake(instant(clock.mono() + LOOK_EVERY_MS), look)
  let wake = later()
  return {
    [Symbol.dispose]: () => {
      wake.cancel()
    },
  }
}

interface KeeperOptions extends RunOptions {
  readonly state: () => unknown
}

/** Writes what outlives the house: soon after a change, and at the end. A full disk stops no dead-man. */
class Keeper {
  readonly #options: KeeperOptions
  #wake: Wake | null = null
  #written = ''

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  changed(): void {
    const { clock } = this.#options
    this.#wake ??= clock.wake(instant(clock.mono() + KEEP_AFTER_MS), () => {
      this.#wake = null
      this.#write()
    })
  }

  end(): void {
    this.#wake?.cancel()
    this.#write()
  }

  #write(): void {
    const { storage, log, state } = this.#options
    const now = state()
    const text = JSON.stringify(now)
    if (text === this.#written) return
    try {
      writePrivate(keptPath(storage), now)
      this.#written = text
    } catch (error) {
      log(`state was not kept: ${String(error)}`)
    }
  }
}
