// A home in virtual time on a real disk: the real runtime and the real SQLite store, a simulated door and simulated
// cameras. Time passes only while nothing is on its way to the disk, so a story is the same however slow the disk is.
import { existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DoorCommandBody,
  type DoorState,
  type Instant,
  type JournalLine,
  type Mode,
  actorId,
  after,
  defaultSettings,
  doorId,
  homeId,
  instant,
  milliseconds,
  seconds,
  wallTime,
} from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import type { Heartbeat } from '@portico/plugin-api'
import type { Announcer, Batch, Clock } from '@portico/ports'
import { type DoorDevices, HomeRuntime } from '@portico/runtime'
import { type Store, openStore } from '@portico/store-sqlite'
import { SimulatedCameras, SimulatedDoor, TestClock, seededChance } from '@portico/testing'
import type { EdgeInput } from '@portico/world'
import { HouseEdge } from './house-edge.ts'
import { type HouseSnapshot, type Order, readEntries, writeEntry } from './house-record.ts'
import { type JournalWatcher, WatchedJournal } from './watched-journal.ts'

export const HOME = homeId('home')
export const FRONT = doorId('front')
export const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const

const RADIO_LAG = milliseconds(150)
/** Turns of the event loop after which everything that can go on has gone on. */
const TURNS = 3
/** Of one look at a disk that does not answer. */
const PATIENCE = milliseconds(25)
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

export const dataFolder = (folder: string): string => join(folder, 'data')
export const recordFile = (folder: string): string => join(folder, 'house.jsonl')

export interface DiskHomeOptions {
  readonly folder: string
  readonly mode?: Mode
  /** Time between the end of the life before and this start; the house goes on meanwhile. */
  readonly downMs?: number
  /** What happens at the door while no hub runs. */
  readonly meanwhile?: (door: SimulatedDoor) => void
  /** The machine was off: its monotonic clock begins anew, in a new boot. */
  readonly rebooted?: boolean
  readonly watcher?: JournalWatcher
  /** Acknowledgements and the house are written down for the next life. */
  readonly isRecorded?: boolean
  /** The house's time passes while the disk does not answer: for disks that are slow, or gone. */
  readonly isSlow?: boolean
  /** The house as it stood; the last entry of the folder's record when absent. */
  readonly from?: HouseSnapshot
}

/** The hub's clock after a reboot: other numbers, the same time. */
function shifted(base: TestClock, by: number, boot: string): Clock {
  return {
    boot,
    mono: () => instant(base.mono() - by),
    wall: () => base.wall(),
    wake: (at, call) => base.wake(instant(at + by), call),
  }
}

export class DiskHome implements AsyncDisposable {
  readonly clock: TestClock
  readonly door: SimulatedDoor
  readonly edge: HouseEdge
  readonly cameras: SimulatedCameras
  /** Alarms as they were announced, in this life. */
  readonly alarms: string[] = []
  /** How long after the hub's start each was announced, ms. */
  readonly alarmedAt: number[] = []
  readonly lines: JournalLine[] = []
  readonly #folder: string
  readonly #mode: Mode
  readonly #hubClock: Clock
  readonly #onTheWay = new Set<Order>()
  readonly #record: number | null
  readonly #isSlow: boolean
  #started: Instant
  #store: Store | null = null
  #journal: WatchedJournal | null = null
  #runtime: HomeRuntime | null = null
  #frames = 0
  #isAdvancing = false

  private constructor(options: DiskHomeOptions, house: HouseSnapshot | null, record: number | null) {
    this.#folder = options.folder
    this.#mode = options.mode ?? 'owner'
    this.#record = record
    this.#isSlow = options.isSlow ?? false
    this.clock = new TestClock(
      house === null
        ? { wall: wallTime(Date.UTC(2026, 10, 23, 10)) }
        : { mono: house.mono, wall: house.wall },
    )
    // Ten seconds after the machine started, whatever the uptime before.
    const shift = this.clock.mono() + (options.downMs ?? 0) - 10_000
    this.#hubClock = options.rebooted === true ? shifted(this.clock, shift, 'boot-after-the-cut') : this.clock
    this.#started = this.clock.mono()
    this.door = new SimulatedDoor({
      clock: this.clock,
      lag: RADIO_LAG,
      report: (body) => this.#hear(body),
    })
    this.edge = new HouseEdge(
      {
        clock: this.clock,
        lag: RADIO_LAG,
        bolt: () => this.door.do({ type: 'command', to: 'lock', by: 'edge', notAfter: null }),
        report: (body) => this.#toHub(body),
      },
      house?.edge,
    )
    this.cameras = new SimulatedCameras({
      clock: this.#hubClock,
      // The real engine syncs its film every half second (decisions 7); the simulated one reports twice as often.
      frame: (frame) => {
        if (this.#frames++ % 2 === 0) this.#runtime?.cameraEvents().frame(frame)
      },
      liveness: (live) => this.#runtime?.cameraEvents().liveness(live),
    })
    if (house !== null) this.#restore(house)
  }

  /** The first life in this folder, or the next one. */
  static async open(options: DiskHomeOptions): Promise<DiskHome> {
    const path = recordFile(options.folder)
    const last = existsSync(path) ? (readEntries(path).at(-1)?.house ?? null) : null
    const house = options.from ?? last
    const record = options.isRecorded === true ? openSync(path, 'a', 0o600) : null
    const home = new DiskHome(options, house, record)
    try {
      if (house !== null) {
        home.edge.feel({ type: 'gone' })
        await home.clock.advance(milliseconds(10))
        options.meanwhile?.(home.door)
        await home.clock.advance(milliseconds(options.downMs ?? 0))
      }
      await home.#begin(options)
      return home
    } catch (error) {
      await home[Symbol.asyncDispose]()
      throw error
    }
  }

  get runtime(): HomeRuntime {
    if (!this.#runtime) throw new Error('the hub is down')
    return this.#runtime
  }
  get journal(): WatchedJournal {
    if (!this.#journal) throw new Error('the hub is down')
    return this.#journal
  }
  get state(): DoorState {
    const state = this.runtime.door(FRONT)
    if (!state) throw new Error('no door')
    return state
  }

  /** The house as it stands now, with what is on its way to it. */
  snapshot(): HouseSnapshot {
    const { world, unlocks, link } = this.door
    const [mono, wall] = [this.clock.mono(), this.clock.wall()]
    return { mono, wall, world, edge: this.edge.state, unlocks, link, onTheWay: [...this.#onTheWay] }
  }

  /** Everybody who can go on goes on; then time passes, and again, until `time` seconds have passed. */
  async pass(time: number): Promise<void> {
    const target = after(this.clock.mono(), seconds(time))
    for (;;) {
      await this.settle()
      const next = this.clock.nextWake()
      if (next === null || next > target) break
      await this.#advanceTo(next)
    }
    await this.#advanceTo(target)
    await this.settle()
  }

  /** Until nothing is on its way to the disk. */
  async settle(): Promise<void> {
    for (;;) {
      for (let count = 0; count < TURNS; count++) await turn()
      if (this.#journal === null || this.#journal.isQuiet) return
      if (this.#isSlow) await this.#waitForDisk(this.#journal)
      else await this.#journal.answered()
    }
  }

  /** What somebody does, while time passes with a disk that may not answer. */
  async during<Value>(act: () => Promise<Value>): Promise<Value> {
    const progress = { isOver: false }
    const acting = act().finally(() => (progress.isOver = true))
    // Whoever waits for it hears of its failure.
    acting.catch(() => undefined)
    while (!progress.isOver) {
      await this.settle()
      await turn()
    }
    return acting
  }

  /** At most for one patience; then as much time has passed in the house. */
  async #waitForDisk(journal: WatchedJournal): Promise<void> {
    const late = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => late.resolve(false), PATIENCE)
    const isAnswered = await Promise.race([journal.answered().then(() => true), late.promise])
    clearTimeout(timer)
    if (!isAnswered) await this.#advanceTo(after(this.clock.mono(), PATIENCE))
  }

  /** One hand on the clock at a time; an instant that has passed already needs none. */
  async #advanceTo(at: Instant): Promise<void> {
    while (this.#isAdvancing) await turn()
    this.#isAdvancing = true
    try {
      await this.clock.advance(milliseconds(Math.max(0, at - this.clock.mono())))
    } finally {
      this.#isAdvancing = false
    }
  }

  /** The hub ends in its order. */
  async [Symbol.asyncDispose](): Promise<void> {
    const stopping = this.#runtime?.[Symbol.asyncDispose]()
    this.door[Symbol.dispose]()
    this.edge[Symbol.dispose]()
    for (const film of this.cameras.films.values()) film.wake?.cancel()
    if (stopping) {
      await this.pass(31)
      await stopping
    }
    await this.#store?.close()
  }

  async #begin(options: DiskHomeOptions): Promise<void> {
    this.#started = this.clock.mono()
    const store = await openStore({ folder: dataFolder(this.#folder), clock: this.#hubClock })
    this.#store = store
    const { watcher = {} } = options
    this.#journal = new WatchedJournal(store, {
      ...watcher,
      onDurable: (write, batch) => {
        this.#note(batch)
        watcher.onDurable?.(write, batch)
      },
    })
    const opening = this.#open(store.epoch, this.#journal)
    await this.settle()
    this.#runtime = await opening
    this.edge.feel({ type: 'connected' })
    this.#runtime.follow((lines) => void this.lines.push(...lines))
    this.#runtime.report(FRONT, { type: 'ReportFitness', unfit: null })
    this.#runtime.report(FRONT, { type: 'ReportStorage', ok: true })
    await this.settle()
  }

  #open(epoch: number, journal: WatchedJournal): Promise<HomeRuntime> {
    return HomeRuntime.open({
      home: HOME,
      epoch,
      writer: 'hub',
      timeZone: 'Europe/Berlin',
      policy: { mode: this.#mode },
      doors: [
        {
          id: FRONT,
          settings: defaultSettings,
          cameras: [
            { id: 'porch', view: 'outside', witness: false },
            { id: 'hall', view: 'inside', witness: true },
          ],
          devices: this.#devices(),
        },
      ],
      journal,
      key: homeKey(new Uint8Array(32).fill(7)),
      clock: this.#hubClock,
      chance: seededChance(epoch),
      log: silentLog,
      engine: this.cameras,
      announcer: this.#announcer(),
    })
  }

  #announcer(): Announcer {
    return {
      alarm: ({ kind }) => {
        this.alarms.push(kind)
        this.alarmedAt.push(this.clock.mono() - this.#started)
      },
      notice() {},
      courier() {},
      photo() {},
      fallback() {},
    }
  }

  /** Orders as the door gets them, remembered while they are in the air. */
  #devices(): DoorDevices {
    const { door, edge } = this
    const tell = async (input: EdgeInput): Promise<void> => this.#later(() => edge.feel(input))
    return {
      unlock: (order) => {
        const handed = door.unlock(order)
        if (handed === 'handed') this.#send({ type: 'unlock', order })
        return handed
      },
      grantPin: (order) => door.grantPin(order),
      revokePin: (op) => door.revokePin(op),
      lock: () => this.#sent({ type: 'lock' }, door.lock()),
      query: (q) => door.query(q),
      arm: (order) => this.#sent({ type: 'arm', order }, tell({ type: 'arm', order })),
      disarm: (op) => this.#sent({ type: 'disarm', op }, tell({ type: 'disarm', op })),
      release: (op) => this.#sent({ type: 'release', op }, tell({ type: 'release', op })),
      heartbeat: (beat) => tell({ type: 'heartbeat', beat: this.#inHouseTime(beat) }),
      siren: (on) => tell({ type: 'siren', on }),
    }
  }

  #later(then: () => void): void {
    this.clock.wake(after(this.clock.mono(), RADIO_LAG), then)
  }

  /** The edge runs on its own clock, which never stopped. */
  #inHouseTime(beat: Heartbeat): Heartbeat {
    const age = this.#hubClock.mono() - beat.sent
    return { ...beat, sent: instant(this.clock.mono() - age) }
  }

  #hear(body: DoorCommandBody): void {
    // The edge of this home is the one beside, with its dead-man.
    if (body.type === 'ReportEdge') return
    // By wire the edge feels the leaf as the contact does.
    if (body.type === 'ReportContact' && body.q === null && body.contact !== 'unknown')
      this.edge.feel({ type: 'contact', contact: body.contact })
    this.#toHub(body)
  }

  #toHub(body: DoorCommandBody): void {
    this.#runtime?.report(FRONT, body)
  }

  #sent(order: Order, sending: Promise<void>): Promise<void> {
    this.#send(order)
    return sending
  }

  #send(order: Order): void {
    this.#onTheWay.add(order)
    this.clock.wake(after(this.clock.mono(), RADIO_LAG), () => void this.#onTheWay.delete(order))
    this.writeDown([])
  }

  /** To the record: what was acknowledged, and the house. */
  writeDown(acked: readonly JournalLine[]): void {
    if (this.#record === null) return
    writeEntry(this.#record, {
      acked: acked.map(({ seq, hash }) => [seq, hash] as const),
      house: this.snapshot(),
    })
  }

  #note({ lines }: Batch): void {
    this.writeDown(lines)
  }

  #restore({ world, unlocks, link, onTheWay }: HouseSnapshot): void {
    const { door, edge } = this
    door.world = world
    door.unlocks.push(...unlocks)
    Object.assign(door.link, link)
    // Whatever moves by itself is taken up again with the first deed.
    door.do({ type: 'hold', on: world.leaf.held })
    for (const order of onTheWay)
      if (order.type === 'unlock') door.unlock(order.order)
      else if (order.type === 'lock') void door.lock()
      else this.#later(() => edge.feel(order))
  }
}
