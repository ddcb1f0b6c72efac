// What lies before one door: the watch of the core with its disk, its clock and its camera. It opens nothing.
import {
  DROP_RULES,
  type DoorId,
  type DropCommand,
  type DropEvent,
  type DropWatch,
  type WallTime,
  NO_DROPS,
  after,
  decideDrop,
  evolveDrops,
  hours,
  milliseconds,
  nextDropLook,
  wallTime,
} from '@portico/core'
import { type CameraEngine, type Clock, type Wake, codeOf } from '@portico/ports'
import type { HomeJournal, LineBody } from './home-journal.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { SealedRecords } from './sealed-records.ts'

export interface DropDeskParts {
  readonly door: DoorId
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly engine: Pick<CameraEngine, 'still'>
  readonly clock: Clock
  readonly log: RuntimeLog
  /** Days for which its pictures are kept. */
  readonly days: number
  /** Durable by now. */
  readonly onEvents: (events: readonly DropEvent[], watch: DropWatch) => void
}

/** What a camera sees, and when the door was opened, is of this moment: of these the journal has other lines. */
const silent: ReadonlySet<DropEvent['type']> = new Set(['DropEyeOpened', 'DropEyeShut', 'DropDoorUsed'])

const WAITING_MAX = 200
const LOOK_EVERY_MS = 60_000
const LOOK_AT_MOST_EVERY_MS = 1_000

export class DropDesk implements Disposable {
  readonly #parts: DropDeskParts
  #watch: DropWatch
  #turn: Promise<void> = Promise.resolve()
  #waiting = 0
  #wake: Wake | null = null
  #disposed = false

  constructor(parts: DropDeskParts) {
    this.#parts = parts
    // cast: only this class writes these records
    const kept = parts.records.get('drop-watch', parts.door) as DropWatch | null
    // Nobody has looked while the hub was down.
    this.#watch = kept ? { ...NO_DROPS, ...kept, eyes: {} } : NO_DROPS
    this.#plan()
  }

  get door(): DoorId {
    return this.#parts.door
  }
  get watch(): DropWatch {
    return this.#watch
  }

  /** One after the other; what cannot be written is logged. */
  tell(command: DropCommand): void {
    if (this.#disposed || this.#waiting >= WAITING_MAX) return
    this.#waiting += 1
    this.#turn = this.#turn.then(() => this.#take(command))
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.#wake?.cancel()
  }

  async #take(command: DropCommand): Promise<void> {
    this.#waiting -= 1
    const { clock, log, door, onEvents } = this.#parts
    if (this.#disposed) return
    const events = decideDrop(this.#watch, command, { now: clock.wall(), rules: DROP_RULES })
    if (events.length > 0) {
      const watch = events.reduce(evolveDrops, this.#watch)
      try {
        await this.#write(events, watch)
        this.#watch = watch
        onEvents(events, watch)
        for (const event of events) if (event.type === 'DropSeen') void this.#photograph(event)
      } catch (error) {
        log.warn({ doorId: door, code: codeOf(error) }, 'drop not noted')
      }
    }
    this.#plan()
  }

  async #write(events: readonly DropEvent[], watch: DropWatch, blob?: Kept): Promise<void> {
    const { door, journal, records } = this.#parts
    const told = events.filter(({ type }) => !silent.has(type))
    if (told.length === 0) return
    const lines = told.map(({ type, ...data }): LineBody => ({
      door: null,
      session: null,
      type,
      cause: 'runtime',
      data: { door, ...data },
    }))
    const blobs = blob ? [{ hash: blob.sha256, value: blob.value, expires: blob.expires }] : []
    await journal.append({ lines, records: [records.put('drop-watch', door, watch)], blobs })
  }

  /** At once, while it lies there; a camera that gives no still leaves it without a picture. */
  async #photograph({ drop, camera }: Extract<DropEvent, { type: 'DropSeen' }>): Promise<void> {
    const { engine, records, clock, days, log, door } = this.#parts
    try {
      const { sha256, jpeg } = await engine.still(camera)
      const expires = wallTime(clock.wall() + days * hours(24))
      const kept = { sha256, value: records.blob(sha256, jpeg), expires }
      this.#turn = this.#turn.then(() => this.#keep(drop, kept))
    } catch (error) {
      log.warn({ doorId: door, camera, code: codeOf(error) }, 'drop not photographed')
    }
  }

  async #keep(drop: string, kept: Kept): Promise<void> {
    const { clock, log, door, onEvents } = this.#parts
    if (this.#disposed) return
    const command = { type: 'Photograph', drop, sha256: kept.sha256 } as const
    const events = decideDrop(this.#watch, command, { now: clock.wall(), rules: DROP_RULES })
    const watch = events.reduce(evolveDrops, this.#watch)
    try {
      await this.#write(events, watch, kept)
      this.#watch = watch
      onEvents(events, watch)
    } catch (error) {
      log.warn({ doorId: door, code: codeOf(error) }, 'picture of a drop not kept')
    }
  }

  /** The wall clock may be set while it is waited for: it is looked at again at least once a minute. */
  #plan(): void {
    const { clock } = this.#parts
    this.#wake?.cancel()
    this.#wake = null
    const next = nextDropLook(this.#watch, DROP_RULES)
    if (next === null || this.#disposed) return
    const wait = Math.max(LOOK_AT_MOST_EVERY_MS, Math.min(next - clock.wall(), LOOK_EVERY_MS))
    this.#wake = clock.wake(after(clock.mono(), milliseconds(wait)), () => this.tell({ type: 'PassTime' }))
  }
}

interface Kept {
  readonly sha256: string
  readonly value: Uint8Array
  readonly expires: WallTime
}
