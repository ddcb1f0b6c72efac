// When each source was heard last, and how much of what it sent was understood: for the doctor and the owner's page, and
// for the alarm that a sender has changed its form. Kept over restarts but for the last half minute.
import { type Instant, after, seconds } from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import { dayOf } from './ask-plan.ts'

interface DayTally {
  /** UTC date. */
  readonly day: string
  readonly took: number
  /** Of these. */
  readonly notUnderstood: number
  readonly refused: number
}

interface Page {
  /** Unix ms; null: never. */
  readonly last: number | null
  readonly days: readonly DayTally[]
}

export interface SourceTally extends Omit<DayTally, 'day'> {
  readonly last: number | null
  /** Of a week's messages none was understood. */
  readonly hasDrifted: boolean
}

const DAYS_KEPT = 7
const WRITE_WITHIN = seconds(30)
/** Fewer say nothing: a sender also tells of things that are no news of a parcel. */
const DRIFT_MIN = 5

const blank: Page = { last: null, days: [] }

export interface DiaryParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly log: Logger
}

export class SourceDiary implements AsyncDisposable {
  readonly #parts: DiaryParts
  readonly #pages = new Map<string, Page>()
  readonly #changed = new Set<string>()
  #wake: Wake | null = null

  constructor(parts: DiaryParts) {
    this.#parts = parts
    // cast: only this class writes these records
    for (const { id, value } of parts.records.all('source-diary')) this.#pages.set(id, value as Page)
  }

  took(source: string, isUnderstood: boolean): void {
    this.#note(source, { took: 1, notUnderstood: isUnderstood ? 0 : 1, refused: 0 }, true)
  }
  refused(source: string): void {
    this.#note(source, { took: 0, notUnderstood: 0, refused: 1 }, false)
  }

  tallyOf(source: string): SourceTally {
    const { last, days } = this.#pages.get(source) ?? blank
    const oldest = dayOf(this.#parts.clock.wall() - (DAYS_KEPT - 1) * 24 * 60 * 60 * 1000)
    const recent = days.filter(({ day }) => day >= oldest)
    const sum = (of: (tally: DayTally) => number): number =>
      recent.reduce((total, each) => total + of(each), 0)
    const [took, notUnderstood] = [sum((each) => each.took), sum((each) => each.notUnderstood)]
    const hasDrifted = took >= DRIFT_MIN && notUnderstood === took
    return { last, took, notUnderstood, refused: sum((each) => each.refused), hasDrifted }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#wake?.cancel()
    await this.#write()
  }

  #note(source: string, more: Omit<DayTally, 'day'>, isHeard: boolean): void {
    const { clock } = this.#parts
    const wall = clock.wall()
    const page = this.#pages.get(source) ?? blank
    const today = page.days.find(({ day }) => day === dayOf(wall))
    const tally = {
      day: dayOf(wall),
      took: (today?.took ?? 0) + more.took,
      notUnderstood: (today?.notUnderstood ?? 0) + more.notUnderstood,
      refused: (today?.refused ?? 0) + more.refused,
    }
    const days = [...page.days.filter((each) => each !== today), tally].slice(-DAYS_KEPT)
    this.#pages.set(source, { last: isHeard ? wall : page.last, days })
    this.#changed.add(source)
    const at: Instant = after(clock.mono(), WRITE_WITHIN)
    this.#wake ??= clock.wake(at, () => {
      this.#wake = null
      void this.#write()
    })
  }

  async #write(): Promise<void> {
    const { records, journal, log } = this.#parts
    const changed = [...this.#changed]
    this.#changed.clear()
    if (changed.length === 0) return
    try {
      await journal.append({
        records: changed.map((id) => records.put('source-diary', id, this.#pages.get(id))),
      })
    } catch (error) {
      for (const id of changed) this.#changed.add(id)
      log.warn({ code: codeOf(error) }, 'when sources were heard could not be kept')
    }
  }
}
