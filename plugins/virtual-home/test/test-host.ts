// A plugin host for tests: real time, a folder of its own, and everything the devices said, to be waited for.
import type {
  BoltReport,
  CameraSource,
  ContactReport,
  DeviceEntry,
  EdgeDevice,
  EdgeReport,
  LockDevice,
  PluginHost,
  VirtualAct,
} from '@portico/plugin-api'
import { systemClock } from '../src/house/system-clock.ts'

export const BOOT = 'boot-of-the-tests'

export class TestHost {
  readonly clock = systemClock(BOOT)
  readonly stop = new AbortController()
  readonly host: PluginHost
  readonly locks = new Map<string, LockDevice>()
  readonly edges = new Map<string, EdgeDevice>()
  readonly cameras = new Map<string, CameraSource>()
  readonly bolts: BoltReport[] = []
  readonly contacts: ContactReport[] = []
  readonly edgeReports: EdgeReport[] = []
  readonly reachable: string[] = []
  readonly logged: string[] = []
  rings = 0
  act: (act: VirtualAct) => Promise<Readonly<Record<string, unknown>>> = () =>
    Promise.reject(new Error('the plugin takes no acts yet'))
  readonly #used: AsyncDisposable[] = []
  readonly #looks = new Set<() => void>()

  constructor(storage: string, devices: readonly DeviceEntry[]) {
    const log = (_: unknown, line?: string): void => void this.logged.push(line ?? '')
    this.host = {
      devices,
      storage,
      clock: this.clock,
      log: { debug: log, info: log, warn: log, error: log },
      signal: this.stop.signal,
      addLock: (id, lock) => {
        this.locks.set(id, lock)
        return this.#into(this.bolts)
      },
      addContact: () => this.#into(this.contacts),
      addEdge: (id, edge) => {
        this.edges.set(id, edge)
        return this.#into(this.edgeReports)
      },
      addBell: () => () => {
        this.rings += 1
        this.#look()
      },
      addCamera: (id, source) => {
        this.cameras.set(id, source)
        return (next) => {
          this.cameras.set(id, next)
          this.#look()
        }
      },
      setReachable: (id, on) => {
        this.reachable.push(`${id} ${on ? 'back' : 'lost'}`)
        this.#look()
      },
      onAct: (answer) => {
        this.act = answer
      },
      use: (resource) => {
        this.#used.push(resource)
      },
    }
  }

  get lock(): LockDevice {
    return found(this.locks)
  }

  get edge(): EdgeDevice {
    return found(this.edges)
  }

  /** Resolves as soon as it holds; the test's own time limit bounds the wait. */
  async until(holds: () => boolean): Promise<void> {
    const held = Promise.withResolvers<void>()
    const look = (): void => {
      if (holds()) held.resolve()
    }
    this.#looks.add(look)
    look()
    await held.promise
    this.#looks.delete(look)
  }

  /** As the hub ends a plugin. */
  async end(): Promise<void> {
    this.stop.abort()
    for (const resource of this.#used.splice(0).toReversed()) await resource[Symbol.asyncDispose]()
  }

  #into<Report>(list: Report[]): (report: Report) => void {
    return (report) => {
      list.push(report)
      this.#look()
    }
  }

  #look(): void {
    for (const look of this.#looks) look()
  }
}

function found<T>(devices: ReadonlyMap<string, T>): T {
  const [first] = devices.values()
  if (!first) throw new Error('the plugin added none')
  return first
}
