// A home in virtual time on a real disk: the real runtime and the real SQLite store, a simulated door and simulated
// cameras. Time passes only while nothing is on its way to the disk, so a story is the same however slow the disk is.
import { existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DoorState,
  type Instant,
  type JournalLine,
  actorId,
  after,
  defaultSettings,
  doorId,
  homeId,
  milliseconds,
  seconds,
} from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import type { Announcer } from '@portico/ports'
import { HomeRuntime } from '@portico/runtime'
import { type Store, openStore } from '@portico/store-sqlite'
import { type SimulatedCameras, type SimulatedDoor, type TestClock, seededChance } from '@portico/testing'
import { DiskHouse } from './disk-house.ts'
import type { HouseEdge } from './house-edge.ts'
import { type HouseSnapshot, readEntries, writeEntry } from './house-record.ts'
import { type JournalWatcher, WatchedJournal } from './watched-journal.ts'

export const HOME = homeId('home')
export const FRONT = doorId('front')
export const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const

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

export class DiskHome implements AsyncDisposable {
  /** Alarms as they were announced, in this life. */
  readonly alarms: string[] = []
  readonly #folder: string
  readonly #house: DiskHouse
  readonly #record: number | null
  readonly #isSlow: boolean
  #store: Store | null = null
  #journal: WatchedJournal | null = null
  #runtime: HomeRuntime | null = null
  #isAdvancing = false

  private constructor(options: DiskHomeOptions, from: HouseSnapshot | null, record: number | null) {
    const { folder, isSlow = false, rebooted = false, downMs = 0 } = options
    this.#folder = folder
    this.#record = record
    this.#isSlow = isSlow
    this.#house = new DiskHouse({
      from,
      rebootedAfterMs: rebooted ? downMs : null,
      report: (body) => this.#runtime?.report(FRONT, body),
      events: () => this.#runtime?.cameraEvents() ?? null,
      onOrder: () => this.writeDown([]),
    })
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

  get clock(): TestClock {
    return this.#house.clock
  }
  get door(): SimulatedDoor {
    return this.#house.door
  }
  get edge(): HouseEdge {
    return this.#house.edge
  }
  get cameras(): SimulatedCameras {
    return this.#house.cameras
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

  /** To the record: what was acknowledged, and the house as it stands. */
  writeDown(acked: readonly JournalLine[]): void {
    if (this.#record === null) return
    const told = acked.map(({ seq, hash }) => [seq, hash] as const)
    writeEntry(this.#record, { acked: told, house: this.#house.snapshot() })
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
    this.#house[Symbol.dispose]()
    if (stopping) {
      await this.pass(31)
      await stopping
    }
    await this.#store?.close()
  }

  async #begin(options: DiskHomeOptions): Promise<void> {
    const store = await openStore({ folder: dataFolder(this.#folder), clock: this.#house.hubClock })
    this.#store = store
    const { watcher = {} } = options
    this.#journal = new WatchedJournal(store, {
      ...watcher,
      onDurable: (write, batch) => {
        this.writeDown(batch.lines)
        watcher.onDurable?.(write, batch)
      },
    })
    const opening = this.#open(store.epoch, this.#journal)
    await this.settle()
    this.#runtime = await opening
    this.edge.feel({ type: 'connected' })
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
      policy: { mode: 'owner', sentences: [] },
      doors: [
        {
          id: FRONT,
          settings: defaultSettings,
          cameras: [
            { id: 'porch', view: 'outside', witness: false },
            { id: 'hall', view: 'inside', witness: true },
          ],
          devices: this.#house.devices(),
        },
      ],
      journal,
      key: homeKey(new Uint8Array(32).fill(7)),
      clock: this.#house.hubClock,
      chance: seededChance(epoch),
      log: silentLog,
      engine: this.cameras,
      announcer: this.#announcer(),
    })
  }

  #announcer(): Announcer {
    return {
      alarm: ({ kind }) => void this.alarms.push(kind),
      notice() {},
      courier() {},
      photo() {},
      fallback() {},
    }
  }
}
