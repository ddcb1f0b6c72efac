// One home, running: its doors, deliveries and visits behind one object that the faces talk to.
import {
  type CommandId,
  type DoorCommandBody,
  type DoorId,
  type DoorState,
  type JournalLine,
  type LocalTime,
  type ParcelStatus,
  type Policy,
  type WallTime,
} from '@portico/core'
import type { LineQuery } from '@portico/ports'
import { type CameraReports, cameraReports } from './camera-reports.ts'
import { Confirmations } from './confirmations.ts'
import { Deliveries } from './deliveries.ts'
import { DeliveryTruth, isVisited } from './delivery-truth.ts'
import { DoorHost, type DoorSetup } from './door-host.ts'
import type { Outcome } from './door-runner.ts'
import { runtimeError } from './errors.ts'
import { Fallbacks } from './fallbacks.ts'
import { HomeJournal } from './home-journal.ts'
import type { HomeRuntimeOptions } from './home-options.ts'
import { HouseHold } from './house-hold.ts'
import { HouseRules } from './house-rules.ts'
import { HouseWatch } from './house-watch.ts'
import { LocalDay } from './local-day.ts'
import { PresenceCodes } from './presence-codes.ts'
import { PresenceWords } from './presence-words.ts'
import { Rulings } from './rulings.ts'
import { SealedRecords } from './sealed-records.ts'
import { ShownPictures } from './shown-pictures.ts'
import type { Visit } from './visit.ts'
import { VisitDesk } from './visit-desk.ts'
import { Visits } from './visits.ts'

export class HomeRuntime implements AsyncDisposable {
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly deliveries: Deliveries
  readonly visits: Visits
  /** What became of each delivery. */
  readonly truth: DeliveryTruth
  readonly fallbacks: Fallbacks
  readonly desk: VisitDesk
  readonly codes: PresenceCodes
  /** Who is at home, as far as somebody said so. */
  readonly presence: PresenceWords
  /** The pause of deliveries while nobody is at home. */
  readonly hold: HouseHold
  readonly shown = new ShownPictures()
  readonly #options: HomeRuntimeOptions
  readonly #day: LocalDay
  readonly #confirmations: Confirmations
  readonly #hosts: ReadonlyMap<DoorId, DoorHost>
  /** Of an earlier life; null in a new home. */
  readonly #newest: JournalLine | null
  #rules: HouseRules | null = null
  #watch: HouseWatch | null = null
  #stopping: Promise<void> | null = null

  /** Recovers every door, tells each that it was born again, and takes up what was owed. */
  static async open(options: HomeRuntimeOptions): Promise<HomeRuntime> {
    const runtime = new HomeRuntime(options)
    await runtime.#start()
    return runtime
  }

  private constructor(options: HomeRuntimeOptions) {
    const { home, epoch, writer, journal, clock, chance, log, key, timeZone, doors } = options
    this.#options = options
    const head = journal.head(home)
    this.#newest = head && (journal.lines({ home, after: head.seq - 1, limit: 1 })[0] ?? null)
    this.journal = new HomeJournal({
      home,
      journal,
      clock,
      epoch,
      writer,
      ...(options.seal ? { seal: options.seal } : {}),
      ...(options.signer ? { signer: options.signer } : {}),
    })
    this.records = new SealedRecords(home, journal, key)
    this.fallbacks = new Fallbacks(doors, (id) => this.door(id))
    this.visits = new Visits({
      home,
      records: this.records,
      chance,
      offerOf: (visit, no) => this.fallbacks.offer(visit, no),
    })
    this.codes = new PresenceCodes(clock, chance)
    this.#hosts = new Map(doors.map((setup) => [setup.id, this.#host(setup)]))
    const day = new LocalDay(timeZone)
    this.#day = day
    this.presence = new PresenceWords({
      journal: this.journal,
      records: this.records,
      clock,
      onSaid: () => this.#lookAtRules(),
    })
    this.hold = new HouseHold({
      journal: this.journal,
      records: this.records,
      clock,
      log,
      onChange: () => this.#heldOrNot(),
    })
    const rulings = this.#rulings(day)
    this.truth = this.#openTruth()
    this.deliveries = this.#openDeliveries(day, rulings)
    this.#confirmations = this.#openConfirmations()
    this.desk = new VisitDesk({
      home,
      hosts: this.#hosts,
      visits: this.visits,
      deliveries: () => this.deliveries,
      codes: this.codes,
      journal: this.journal,
      clock,
      chance,
      day,
      rulings,
      isHeld: () => this.hold.isOn,
      lookAtClock: () => this.#watch?.look(),
      onLabelAgain: (visit) => this.#confirmations.labelAgain(visit),
      log,
    })
  }

  /** By the clock on the wall of the home. */
  localTime(wall: WallTime): LocalTime {
    return this.#day.at(wall)
  }

  /** Looked at now; not before somebody watches it. */
  get isClockTrusted(): boolean {
    return this.#watch?.isClockTrusted ?? false
  }

  get doors(): readonly DoorState[] {
    return [...this.#hosts.values()].map(({ door }) => door)
  }
  get rules(): HouseRules {
    if (!this.#rules) throw runtimeError('HUB_RUNTIME_STOPPED', 'the home is not open yet')
    return this.#rules
  }
  get asksAlways(): boolean {
    return this.#options.asksAlways ?? false
  }
  get policy(): Policy {
    return this.rules.policy
  }

  door(id: DoorId): DoorState | null {
    return this.#hosts.get(id)?.door ?? null
  }

  /** What a person or a face asks; resolves once the decision is durable. A repeat of an id is dropped. */
  ask(door: DoorId, body: DoorCommandBody, id?: CommandId): Promise<Outcome> {
    return this.#hostOf(door).runner.ask(body, id)
  }

  /** What a device or its plugin reports. */
  report(door: DoorId, body: DoorCommandBody): void {
    this.#hosts.get(door)?.runner.tell(body)
  }

  follow(follower: (lines: readonly JournalLine[]) => void): Disposable {
    return this.journal.follow(follower)
  }
  lines(query: Omit<LineQuery, 'home'>): readonly JournalLine[] {
    return this.#options.journal.lines({ home: this.#options.home, ...query })
  }

  /** Something that people should know and the journal must hold: a forged hook, a forbidden command. */
  async notice(what: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    await this.journal.append({
      lines: [
        { door: null, session: null, type: 'SecurityNotice', cause: 'runtime', data: { what, ...data } },
      ],
    })
  }

  /** What the camera engine tells, led to the doors it concerns. */
  cameraEvents(): CameraReports {
    return cameraReports({
      hosts: [...this.#hosts.values()],
      visits: this.visits,
      journal: this.journal,
      records: this.records,
      truth: this.truth,
      clock: this.#options.clock,
      log: this.#options.log,
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  #openTruth(): DeliveryTruth {
    const { doors, engine, filmDays, position, looksForParcels, clock, log } = this.#options
    return new DeliveryTruth({
      journal: this.journal,
      records: this.records,
      visits: this.visits,
      deliveries: () => this.deliveries,
      doors,
      looks: (camera) => looksForParcels?.(camera) ?? false,
      isVisited: (id) => isVisited(this.door(id)),
      engine,
      filmDays: filmDays ?? null,
      position: position ?? null,
      isClockTrusted: () => this.doors.every(({ gate }) => gate.clockOk),
      clock,
      log,
    })
  }

  #rulings(day: LocalDay): Rulings {
    return new Rulings({
      policy: () => this.policy,
      pinned: (hash) => this.rules.pinned(hash),
      presence: () => this.presence.facts,
      parcel: (id) => this.deliveries.get(id),
      asksAlways: () => this.asksAlways,
      day,
      clock: this.#options.clock,
    })
  }

  #openDeliveries(day: LocalDay, rulings: Rulings): Deliveries {
    const { doors, clock, chance, filmDays } = this.#options
    const [first] = doors
    if (!first) throw runtimeError('HUB_RUNTIME_UNKNOWN', 'a home needs a door')
    return new Deliveries({
      journal: this.journal,
      records: this.records,
      visits: this.visits,
      clock,
      chance,
      day,
      door: first.kind === 'porch' ? null : first.id,
      rulings,
      filmDays: filmDays ?? null,
      recall: () => this.desk.recall,
      proof: (parcel, report, received) => this.truth.proof(parcel, report, received),
      onReport: (visits, status) => this.#reported(visits, status),
    })
  }

  #openConfirmations(): Confirmations {
    const { clock, log, announcer } = this.#options
    return new Confirmations({
      visits: this.visits,
      deliveries: () => this.deliveries,
      journal: this.journal,
      clock,
      announcer,
      isClockTrusted: () => this.doors.every(({ gate }) => gate.clockOk),
      log,
    })
  }

  #host(setup: DoorSetup): DoorHost {
    const { home, clock, chance, log, engine, announcer } = this.#options
    return new DoorHost({
      home,
      setup,
      journal: this.journal,
      records: this.records,
      clock,
      chance,
      log,
      engine,
      announcer,
      awake: () => this.#watch?.awake(),
      projection: this.visits,
      onChange: (door) => {
        if (!this.#rules || this.#stopping) return
        if (door.session === null) this.#confirmations.look()
        if (door.session === null || this.desk.isOutOfRule(door)) void this.desk.tend(door.door)
      },
    })
  }

  /** At once, and before anything that waits for its turn at the desk. */
  #tighten({ id, door, runner }: DoorHost): void {
    if (door.session && this.desk.isOutOfRule(door))
      runner.tell({ type: 'TightenSession', sid: door.session.sid })
    void this.desk.tend(id)
  }

  #lookAtRules(): void {
    for (const host of this.#hosts.values()) this.#tighten(host)
  }

  /** At once, and before anything that waits for its turn at the desk. */
  #heldOrNot(): void {
    for (const door of this.#hosts.keys()) void this.desk.tend(door)
  }

  #hostOf(door: DoorId): DoorHost {
    const host = this.#hosts.get(door)
    if (!host) throw runtimeError('HUB_RUNTIME_UNKNOWN', `no door ${door}`)
    return host
  }

  #reported(visits: readonly Visit[], status: ParcelStatus | null): void {
    for (const { id: sid, door, state } of visits)
      if (state === 'open' && status !== null) this.report(door, { type: 'ReportCarrier', sid, status })
    this.#confirmations.look()
    for (const door of this.#hosts.keys()) void this.desk.tend(door)
  }

  async #start(): Promise<void> {
    const { policy, clock, log, nextSigner } = this.#options
    if (nextSigner) await this.journal.changeKey(nextSigner)
    this.#rules = await HouseRules.open({
      wished: policy,
      journal: this.journal,
      records: this.records,
      clock,
      log,
      onTightened: () => this.#lookAtRules(),
    })
    const hosts = [...this.#hosts.values()]
    await Promise.all(hosts.map((host) => host.restart()))
    this.#watch = new HouseWatch({
      runners: hosts.map(({ runner }) => runner),
      newest: this.#newest,
      journal: this.journal,
      clock,
      log,
    })
    this.truth.start()
    this.#confirmations.look()
    for (const door of this.#hosts.keys()) void this.desk.tend(door)
  }

  async #stop(): Promise<void> {
    this.#watch?.[Symbol.dispose]()
    this.#confirmations[Symbol.dispose]()
    this.truth[Symbol.dispose]()
    this.hold[Symbol.dispose]()
    this.#rules?.[Symbol.dispose]()
    await Promise.all([...this.#hosts.values()].map((host) => host.stop()))
  }
}
