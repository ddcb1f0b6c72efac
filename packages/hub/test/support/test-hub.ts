// A hub with real faces: the real runtime on a memory journal, a simulated door and simulated cameras in virtual time,
// and both listeners on free ports of 127.0.0.1.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DoorState,
  type JournalLine,
  type Mode,
  type ParcelStatus,
  defaultSettings,
  doorId,
  homeId,
  milliseconds,
  phaseOf,
  seconds,
  wallTime,
} from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { carriers } from '@portico/plugin-carriers'
import type { Scope } from '@portico/protocol'
import { HomeRuntime } from '@portico/runtime'
import { MemoryJournal, SimulatedDoor, TestClock, seededChance } from '@portico/testing'
import { type Logger, pino } from 'pino'
import { type Listeners, startListeners } from '../../src/http/listeners.ts'
import type { CheckedSettings, Hub, People, Readiness, Tokens } from '../../src/hub.ts'
import { type House, createAnnouncements } from '../../src/live/announcements.ts'
import { type CameraFanOut, createCameras } from '../../src/live/camera-fan-out.ts'
import { createPeople } from '../../src/people/people.ts'
import { loadSources } from '../../src/people/sources.ts'
import { createTokens } from '../../src/people/tokens.ts'
import { type Asked, type Asking, askAt } from './asking.ts'
import { FilmedCameras } from './filmed-cameras.ts'

export const FRONT = doorId('front')
export const NUMBER = '1Z4R8V670310455204'
export const HOOK_SECRET = 'whsec-of-the-tests'

export interface TestHubOptions {
  readonly mode?: Mode
  readonly settings?: Partial<CheckedSettings>
  readonly virtual?: Hub['virtual']
  readonly street?: boolean
}

export class TestHub implements AsyncDisposable {
  readonly clock = new TestClock({ wall: wallTime(Date.UTC(2026, 10, 23, 10)) })
  readonly journal = new MemoryJournal()
  readonly logged: string[] = []
  readonly lines: JournalLine[] = []
  readiness: Readiness = { ready: true, reasons: [], degraded: [] }
  readonly log: Logger
  readonly folder: string
  readonly door: SimulatedDoor
  readonly cameras: FilmedCameras
  readonly fanOut: CameraFanOut
  readonly house: House
  readonly #options: TestHubOptions
  #runtime: HomeRuntime | null = null
  #hub: Hub | null = null
  #listeners: (Listeners & AsyncDisposable) | null = null
  #people: (People & Disposable) | null = null
  #count = 0
  #waiting: { readonly is: (line: JournalLine) => boolean; readonly found: (line: JournalLine) => void }[] =
    []

  private constructor(folder: string, options: TestHubOptions) {
    this.folder = folder
    this.#options = options
    this.log = pino({ level: 'debug' }, { write: (line: string) => void this.logged.push(line) })
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
    this.fanOut = createCameras(this.cameras, clock)
    this.house = createAnnouncements(clock)
  }

  static async open(options: TestHubOptions = {}): Promise<TestHub> {
    const test = new TestHub(await mkdtemp(join(tmpdir(), 'portico-faces-')), options)
    await test.#begin()
    return test
  }

  get runtime(): HomeRuntime {
    return this.hub.runtime
  }
  get hub(): Hub {
    if (!this.#hub) throw new Error('the hub is not open')
    return this.#hub
  }
  get tokens(): Tokens {
    return this.hub.tokens
  }
  get houseUrl(): string {
    return this.#listeners?.houseUrl ?? ''
  }
  get streetUrl(): string {
    return this.#listeners?.streetUrl ?? ''
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

  /** `GET /path` at the house, without credentials. */
  ask(line: string, asking: Asking = {}): Promise<Asked> {
    return askAt(this.houseUrl, line, asking)
  }
  street(line: string, asking: Asking = {}): Promise<Asked> {
    return askAt(this.streetUrl, line, asking)
  }

  /** The headers of a browser that is signed in. */
  async owner(name: string | null = null): Promise<{ readonly cookie: string; readonly origin: string }> {
    const { secret } = await this.hub.people.mintLink(name)
    const signed = await this.ask('POST /api/v1/sign-in', { body: { link: secret } })
    const [cookie = ''] = signed.headers['set-cookie'] ?? []
    return { cookie: cookie.split(';')[0] ?? '', origin: this.houseUrl }
  }

  async token(...scopes: Scope[]): Promise<{ readonly authorization: string }> {
    const { secret } = await this.tokens.create(`token ${this.#count++}`, scopes)
    return { authorization: `Bearer ${secret}` }
  }

  async claim(number = NUMBER): Promise<void> {
    await this.runtime.deliveries.claim({ number, carrier: null, title: null, by: 'u_1' })
  }

  /** A signed webhook, as its carrier would post it. */
  async hook(
    status: ParcelStatus,
    { number = NUMBER, eventId = `evt_${this.#count++}`, headers = {} }: HookOptions = {},
  ): Promise<Asked> {
    const [carrier] = carriers
    if (!carrier) throw new Error('no carrier')
    const sample = { trackingNumber: number, status, occurredAt: this.clock.wall(), eventId }
    const { headers: signed, body } = carrier.sample(sample, HOOK_SECRET)
    return this.street('POST /hooks/easypost', {
      headers: { ...signed, 'content-type': 'application/json', ...headers },
      body: Buffer.from(body),
    })
  }

  async armed(): Promise<void> {
    await this.claim()
    await this.hook('out-for-delivery')
    await this.pass(0.1)
  }

  /** The courier scans the code beside the door and types the label; the pass. */
  async begin(label = NUMBER): Promise<string> {
    const { code } = this.runtime.codes.mint(FRONT)
    const begun = await this.street('POST /d/front', { body: { code, label } })
    return begun.body.pass
  }

  /** The same, up to the moment in which the owner is asked; the pass. */
  async arrived(): Promise<string> {
    await this.armed()
    const { code } = this.runtime.codes.mint(FRONT)
    const { body } = await this.street('POST /d/front', { body: { code, label: NUMBER } })
    await this.street(`POST /c/${body.pass}/arrive`, { body: { code } })
    return body.pass
  }

  /** The owner looks and agrees. */
  async approve(owner: Record<string, string>): Promise<Asked> {
    const still = await this.ask('GET /api/v1/cameras/porch/still', { headers: owner })
    const picture = String(still.headers['x-portico-sha256'])
    return this.ask(`POST /api/v1/sessions/${this.sid}/approve`, {
      headers: owner,
      body: { try: this.state.session?.tries ?? 0, picture },
    })
  }

  /** The courier comes in, drops, and leaves; the door is locked and the visit sealed. */
  async delivered(owner: Record<string, string>): Promise<string> {
    await this.arrived()
    const { sid } = this
    await this.approve(owner)
    await this.pass(3)
    this.door.do({ type: 'open', from: 'outside', wide: true })
    await this.pass(3)
    this.door.do({ type: 'drop' })
    await this.pass(2)
    this.door.do({ type: 'close' })
    // Photo and film are written to a real disk: virtual time waits for it.
    for (let look = 0; look < 100 && this.runtime.visits.get(sid as never)?.state !== 'closed'; look++) {
      await this.pass(0.5)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return sid
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listeners?.[Symbol.asyncDispose]()
    this.#people?.[Symbol.dispose]()
    const stopping = this.#runtime?.[Symbol.asyncDispose]()
    this.door[Symbol.dispose]()
    for (const film of this.cameras.films.values()) film.wake?.cancel()
    await this.clock.advance(seconds(30))
    await stopping
    await rm(this.folder, { recursive: true, force: true })
  }

  async #begin(): Promise<void> {
    const { clock, journal, cameras, log } = this
    const opening = HomeRuntime.open({
      home: homeId('default'),
      epoch: 1,
      writer: 'sim',
      timeZone: 'Europe/Berlin',
      policy: { mode: this.#options.mode ?? 'owner' },
      doors: [{ id: FRONT, settings: defaultSettings, cameras: setup.cameras, devices: this.door }],
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
    await this.#serve(runtime)
    await this.pass(4)
  }

  async #serve(runtime: HomeRuntime): Promise<void> {
    const { clock, log } = this
    const { records, journal } = runtime
    const chance = { bytes: randomBytes }
    this.#people = createPeople({ records, journal, clock, chance, log })
    const environment = (name: string): string | undefined =>
      name === 'PORTICO_HOOK_SECRET_EASYPOST' ? HOOK_SECRET : undefined
    this.#hub = {
      settings: {
        ...settings,
        street: this.#options.street === false ? null : ANY_PORT,
        ...this.#options.settings,
      },
      runtime,
      people: this.#people,
      tokens: createTokens({ records, journal, clock, chance, log }),
      sources: await loadSources({ carriers, on: ['easypost'], environment, records, journal, chance }),
      cameras: this.fanOut,
      announcements: this.house.announcements,
      readiness: () => this.readiness,
      virtual: this.#options.virtual === undefined ? async (act) => ({ ...act }) : this.#options.virtual,
      clock,
      log,
      mediaFolder: this.folder,
    }
    this.#listeners = await startListeners(this.#hub)
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

interface HookOptions {
  readonly number?: string
  readonly eventId?: string
  readonly headers?: Record<string, string>
}

const ANY_PORT = { host: '127.0.0.1', port: 0 } as const

const setup = {
  id: FRONT,
  name: 'Front door',
  lock: 'front-lock',
  contact: 'front-contact',
  edge: 'front-edge',
  bell: 'front-bell',
  cameras: [
    { id: 'porch', view: 'outside', witness: false },
    { id: 'hall', view: 'inside', witness: true },
  ],
  settings: defaultSettings,
} as const

const settings: CheckedSettings = {
  homeName: 'Home',
  timeZone: 'Europe/Berlin',
  house: ANY_PORT,
  street: ANY_PORT,
  publicUrl: null,
  hosts: [],
  doors: [setup],
  plugins: [],
  sources: ['easypost'],
  policy: { mode: 'owner' },
  virtual: true,
}
