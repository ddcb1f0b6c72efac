// A bell with no visit at the door is filmed from outside, from a little before it to a little after; what nobody
// answered is kept as a missed ring, and what was answered leaves no film.
import {
  type DoorId,
  type Duration,
  type Instant,
  type JournalLine,
  type SessionId,
  type WallTime,
  after,
  hours,
  op,
  seconds,
  sessionId,
} from '@portico/core'
import {
  type CameraEngine,
  type Chance,
  type Clock,
  type FilmSegment,
  type Wake,
  codeOf,
} from '@portico/ports'
import { type HomeRuntime, newId } from '@portico/runtime'
import type { Logger } from 'pino'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { Announcements } from '../live/announcement.ts'
import type { CheckedDoor } from '../config/checked-settings.ts'
import type { Rings } from './rings.ts'
import type { FilmMarks } from './film-marks.ts'
import type { RingBook, RingRecord } from './ring-book.ts'

export interface RingDeskParts {
  readonly doors: readonly CheckedDoor[]
  readonly engine: Pick<CameraEngine, 'startFilm' | 'stopFilm'>
  readonly marks: Pick<FilmMarks, 'bell'>
  readonly runtime: Pick<HomeRuntime, 'door' | 'follow'>
  readonly book: RingBook
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
  /** Rings are filmed at all. */
  readonly films: boolean
  /** Where bells are heard. */
  readonly announcements: Pick<Announcements, 'follow'>
}

/** Film goes on this long after the bell. */
const FILM_AFTER: Duration = seconds(20)
/** Nobody came and nobody answered within this: the ring is missed. */
export const ANSWER_WITHIN: Duration = seconds(30)
/** Films of rings at a door: whoever leans on the bell fills no disk. */
const FILMS = { limit: 6, within: hours(1) } as const
interface Pending {
  readonly id: SessionId
  readonly door: CheckedDoor
  readonly at: Instant
  readonly wall: WallTime
  answered: boolean
  /** A start of the hub meanwhile finds it. */
  noted: Promise<void>
  film: Promise<readonly FilmSegment[]>
}

/** What shows that somebody of the house, or a courier, is at the door. */
const answers: ReadonlySet<string> = new Set([
  'PresenceProved',
  'DoorOpened',
  'ManualUse',
  'HandOpenAsked',
  'OpeningNoted',
])

export class RingDesk implements Rings, AsyncDisposable {
  readonly #parts: RingDeskParts
  readonly #pending = new Map<DoorId, Pending>()
  readonly #films = new SlidingLimit(FILMS)
  readonly #wakes = new Set<Wake>()
  readonly #following = new DisposableStack()

  constructor(parts: RingDeskParts) {
    this.#parts = parts
    this.#following.use(
      parts.runtime.follow((lines) => {
        for (const line of lines) this.#hear(line)
      }),
    )
    void this.#takeUp()
    this.#following.use(
      parts.announcements.follow((told) => {
        if (told.type === 'ring') this.#rang(told.door)
      }),
    )
  }

  /** Missed rings, newest first. */
  get all(): readonly RingRecord[] {
    return this.#parts.book.missed
  }

  get(id: string): RingRecord | null {
    return this.#parts.book.get(id)
  }

  /** Its bell, or that of a display beside it, was pressed. */
  #rang(door: DoorId): void {
    const { doors, clock, runtime, marks } = this.#parts
    const at = clock.mono()
    const visit = runtime.door(door)?.session ?? null
    const known = this.#pending.get(door)
    marks.bell(door, at, visit && visit.phase !== 'armed' ? visit.sid : (known?.id ?? null))
    const place = doors.find(({ id }) => id === door)
    // Who rings in the course of a visit is in its film; who rings again within the half minute is in this one.
    if (!place || known || this.#isVisited(door)) return
    this.#begin(place, at)
  }

  /** Its half minute is not over. */
  isRinging(id: SessionId): boolean {
    return [...this.#pending.values()].some((pending) => pending.id === id)
  }

  /** Somebody of the house speaks with whoever rang, or has sent an answer. */
  answered(door: DoorId): void {
    const pending = this.#pending.get(door)
    if (pending) pending.answered = true
  }

  #begin(door: CheckedDoor, at: Instant): void {
    const { clock, chance, book } = this.#parts
    const wall = clock.wall()
    const id = sessionId(newId('r', wall, chance))
    const nothing = Promise.resolve()
    const pending: Pending = {
      id,
      door,
      at,
      wall,
      answered: false,
      noted: nothing,
      film: nothing.then(() => []),
    }
    this.#pending.set(door.id, pending)
    pending.noted = this.#write(book.begin({ id, door: door.id, wall }), door.id)
    pending.film = this.#film(pending)
    this.#later(ANSWER_WITHIN, () => void this.#settle(pending))
  }

  /** Resolves with its pieces; never rejects: a ring without film is a ring. */
  async #film({ id, door, at }: Pending): Promise<readonly FilmSegment[]> {
    const { engine, marks, chance, clock, films, log } = this.#parts
    const cameras = door.cameras.filter(({ view }) => view === 'outside')
    if (!films || cameras.length === 0 || !this.#films.take(door.id, clock.mono())) return []
    try {
      await engine.startFilm({
        session: id,
        op: op(`${id}#0`),
        cameras: cameras.map((camera) => ({ ...camera, witness: false })),
        nonce: Buffer.from(chance.bytes(16)).toString('hex'),
        purpose: 'ring',
      })
      marks.bell(door.id, at, id)
      await new Promise<void>((resolve) => this.#later(FILM_AFTER, resolve))
      return await engine.stopFilm(id)
    } catch (error) {
      log.warn({ doorId: door.id, code: codeOf(error) }, 'ring not filmed')
      return await engine.stopFilm(id).catch(() => [])
    }
  }

  async #settle(pending: Pending): Promise<void> {
    const { door, id, wall } = pending
    const { book } = this.#parts
    const pieces = await pending.film
    await pending.noted
    const isMissed = !pending.answered && !this.#isVisited(door.id)
    this.#pending.delete(door.id)
    await this.#write(isMissed ? book.miss({ id, door: door.id, wall }, pieces) : book.drop(id), door.id)
  }

  /** Nobody waits for it: a bell rings also when the disk is full. */
  async #write(work: Promise<void>, door: DoorId): Promise<void> {
    await work.catch((error: unknown) => {
      this.#parts.log.warn({ doorId: door, code: codeOf(error) }, 'ring not noted')
    })
  }

  /** Rings whose half minute fell into the end of the life before: nobody answered. */
  async #takeUp(): Promise<void> {
    const { book, engine } = this.#parts
    for (const ring of book.pending) {
      // oxlint-disable-next-line no-await-in-loop
      const pieces = await engine.stopFilm(ring.id).catch(() => [])
      // oxlint-disable-next-line no-await-in-loop
      await this.#write(book.miss(ring, pieces), ring.door)
    }
  }

  #hear({ door, type, data }: JournalLine): void {
    if (door === null) return
    for (const pending of this.#pending.values())
      if (
        pending.door.id === door &&
        (answers.has(type) || (type === 'ContactObserved' && data['contact'] === 'open'))
      )
        pending.answered = true
  }

  #isVisited(door: DoorId): boolean {
    const session = this.#parts.runtime.door(door)?.session ?? null
    return session !== null && session.phase !== 'armed'
  }

  #later(time: Duration, done: () => void): void {
    const { clock } = this.#parts
    const wake = clock.wake(after(clock.mono(), time), () => {
      this.#wakes.delete(wake)
      done()
    })
    this.#wakes.add(wake)
  }

  /** A ring that is not settled is taken up by the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#following[Symbol.dispose]()
    for (const wake of this.#wakes) wake.cancel()
    this.#wakes.clear()
  }
}
