// The rhythm of the house: is the clock to be trusted, did the loop stall, and once an hour how often calm was confirmed.
import {
  type Instant,
  type JournalLine,
  after,
  elapsed,
  hours,
  instant,
  milliseconds,
  wallTime,
} from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import { type ClockWatch, type EarlierClock, isClockTrusted, readClock, watchClock } from './clock-watch.ts'
import type { DoorRunner } from './door-runner.ts'
import type { HomeJournal } from './home-journal.ts'
import type { RuntimeLog } from './runtime-log.ts'

export interface HouseWatchParts {
  readonly runners: readonly DoorRunner[]
  /** The newest line of an earlier life; null in a new home. */
  readonly newest: JournalLine | null
  readonly journal: HomeJournal
  readonly clock: Clock
  readonly log: RuntimeLog
}

const TICK = milliseconds(500)
/**
 * A tick this late means that nothing ran meanwhile: no deadline, no heartbeat. The loop may have stood still since the
 * tick before, so that with both together every stall of more than a second is told.
 */
const LATE = milliseconds(1000 - TICK)
const KEPT_EVERY = hours(1)

export class HouseWatch implements Disposable {
  readonly #parts: HouseWatchParts
  #watch: ClockWatch
  #due: Instant
  #kept: Instant
  #wake: Wake | null = null
  #disposed = false
  /** How long the loop stood still, where no line tells of it yet. */
  #stalledMs = 0

  constructor(parts: HouseWatchParts) {
    this.#parts = parts
    const { clock } = parts
    this.#watch = watchClock({ mono: clock.mono(), wall: clock.wall() }, earlierClock(parts))
    this.#kept = clock.mono()
    this.#due = after(clock.mono(), TICK)
    this.#tellClock()
    this.#next()
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.#wake?.cancel()
  }

  #next(): void {
    const { clock } = this.#parts
    this.#due = after(clock.mono(), TICK)
    this.#wake = clock.wake(this.#due, () => this.#tick())
  }

  /** Now, and not at the next tick: whatever is about to be judged by the wall clock asks first. */
  look(): void {
    const { clock } = this.#parts
    this.#watch = readClock(this.#watch, { mono: clock.mono(), wall: clock.wall() })
    this.#tellClock()
  }

  /** As it is now. */
  get isClockTrusted(): boolean {
    this.look()
    return isClockTrusted(this.#watch)
  }

  /** Before each decision: a loop that stood still says so before anything that was held up by it. */
  awake(): void {
    const now = this.#parts.clock.mono()
    const late = elapsed(this.#due, now)
    if (late > LATE) {
      this.#due = now
      this.#stalledMs += late
    }
    if (this.#stalledMs > 0) this.#tellStall(this.#stalledMs)
  }

  /** What cannot be written now, because the disk is full as well, is told before the next decision. */
  #tellStall(ms: number): void {
    const { journal, log } = this.#parts
    this.#stalledMs = 0
    const data = { ms: Math.round(ms), why: 'loop' }
    journal
      .append({ lines: [{ door: null, session: null, type: 'HubStalled', cause: 'runtime', data }] })
      .catch((error: unknown) => {
        this.#stalledMs += ms
        log.warn({ code: codeOf(error), ms }, 'stall not noted')
      })
  }

  #tick(): void {
    if (this.#disposed) return
    const { clock } = this.#parts
    const now = clock.mono()
    this.awake()
    this.look()
    if (elapsed(this.#kept, now) >= KEPT_EVERY) this.#keep(now)
    this.#next()
  }

  #tellClock(): void {
    const ok = isClockTrusted(this.#watch)
    for (const runner of this.#parts.runners)
      if (runner.door.gate.clockOk !== ok || runner.door.gate.clockDoubted === ok)
        runner.tell({ type: 'ReportClock', ok })
  }

  #keep(now: Instant): void {
    this.#kept = now
    for (const runner of this.#parts.runners) {
      const count = runner.takeQuiet()
      if (count > 0) this.#note('WatchKept', { count }, runner.door.door)
    }
  }

  #note(type: string, data: Readonly<Record<string, unknown>>, door: string | null): void {
    const { journal, log } = this.#parts
    journal
      .append({ lines: [{ door, session: null, type, cause: 'runtime', data }] })
      .catch((error: unknown) => {
        log.warn({ code: codeOf(error), type }, 'line not written')
      })
  }
}

/** Instants of another boot cannot be compared. */
function earlierClock({ newest, clock, runners }: HouseWatchParts): EarlierClock | null {
  if (newest === null) return null
  return {
    wall: wallTime(newest.wall),
    mono: newest.boot === clock.boot ? instant(newest.mono) : null,
    doubted: runners.some(({ door }) => door.gate.clockDoubted),
  }
}
