// One life of the hub: the real runtime and core on the ports of the simulation. It dies at once and leaves nothing
// behind but the disk and what is already on its way.
import {
  type DoorCommandBody,
  type DoorId,
  type DoorSettings,
  type DoorState,
  type Duration,
  type JournalLine,
  type Op,
  after,
  doorId,
  homeId,
} from '@portico/core'
import { type ChainSigner, homeKey } from '@portico/evidence/seal'
import type { Announcer, Batch } from '@portico/ports'
import { HomeRuntime, type HomeRuntimeOptions } from '@portico/runtime'
import { type MemoryDisk, seededChance } from '@portico/testing/fakes'
import { filmed } from '../house/cameras.ts'
import { FilmEngine } from '../house/film-engine.ts'
import type { House } from '../house/house.ts'
import type { LifeClock } from '../house/life-clock.ts'
import type { MachineClock } from '../house/machine-clock.ts'
import { HubDevices, type PluginHealth } from './hub-devices.ts'
import { type DiskHealth, HubJournal } from './hub-journal.ts'

export const FRONT: DoorId = doorId('front')
const HOME = homeId('default')
/** One key for all runs of a process: keys made from it are kept, and what it seals never leaves a run. */
const KEY = homeKey(new Uint8Array(32).fill(7))

export interface LifeParts {
  readonly epoch: number
  readonly clock: LifeClock
  readonly machine: MachineClock
  readonly house: House
  readonly disk: MemoryDisk
  readonly health: DiskHealth
  readonly plugin: PluginHealth
  readonly engine: { readonly broken: boolean }
  readonly policy: HomeRuntimeOptions['policy']
  readonly settings: DoorSettings
  readonly seal: HomeRuntimeOptions['seal']
  readonly signer: ChainSigner
  /** How people hear of it; each message travels as it can. */
  readonly voices: Announcer
  readonly onWire: (what: 'unlock' | 'pin', op: Op) => void
  /** When devices and cameras are connected after the home was opened. */
  readonly readyAfter: Duration
  /** How many are at home; null: not known. */
  readonly residents: number | null
  /** What another witness of the leaf says to whoever begins to listen; null: there is none. */
  readonly third: () => Extract<DoorCommandBody, { readonly type: 'ReportWitness' }> | null
  readonly name: () => string
  readonly point: (what: string, batch: Batch | null) => void
  readonly onLines: (lines: readonly JournalLine[]) => void
  /** The home is open; what it wrote meanwhile lies on the disk. */
  readonly onOpened: () => void
  readonly onFailed: () => void
}

const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

export class Life {
  readonly home = HOME
  readonly #parts: LifeParts
  readonly #journal: HubJournal
  readonly #engine: FilmEngine
  readonly #devices: HubDevices
  #runtime: HomeRuntime | null = null

  constructor(parts: LifeParts) {
    const { clock, machine, house, disk, health, plugin, onWire, point, name } = parts
    this.#parts = parts
    const at = (what: string): void => point(what, null)
    this.#journal = new HubJournal({ clock, disk, health, point })
    this.#engine = new FilmEngine({
      clock,
      cameras: house.cameras,
      health: parts.engine,
      frame: (frame) => this.#runtime?.cameraEvents().frame(frame),
      liveness: (live) => this.#runtime?.cameraEvents().liveness(live),
      point: at,
      name,
    })
    this.#devices = new HubDevices({
      clock,
      machine,
      house,
      plugin,
      onWire,
      point: at,
      report: (body) => this.#runtime?.report(FRONT, body),
    })
  }

  /** Null until the home is open, and once the process is dead. */
  get runtime(): HomeRuntime | null {
    return this.#parts.clock.isDead ? null : this.#runtime
  }
  get clock(): LifeClock {
    return this.#parts.clock
  }
  get door(): DoorState | null {
    return this.runtime?.door(FRONT) ?? null
  }

  /** Resolves when the home is open, or cannot be; a dead process never resolves. */
  async open(): Promise<void> {
    const { clock, onFailed, onOpened, onLines, readyAfter } = this.#parts
    try {
      const runtime = await HomeRuntime.open(this.#options())
      if (clock.isDead) return
      this.#runtime = runtime
      onOpened()
      runtime.follow(onLines)
      clock.wake(after(clock.mono(), readyAfter), () => this.#ready(runtime))
    } catch {
      if (!clock.isDead) onFailed()
    }
  }

  report(body: DoorCommandBody): void {
    this.#parts.clock.deliver(() => this.#runtime?.report(FRONT, body))
  }

  /** A newer picture of an owner's page, for an approval; null when there is none. */
  async still(): Promise<{ readonly sha256: string; readonly captured: number } | null> {
    try {
      return await this.#engine.still('porch')
    } catch {
      return null
    }
  }

  die(inFlight: 'lost' | 'kept'): void {
    this.#parts.clock.die()
    this.#journal.crash(inFlight)
  }

  /** Plugins and the media process have come up. */
  #ready(runtime: HomeRuntime): void {
    if (!this.#parts.plugin.down) runtime.report(FRONT, { type: 'ReportFitness', unfit: null, pin: true })
    runtime.report(FRONT, { type: 'ReportHousehold', in: this.#parts.residents })
    runtime.report(FRONT, { type: 'ReportStorage', ok: !this.#parts.health.full })
    const third = this.#parts.third()
    if (third && !(third.source === 'lock-door-sensor' && this.#parts.plugin.down))
      runtime.report(FRONT, third)
    this.#parts.house.edge.setHub(true)
  }

  #options(): HomeRuntimeOptions {
    const { epoch, clock, policy, settings, seal, signer, voices } = this.#parts
    return {
      home: HOME,
      epoch,
      writer: 'hub',
      timeZone: 'Europe/Berlin',
      policy,
      doors: [{ id: FRONT, settings, cameras: filmed, devices: this.#devices }],
      journal: this.#journal,
      key: KEY,
      clock,
      chance: seededChance(epoch),
      log: silentLog,
      engine: this.#engine,
      announcer: voices,
      signer,
      ...(seal ? { seal } : {}),
    }
  }
}
