// One door with everything that serves it: its runner, its effects, its evidence and its snapshots.
import {
  type DoorCommandBody,
  type DoorId,
  type DoorSettings,
  type DoorState,
  type HomeId,
  STATE_VERSION,
} from '@portico/core'
import {
  type Announcer,
  type CameraEngine,
  type Chance,
  type Clock,
  type FilmCamera,
  codeOf,
} from '@portico/ports'
import type { DoorDevices } from './door-devices.ts'
import { DoorRunner, type Projection } from './door-runner.ts'
import { EffectRunner } from './effect-runner.ts'
import type { FallbackDoor } from './fallbacks.ts'
import type { HomeJournal } from './home-journal.ts'
import { type DoorSnapshot, recoverDoor } from './recover-door.ts'
import { resumption } from './resume-effects.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { SealedRecords } from './sealed-records.ts'
import { VisitEvidence } from './visit-evidence.ts'

export interface DoorSetup extends FallbackDoor {
  readonly settings: DoorSettings
  readonly cameras: readonly FilmCamera[]
  readonly devices: DoorDevices
}

export interface DoorHostParts {
  readonly home: HomeId
  readonly setup: DoorSetup
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly clock: Clock
  readonly chance: Chance
  readonly log: RuntimeLog
  readonly engine: CameraEngine
  readonly announcer: Announcer
  readonly projection: Projection
  /** Called before each decision. */
  readonly awake: () => void
  readonly onChange: (door: DoorState) => void
}

/** A snapshot at least this often, so that a start never replays more. */
const SNAPSHOT_EVERY = 2000

export class DoorHost {
  readonly id: DoorId
  readonly cameras: readonly FilmCamera[]
  readonly runner: DoorRunner
  readonly evidence: VisitEvidence
  readonly #parts: DoorHostParts
  readonly #effects: EffectRunner
  readonly #recovered: ReturnType<typeof recoverDoor>
  #snapshotSeq: number
  #hadSession = false
  #sirenOn = false

  constructor(parts: DoorHostParts) {
    const { home, setup, journal, records, clock, chance, log, engine, announcer, projection } = parts
    this.#parts = parts
    this.id = setup.id
    this.cameras = setup.cameras
    const { id: door, settings, devices } = setup
    this.#recovered = recoverDoor({ home, door, settings, journal: journal.reader, records })
    this.#snapshotSeq = journal.seq
    const tell = (body: DoorCommandBody): void => this.runner.tell(body)
    const ask = (body: DoorCommandBody): Promise<unknown> => this.runner.ask(body)
    this.evidence = new VisitEvidence({ door, cameras: setup.cameras, engine, announcer, clock, ask })
    this.#effects = new EffectRunner({
      home,
      door,
      cameras: setup.cameras,
      journal,
      clock,
      log,
      devices,
      engine,
      announcer,
      evidence: this.evidence,
      tell,
    })
    this.runner = new DoorRunner({
      door: this.#recovered.door,
      journal,
      clock,
      chance,
      log,
      devices,
      announcer,
      awake: parts.awake,
      projection,
      perform: (effect) => this.#effects.perform(effect),
      onChange: (state) => this.#changed(state),
    })
  }

  get door(): DoorState {
    return this.runner.door
  }

  /** The new life begins: everything unknown, everything asked, what was owed taken up again. */
  async restart(): Promise<void> {
    const { journal, clock, home } = this.#parts
    const { door, boot, unreadable } = this.#recovered
    const open = journal.reader.openEffects(home).filter((row) => row.door === this.id)
    const { again, ended } = resumption(open, door, clock.wall())
    if (ended.length > 0) await journal.append({ outbox: ended })
    const rebooted = boot !== null && boot !== clock.boot
    await this.runner.ask({ type: 'Restarted', epoch: journal.epoch, was: door.gate.epoch, rebooted })
    if (unreadable)
      await this.runner.ask({ type: 'ReportUnreadable', seq: unreadable.seq, what: unreadable.type })
    for (const effect of again) this.#effects.perform(effect)
  }

  async stop(): Promise<void> {
    await this.runner.stop()
    await this.#effects.stop()
    await this.#snapshot()
  }

  #changed(state: DoorState): void {
    const { journal, onChange } = this.#parts
    const closed = this.#hadSession && state.session === null
    this.#hadSession = state.session !== null
    if (closed || journal.seq - this.#snapshotSeq > SNAPSHOT_EVERY) void this.#snapshot()
    this.#quietSiren(state)
    onChange(state)
  }

  /** The siren is nobody's own: it sounds until no alarm is left, whoever has answered one (safety design 1.4). */
  #quietSiren({ gate, door }: DoorState): void {
    const standing = gate.alarms.length > 0
    if (this.#sirenOn && !standing)
      this.#parts.setup.devices.siren(false).catch((error: unknown) => {
        this.#parts.log.warn({ doorId: door, code: codeOf(error) }, 'siren not silenced')
      })
    this.#sirenOn = standing
  }

  async #snapshot(): Promise<void> {
    const { journal, records, log } = this.#parts
    const seq = journal.seq
    this.#snapshotSeq = seq
    try {
      const snapshot: DoorSnapshot = { version: STATE_VERSION, seq, door: this.runner.door }
      await journal.append({ records: [records.put('door', this.id, snapshot)] })
    } catch (error) {
      log.warn({ doorId: this.id, code: codeOf(error) }, 'snapshot not written')
    }
  }
}
