// A home in virtual time: the real runtime on a memory journal, a simulated door and simulated cameras.
import {
  type DoorSettings,
  type DoorState,
  type FallbackRung,
  type JournalLine,
  type Mode,
  type ParcelStatus,
  type Policy,
  actorId,
  defaultSettings,
  doorId,
  homeId,
  milliseconds,
  phaseOf,
  plainPolicy,
  seconds,
  wallTime,
} from '@portico/core'
import { type ChainSigner, homeKey } from '@portico/evidence/seal'
import type { Announcer, CourierMessage, Photo } from '@portico/ports'
import { MemoryJournal, SimulatedCameras, SimulatedDoor, TestClock, seededChance } from '@portico/testing'
import { type DoorSetup, HomeRuntime, type Reported } from '../src/index.ts'

export const FRONT = doorId('front')
export const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const
export const NUMBER = '1Z4R8V670310455204'

const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

export interface HomeOptions {
  readonly mode?: Mode
  /** Sentences beside the mode. */
  readonly sentences?: Policy['sentences']
  readonly journal?: MemoryJournal
  readonly clock?: TestClock
  readonly door?: SimulatedDoor
  readonly timeZone?: string
  readonly settings?: Partial<DoorSettings>
  readonly asksAlways?: boolean
  /** What the front door is; a house unless said. */
  readonly kind?: DoorSetup['kind']
  /** Cameras that look for what is set down before it. */
  readonly drops?: readonly string[]
  /** Order of the ladder of the front door. */
  readonly fallback?: readonly FallbackRung[]
  /** Further doors, without devices that do anything. */
  readonly others?: readonly Pick<DoorSetup, 'id' | 'kind'>[]
  /** Signs the journal. */
  readonly signer?: ChainSigner
}

export class SimulatedHome implements AsyncDisposable {
  readonly clock: TestClock
  readonly journal: MemoryJournal
  readonly cameras: SimulatedCameras
  readonly photos: Photo[] = []
  readonly alarms: string[] = []
  readonly notices: string[] = []
  readonly lines: JournalLine[] = []
  /** What the courier's page was told. */
  readonly told: CourierMessage[] = []
  door: SimulatedDoor
  #runtime: HomeRuntime | null = null
  #epoch = 0
  #count = 0
  readonly #mode: Mode
  readonly #options: HomeOptions

  private constructor(options: HomeOptions) {
    this.#options = options
    this.#mode = options.mode ?? 'owner'
    this.clock = options.clock ?? new TestClock({ wall: wallTime(Date.UTC(2026, 10, 23, 10)) })
    this.journal = options.journal ?? new MemoryJournal()
    const report = (body: Parameters<HomeRuntime['report']>[1]): void => this.#runtime?.report(FRONT, body)
    this.door = new SimulatedDoor({ clock: this.clock, report })
    this.cameras = new SimulatedCameras({
      clock: this.clock,
      frame: (frame) => this.#runtime?.cameraEvents().frame(frame),
      liveness: (live) => this.#runtime?.cameraEvents().liveness(live),
    })
  }

  static async open(options: HomeOptions = {}): Promise<SimulatedHome> {
    const home = new SimulatedHome(options)
    await home.begin()
    return home
  }

  get runtime(): HomeRuntime {
    if (!this.#runtime) throw new Error('the hub is down')
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
  get types(): string[] {
    return this.lines.map(({ type }) => type)
  }

  /** The hub starts, or starts again after a crash. */
  async begin(journal: MemoryJournal = this.journal): Promise<void> {
    const announcer: Announcer = {
      alarm: ({ kind }) => void this.alarms.push(kind),
      notice: ({ notice }) => void this.notices.push(notice),
      courier: (message) => void this.told.push(message),
      photo: ({ photo }) => void this.photos.push(photo),
      fallback() {},
    }
    const opening = HomeRuntime.open({
      home: homeId('default'),
      epoch: ++this.#epoch,
      writer: 'hub',
      timeZone: this.#options.timeZone ?? 'Europe/Berlin',
      policy: { ...plainPolicy(this.#mode), sentences: this.#options.sentences ?? [] },
      asksAlways: this.#options.asksAlways ?? false,
      doors: [
        {
          id: FRONT,
          kind: this.#options.kind,
          settings: { ...defaultSettings, ...this.#options.settings },
          cameras: [
            { id: 'porch', view: 'outside', witness: false },
            { id: 'hall', view: 'inside', witness: true },
          ],
          devices: this.door,
          fallback: this.#options.fallback,
        },
        ...(this.#options.others ?? []).map((other) => ({
          ...other,
          settings: defaultSettings,
          cameras: [],
          devices: this.door,
        })),
      ],
      looksForParcels: (camera) => this.#options.drops?.includes(camera) ?? false,
      journal,
      key: homeKey(new Uint8Array(32).fill(7)),
      clock: this.clock,
      chance: seededChance(this.#epoch),
      log: silentLog,
      engine: this.cameras,
      announcer,
      ...(this.#options.signer ? { signer: this.#options.signer } : {}),
    })
    await this.clock.advance(milliseconds(50))
    this.#runtime = await opening
    this.#runtime.follow((lines) => void this.lines.push(...lines))
    this.#runtime.report(FRONT, { type: 'ReportFitness', unfit: null, pin: this.#mode === 'pin' })
    this.#runtime.report(FRONT, { type: 'ReportStorage', ok: true })
    await this.pass(4)
  }

  /** `kill -9`: nothing of the hub goes on, everything of the house does. */
  crash(inFlight: 'lost' | 'kept' = 'lost'): void {
    this.journal.crash(inFlight)
    const dead = this.#runtime
    this.#runtime = null
    for (const film of this.cameras.films.values()) film.wake?.cancel()
    this.cameras.films.clear()
    void dead?.[Symbol.asyncDispose]()
  }

  async pass(time: number): Promise<void> {
    await this.clock.advance(seconds(time))
  }

  report(
    status: ParcelStatus,
    more: { number?: string; eventId?: string; windowHours?: number } = {},
  ): Promise<Reported> {
    const { number = NUMBER, eventId = `evt_${this.#count++}`, windowHours } = more
    const now = this.clock.wall()
    const window =
      windowHours === undefined ? null : { from: now, to: wallTime(now + windowHours * 3_600_000) }
    return this.runtime.deliveries.report({
      source: 'easypost',
      grade: 'signed',
      carrier: 'ups',
      numbers: [number],
      status,
      occurredAt: now,
      window,
      elsewhere: null,
      eventId,
      body: new TextEncoder().encode(`${number} ${status} ${eventId}`),
    })
  }

  async claim(number = NUMBER): Promise<void> {
    await this.runtime.deliveries.claim({ number, carrier: null, title: null, by: 'u_1' })
  }

  async armed(): Promise<void> {
    await this.claim()
    await this.report('out-for-delivery')
    await this.pass(0.1)
  }

  /** The courier scans the code at the door and types the label. */
  async arrive(label = NUMBER): Promise<string | null> {
    const { code } = this.runtime.codes.mint(FRONT)
    const begun = await this.runtime.desk.beginByLabel({ door: FRONT, code, label })
    if (begun.refused !== null) return begun.refused
    return (await this.runtime.desk.arrive({ pass: begun.pass, code })).refused
  }

  async approve(): Promise<string | null> {
    const { session } = this.state
    if (!session) throw new Error('nobody asks')
    const { sha256, captured } = await this.cameras.still('porch')
    const shown = { to: OWNER.by, door: FRONT, sha256 }
    this.runtime.shown.note(shown, captured)
    const picture = { sha256, captured: this.runtime.shown.capturedOf(shown) }
    const nonce = this.runtime.desk.nonce()
    const { events } = await this.runtime.ask(FRONT, {
      type: 'ApproveEntry',
      sid: session.sid,
      try: session.tries,
      actor: OWNER,
      picture,
      nonce,
    })
    const refused = events.find((event) => event.type === 'Refused')
    return refused?.type === 'Refused' ? refused.code : null
  }

  /** The courier comes in, drops, and leaves. */
  async dropOff(): Promise<void> {
    this.door.do({ type: 'open', from: 'outside', wide: true })
    await this.pass(3)
    this.door.do({ type: 'drop' })
    await this.pass(2)
    this.door.do({ type: 'close' })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopping = this.#runtime?.[Symbol.asyncDispose]()
    this.door[Symbol.dispose]()
    for (const film of this.cameras.films.values()) film.wake?.cancel()
    await this.clock.advance(seconds(30))
    await stopping
  }
}
