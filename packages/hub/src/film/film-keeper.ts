// Keeps the shelf of films: what is past its days goes, and when the disk runs short what may go goes before the reserve
// is touched. People are told beforehand.
import { type Instant, after, elapsed, hours, minutes, seconds, wallTime } from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import type { Logger } from 'pino'
import type { Removal } from '../evidence/delete-media.ts'
import { LOW_RESERVES, shortBy } from './film-room.ts'
import type { FilmStore } from './film-store.ts'
import { type KeptFilm, daysOf, givingWay, goingByAge } from './film-terms.ts'

export interface FilmKeeperParts {
  readonly store: FilmStore
  readonly clock: Clock
  readonly log: Logger
  /** Nothing goes by its days while the wall clock is in doubt: one that jumped ahead would take everything along. */
  readonly isClockTrusted: () => boolean
  /** A line for people: the disk runs short, and what goes next. */
  readonly notice: (data: Readonly<Record<string, unknown>>) => Promise<void>
}

/** Not in the first minute: then the house is being found. */
const FIRST = minutes(1)
/** The disk is looked at this often. */
const LOOK_EVERY = seconds(30)
/** What is past its days is looked for this often: a promise of days is kept to the hour. */
const SWEEP_EVERY = hours(1)
/** Films deleted for room in one look; the next one goes on. */
const ROOM_MAX = 50

export class FilmKeeper implements AsyncDisposable {
  readonly #parts: FilmKeeperParts
  #wake: Wake
  #swept: Instant | null = null
  #working: Promise<void> = Promise.resolve()
  #wasLow = false
  #ended = false

  constructor(parts: FilmKeeperParts) {
    this.#parts = parts
    this.#wake = this.#after(FIRST)
  }

  /** Resolves when it is not at work. */
  get settled(): Promise<void> {
    return this.#working
  }

  #after(time: typeof FIRST): Wake {
    const { clock } = this.#parts
    return clock.wake(after(clock.mono(), time), () => {
      this.#working = this.#look().finally(() => {
        if (!this.#ended) this.#wake = this.#after(LOOK_EVERY)
      })
    })
  }

  async #look(): Promise<void> {
    const { clock, log } = this.#parts
    try {
      const isDue = this.#swept === null || elapsed(this.#swept, clock.mono()) >= SWEEP_EVERY
      if (isDue && this.#parts.isClockTrusted()) {
        this.#swept = clock.mono()
        await this.#sweep()
      }
      await this.#makeRoom()
    } catch (error) {
      log.warn({ code: codeOf(error), err: error }, 'films not looked after')
    }
  }

  async #sweep(): Promise<void> {
    const { store, clock } = this.#parts
    const { terms } = store
    const now = clock.wall()
    for (const { film, at } of goingByAge(await store.all(), terms)) {
      if (at > now || this.#ended) return
      // oxlint-disable-next-line no-await-in-loop
      await this.#remove(film, { policy: 'days', days: daysOf(film, terms) })
    }
  }

  async #makeRoom(): Promise<void> {
    const { store, clock } = this.#parts
    const { reserveBytes } = store.disk
    const freeBytes = await store.disk.free()
    if (freeBytes >= LOW_RESERVES * reserveBytes) {
      this.#wasLow = false
      return
    }
    const films = await store.all()
    // Without a clock that is trusted no visit is past its days.
    const now = this.#parts.isClockTrusted() ? clock.wall() : wallTime(0)
    const going = givingWay(films, store.terms, now)
    if (!this.#wasLow) await this.#tell(films, going)
    let short = shortBy({ freeBytes, reserveBytes })
    for (const film of going.slice(0, ROOM_MAX)) {
      if (short <= 0 || this.#ended) return
      // oxlint-disable-next-line no-await-in-loop
      if (await this.#remove(film, { policy: 'room' })) short -= film.bytes
    }
  }

  /** Once for each time that it runs short. */
  async #tell(films: readonly KeptFilm[], going: readonly KeptFilm[]): Promise<void> {
    const { store, notice, log } = this.#parts
    const { visits, hours: left, freeBytes } = await store.room(films)
    const bytes = going.reduce((sum, film) => sum + film.bytes, 0)
    log.warn({ freeBytes, visits, goes: going.length }, 'the disk runs short')
    await notice({ freeBytes, visits, hours: left, goes: going.length, bytes })
    this.#wasLow = true
  }

  async #remove(film: KeptFilm, removal: Removal): Promise<boolean> {
    const { store, log } = this.#parts
    const { session } = film
    try {
      const count = await store.remove(session, removal)
      log.info({ sessionId: session, policy: removal.policy, count }, 'film deleted')
      return true
    } catch (error) {
      log.warn({ sessionId: session, code: codeOf(error) }, 'film not deleted')
      return false
    }
  }

  /** Ends with the film that is being deleted. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true
    this.#wake.cancel()
    await this.settled
  }
}
