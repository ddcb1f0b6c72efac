// A plugin host for tests: real time, a folder of its own, and everything the devices said, to be waited for.
import type {
  BoltReport,
  CameraNote,
  CameraSource,
  StreamSource,
  ContactReport,
  DeviceEntry,
  EdgeDevice,
  Instant,
  LockDevice,
  Op,
  PinReport,
  PluginHost,
  UnlockOrder,
  VirtualAct,
} from '@portico/plugin-api'
import { type EdgeWord, HubLink, type HubWord, keyPair, verifierOf } from '@portico/edge'
import { systemClock } from '../src/house/system-clock.ts'

export const BOOT = 'boot-of-the-tests'
/** The hub of the tests has one key, and begins a new epoch with each of its starts. */
export const hubKeys = keyPair(new Uint8Array(32).fill(1))
let starts = 1

export class TestHost {
  readonly clock = systemClock(BOOT)
  readonly stop = new AbortController()
  readonly host: PluginHost
  readonly locks = new Map<string, LockDevice>()
  readonly edges = new Map<string, EdgeDevice>()
  readonly cameras = new Map<string, StreamSource>()
  readonly bolts: BoltReport[] = []
  readonly pins: PinReport[] = []
  readonly contacts: ContactReport[] = []
  readonly edgeReports: EdgeWord[] = []
  readonly lines = new Map<string, HubLink>()
  readonly reachable: string[] = []
  readonly logged: string[] = []
  rings = 0
  act: (act: VirtualAct) => Promise<Readonly<Record<string, unknown>>> = () =>
    Promise.reject(new Error('the plugin takes no acts yet'))
  readonly #used: AsyncDisposable[] = []
  readonly #looks = new Set<() => void>()

  constructor(storage: string, devices: readonly DeviceEntry[], epoch = ++starts) {
    const log = (_: unknown, line?: string): void => void this.logged.push(line ?? '')
    this.host = {
      devices,
      storage,
      hubKey: hubKeys.publicKey,
      clock: this.clock,
      log: { debug: log, info: log, warn: log, error: log },
      signal: this.stop.signal,
      addLock: (id, lock) => {
        this.locks.set(id, lock)
        const [bolt, pin] = [this.#into(this.bolts), this.#into(this.pins)]
        return (report) => ('what' in report ? pin(report) : bolt(report))
      },
      addContact: () => this.#into(this.contacts),
      addEdge: (id, edge) => {
        this.edges.set(id, edge)
        const verify = verifierOf(edge.key)
        const line = new HubLink({ edge: id, epoch, sign: hubKeys.sign, verify })
        this.lines.set(id, line)
        return (frame) => this.#hear(edge, line, frame)
      },
      addMailbox: () => {
        throw new Error('there is no mailbox here')
      },
      addBell: () => () => {
        this.rings += 1
        this.#look()
      },
      addCamera: (id, source) => {
        const keep = (next: CameraSource | CameraNote | null): void => {
          if (next !== null && 'rtsp' in next && next.rtsp !== null) this.cameras.set(id, next)
          this.#look()
        }
        keep(source)
        return keep
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

  /** An order to the edge, signed. */
  async tellEdge(word: HubWord): Promise<void> {
    await this.edge.hear(found(this.lines).say(word, this.clock.mono()))
  }

  /** An order to unlock as the hub gives it: with the same order signed for the edge. */
  unlockOrder(op: Op, notAfter: Instant): UnlockOrder {
    const frame = found(this.lines).say({ type: 'unlock', op, notAfter }, this.clock.mono())
    return { op, notAfter, frame }
  }

  /** As the hub ends a plugin. */
  async end(): Promise<void> {
    this.stop.abort()
    for (const resource of this.#used.splice(0).toReversed()) await resource[Symbol.asyncDispose]()
  }

  #hear(edge: EdgeDevice, line: HubLink, frame: string): void {
    const heard = line.hear(frame, this.clock.mono())
    if (heard.fault === null) this.edgeReports.push(heard.word)
    else if (heard.wantsHello) void edge.hear(line.say({ type: 'hello' }, this.clock.mono()))
    this.#look()
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
