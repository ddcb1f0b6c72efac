// The pause of deliveries while nobody is at home: set by an adult at once, over by itself on its day, and ended early
// only after the wait of every loosening, in which any adult may stop that (threats T13). Everything is journalled.
import {
  type Hold,
  type WallTime,
  after,
  holdFault,
  isHeld,
  isHoldOver,
  loosensHold,
  milliseconds,
  wallTime,
} from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import { runtimeError } from './errors.ts'
import type { HomeJournal } from './home-journal.ts'
import { LOOSEN_AFTER } from './policy.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { SealedRecords } from './sealed-records.ts'
import { SerialByKey } from './serial-by-key.ts'

export interface HouseHoldParts {
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly clock: Clock
  readonly log: RuntimeLog
  /** It has begun, or is over: doors are looked at again. */
  readonly onChange: (isHeld: boolean) => void
}

export interface PendingEnd {
  /** The earlier end; null: no pause at all. */
  readonly to: WallTime | null
  readonly asked: WallTime
  readonly at: WallTime
  readonly by: string
}

export interface StoredHold extends Hold {
  /** Opaque id of the person. */
  readonly by: string
  readonly pending: PendingEnd | null
}

/** The wall clock may be set meanwhile: it is looked at again at least this often. */
const LOOK_EVERY_MS = 60_000
const KEY = 'hold'

export class HouseHold implements Disposable {
  readonly #parts: HouseHoldParts
  /** One change at a time. */
  readonly #serial = new SerialByKey()
  #stored: StoredHold | null
  #wake: Wake | null = null
  #wasOn: boolean
  #disposed = false

  constructor(parts: HouseHoldParts) {
    this.#parts = parts
    // cast: only this class writes the record
    this.#stored = parts.records.get('hold', 'home') as StoredHold | null
    this.#wasOn = this.isOn
    this.#plan()
  }

  get isOn(): boolean {
    return isHeld(this.#stored, this.#parts.clock.wall())
  }
  /** Null: none is set, or it is over. */
  get current(): StoredHold | null {
    return isHoldOver(this.#stored, this.#parts.clock.wall()) ? null : this.#stored
  }

  /** From this moment on, whatever the disk does. @throws HubError `HUB_HOLD_DATES` when it would hold less than before */
  set(hold: Hold, by: string): Promise<void> {
    return this.#serial.run([KEY], async () => {
      const now = this.#parts.clock.wall()
      const fault = holdFault(hold, now)
      if (fault !== null) throw runtimeError('HUB_HOLD_DATES', faultWords[fault])
      if (loosensHold(this.current, hold, now))
        throw runtimeError('HUB_HOLD_DATES', 'this would hold less than now: end the pause instead')
      const stored: StoredHold = { from: hold.from, to: hold.to, by, pending: null }
      this.#keep(stored)
      await this.#write('HoldSet', stored, { by, from: hold.from, to: hold.to })
    })
  }

  /** An earlier end, or none at all, after the wait. @throws HubError `HUB_HOLD_NOTHING`, `HUB_HOLD_DATES` */
  end(to: WallTime | null, by: string): Promise<void> {
    return this.#serial.run([KEY], async () => {
      const { current } = this
      if (!current) throw runtimeError('HUB_HOLD_NOTHING', 'no pause of deliveries is set')
      if (to !== null && to >= current.to)
        throw runtimeError('HUB_HOLD_DATES', 'the pause ends before that already')
      const asked = this.#parts.clock.wall()
      const pending: PendingEnd = { to, asked, at: wallTime(asked + LOOSEN_AFTER), by }
      const stored: StoredHold = { ...current, pending }
      await this.#write('HoldEndAsked', stored, { by, to, at: pending.at })
      this.#keep(stored)
    })
  }

  /** The pause stays as it was. @throws HubError `HUB_HOLD_NOTHING` */
  stop(by: string): Promise<void> {
    return this.#serial.run([KEY], async () => {
      const { current } = this
      if (!current?.pending) throw runtimeError('HUB_HOLD_NOTHING', 'no change of the pause waits')
      const stored: StoredHold = { ...current, pending: null }
      // It must not come true any more, whatever the disk does.
      this.#keep(stored)
      await this.#write('HoldEndStopped', stored, { by })
    })
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.#wake?.cancel()
  }

  #look(): void {
    const now = this.#parts.clock.wall()
    const stored = this.#stored
    if (stored?.pending && (now >= stored.pending.at || now < stored.pending.asked))
      void this.#serial.run([KEY], () => this.#comeTrue())
    else if (isHoldOver(stored, now)) void this.#serial.run([KEY], () => this.#over())
    this.#tell()
    this.#plan()
  }

  /** A clock set back would make the wait longer for ever; what was asked for before it is forgotten. */
  async #comeTrue(): Promise<void> {
    const stored = this.#stored
    const now = this.#parts.clock.wall()
    if (!stored?.pending) return
    const { to, asked, at, by } = stored.pending
    if (now < asked) return this.#keep({ ...stored, pending: null })
    if (now < at) return
    const next: StoredHold | null = to === null ? null : { ...stored, to, pending: null }
    if (await this.#tryWrite('HoldEnded', next, { by, to })) this.#keep(next)
  }

  async #over(): Promise<void> {
    if (!isHoldOver(this.#stored, this.#parts.clock.wall())) return
    if (await this.#tryWrite('HoldEnded', null, { by: null, to: null })) this.#keep(null)
  }

  async #tryWrite(
    type: 'HoldEnded',
    stored: StoredHold | null,
    data: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    try {
      await this.#write(type, stored, data)
      return true
    } catch (error) {
      this.#parts.log.warn({ code: codeOf(error) }, 'end of the pause not written')
      return false
    }
  }

  async #write(
    type: 'HoldSet' | 'HoldEndAsked' | 'HoldEndStopped' | 'HoldEnded',
    stored: StoredHold | null,
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { journal, records } = this.#parts
    await journal.append({
      lines: [{ door: null, session: null, type, cause: 'person', data }],
      records: [records.put('hold', 'home', stored)],
    })
  }

  #keep(stored: StoredHold | null): void {
    this.#stored = stored
    this.#tell()
    this.#plan()
  }

  #tell(): void {
    const { isOn } = this
    if (isOn === this.#wasOn) return
    this.#wasOn = isOn
    this.#parts.onChange(isOn)
  }

  /** The next look, by the clock that does not jump. */
  #plan(): void {
    this.#wake?.cancel()
    this.#wake = null
    const stored = this.#stored
    if (!stored || this.#disposed) return
    const { clock } = this.#parts
    const now = clock.wall()
    const moments = [stored.from, stored.to, ...(stored.pending ? [stored.pending.at] : [])]
    const next = Math.min(...moments.filter((moment) => moment > now)) - now
    const wait = Math.max(1000, Math.min(next, LOOK_EVERY_MS))
    this.#wake = clock.wake(after(clock.mono(), milliseconds(wait)), () => this.#look())
  }
}

const faultWords = {
  order: 'a pause ends after it begins',
  past: 'these days are over',
  long: 'a pause lasts 180 days at most',
  far: 'a pause begins within a year',
} as const
