// A home without faces: the real runtime on a journal, a simulated door and simulated cameras in virtual time.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DoorState,
  type FallbackRung,
  type JournalLine,
  type Mode,
  defaultSettings,
  homeId,
  milliseconds,
  phaseOf,
  seconds,
  wallTime,
} from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import type { Journal } from '@portico/ports'
import { HomeRuntime } from '@portico/runtime'
import { MemoryJournal, SimulatedDoor, TestClock, seededChance } from '@portico/testing'
import { type Logger, pino } from 'pino'
import { type House, createAnnouncements } from '../../src/live/announcements.ts'
import { type CameraFanOut, createCameras } from '../../src/live/camera-fan-out.ts'
import { FilmedCameras } from './filmed-cameras.ts'
import { FRONT, frontDoor } from './home-settings.ts'
import { until } from './until.ts'

export interface TestHomeOptions {
  readonly mode?: Mode
  /** In memory when absent. */
  readonly journal?: Journal
  /** Cameras that look for what is set down. */
  readonly drops?: readonly string[]
  /** Order of the ladder; that of a home that says nothing when absent. */
  readonly fallback?: readonly FallbackRung[]
}

interface Waiting {
  readonly is: (line: JournalLine) => boolean
  readonly found: (line: JournalLine) => void
}

export class TestHome {
  readonly clock = new TestClock({ wall: wallTime(Date.UTC(2026, 10, 23, 10)) })
  readonly journal: Journal
  /** Everything that was logged, at every level and with nothing veiled. */
  readonly logged: string[] = []
  /** Cameras whose view was learned anew. */
  readonly learned: string[] = []
  readonly lines: JournalLine[] = []
  readonly log: Logger
  readonly folder: string
  readonly door: SimulatedDoor
  readonly cameras: FilmedCameras
  readonly fanOut: CameraFanOut
  readonly house: House
  readonly #mode: Mode
  readonly #drops: readonly string[]
  readonly #fallback: readonly FallbackRung[] | undefined
  #runtime: HomeRuntime | null = null
  #waiting: Waiting[] = []

  protected constructor(
    folder: string,
    { mode = 'owner', journal = new MemoryJournal(), fallback, drops = [] }: TestHomeOptions,
  ) {
    this.folder = folder
    this.journal = journal
    this.#mode = mode
    this.#drops = drops
    this.#fallback = fallback
    this.log = pino({ level: 'trace' }, { write: (line: string) => void this.logged.push(line) })
    const { clock } = this
    this.door = new SimulatedDoor({ clock, report: (body) => this.#runtime?.report(FRONT, body) })
    this.cameras = new FilmedCameras({
      clock,
      folder,
      indoor: ['hall'],
      frame: (frame) => this.#runtime?.cameraEvents().frame(frame),
      liveness: (live) => this.#runtime?.cameraEvents().liveness(live),
      onLive: (piece) => this.fanOut.onLive(piece),
    })
    this.fanOut = createCameras(this.cameras, clock, {
      views: {},
      learnView: (camera) => void this.learned.push(camera),
    })
    this.house = createAnnouncements(clock)
  }

  protected static newFolder(): Promise<string> {
    return mkdtemp(join(tmpdir(), 'portico-faces-'))
  }

  get runtime(): HomeRuntime {
    if (!this.#runtime) throw new Error('the home is not open')
    return this.#runtime
  }
  get state(): DoorState {
    const state = this.runtime.door(FRONT)
    if (!state) throw new Error('no door')
    return state
  }
  get phase(): string {
    return phaseOf(this.state)
  }
  get sid(): string {
    return this.state.session?.sid ?? ''
  }
  /** Newest durable line. */
  get seq(): number {
    return this.journal.head('default')?.seq ?? -1
  }

  async pass(time: number): Promise<void> {
    await this.clock.advance(seconds(time))
  }

  /** The next line, or one that is there already, that fits; bounded by the test's own time. */
  line(is: (line: JournalLine) => boolean): Promise<JournalLine> {
    const there = this.lines.find(is)
    if (there) return Promise.resolve(there)
    return new Promise((found) => this.#waiting.push({ is, found }))
  }

  /** The security notices of one kind, with what they tell. */
  notices(what: string): readonly JournalLine['data'][] {
    return this.lines.flatMap(({ type, data }) =>
      type === 'SecurityNotice' && data['what'] === what ? [data] : [],
    )
  }
  /** Lines of the audit about one fact. */
  audited(what: string): readonly JournalLine['data'][] {
    return this.lines.flatMap(({ type, data }) => (type === 'Audit' && data['what'] === what ? [data] : []))
  }

  protected async openHome(): Promise<HomeRuntime> {
    const { clock, journal, cameras, log } = this
    const opening = HomeRuntime.open({
      home: homeId('default'),
      epoch: 1,
      writer: 'sim',
      timeZone: 'Europe/Berlin',
      policy: { mode: this.#mode, sentences: [] },
      filmDays: 14,
      doors: [
        {
          id: FRONT,
          settings: defaultSettings,
          cameras: frontDoor.cameras,
          devices: this.door,
          fallback: this.#fallback,
        },
      ],
      looksForParcels: (camera) => this.#drops.includes(camera),
      journal,
      key: homeKey(new Uint8Array(32).fill(7)),
      clock,
      chance: seededChance(1),
      log,
      engine: cameras,
      announcer: this.house.announcer,
    })
    await clock.advance(milliseconds(50))
    const runtime = await opening
    this.#runtime = runtime
    runtime.follow((lines) => this.#take(lines))
    runtime.report(FRONT, { type: 'ReportFitness', unfit: null })
    runtime.report(FRONT, { type: 'ReportStorage', ok: true })
    return runtime
  }

  protected async closeHome(): Promise<void> {
    let isStopped = this.#runtime === null
    const stopping = this.#runtime?.[Symbol.asyncDispose]().finally(() => void (isStopped = true))
    this.door[Symbol.dispose]()
    for (const film of this.cameras.films.values()) film.wake?.cancel()
    // What still runs waits for time, or for a real disk.
    await until('the home to stop', async () => {
      await this.pass(10)
      return isStopped
    })
    await stopping
    await rm(this.folder, { recursive: true, force: true })
  }

  #take(lines: readonly JournalLine[]): void {
    this.lines.push(...lines)
    this.#waiting = this.#waiting.filter(({ is, found }) => {
      const line = lines.find(is)
      if (line) found(line)
      return !line
    })
  }
}
