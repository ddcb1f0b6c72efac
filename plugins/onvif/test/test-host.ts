// A plugin host for tests, in virtual time: everything the devices said, to be waited for.
import type { CameraNote, CameraSource, DeviceEntry, PluginHost, StreamSource } from '@portico/plugin-api'
import type { TestClock } from '@portico/testing'

const never = (): never => {
  throw new Error('an ONVIF device has no such part')
}

export class TestHost {
  readonly clock: TestClock
  readonly stop = new AbortController()
  readonly host: PluginHost
  readonly sources: StreamSource[] = []
  readonly notes: CameraNote[] = []
  readonly rings: string[] = []
  readonly reachable: string[] = []
  readonly logged: string[] = []
  readonly #used: AsyncDisposable[] = []
  readonly #looks = new Set<() => void>()

  constructor(devices: readonly DeviceEntry[], { clock, storage }: { clock: TestClock; storage: string }) {
    this.clock = clock
    const log = (details: unknown, line?: string): void => {
      this.logged.push(`${line ?? String(details)} ${JSON.stringify(details)}`)
      this.#look()
    }
    this.host = {
      devices,
      storage,
      hubKey: '',
      clock,
      log: { debug: log, info: log, warn: log, error: log },
      signal: this.stop.signal,
      addLock: never,
      addContact: never,
      addEdge: never,
      addMailbox: () => {
        throw new Error('there is no mailbox here')
      },
      addBell: (id) => () => {
        this.rings.push(id)
        this.#look()
      },
      addCamera: (_, first) => {
        const take = (report: CameraSource | CameraNote | null): void => {
          if (report === null) return
          if ('what' in report) this.notes.push(report)
          else if (report.rtsp !== null) this.sources.push(report)
          this.#look()
        }
        take(first)
        return take
      },
      setReachable: (id, on) => {
        this.reachable.push(`${id} ${on ? 'back' : 'lost'}`)
        this.#look()
      },
      onAct: never,
      use: (resource) => void this.#used.push(resource),
    }
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

  #look(): void {
    for (const look of this.#looks) look()
  }
}
