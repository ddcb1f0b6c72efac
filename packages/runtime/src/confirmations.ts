// Whether somebody besides this house says that a visit brought its parcel, and the notice `VISIT_DOUBTFUL` when nobody
// does (threats G1). What is waited for stands in the record of the visit, so a restart goes on waiting.
import {
  type VisitDoubt,
  after,
  carrierAgrees,
  confirmationNews,
  confirmationState,
  milliseconds,
  withDoubt,
} from '@portico/core'
import { type Announcer, type Clock, type Wake, codeOf } from '@portico/ports'
import type { Deliveries } from './deliveries.ts'
import type { HomeJournal, LineBody } from './home-journal.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { Visit } from './visit.ts'
import type { Visits } from './visits.ts'

export interface ConfirmationsParts {
  readonly visits: Visits
  readonly deliveries: () => Pick<Deliveries, 'get'>
  readonly journal: HomeJournal
  readonly clock: Clock
  readonly announcer: Announcer
  /** A clock that jumped has seen no hour pass. */
  readonly isClockTrusted: () => boolean
  readonly log: RuntimeLog
}

/** The wall clock may be set while it is waited for: it is looked at again at least this often. */
const LOOK_EVERY_MS = 60_000
const LOOK_AT_MOST_EVERY_MS = 1000

type Open = Visit & { readonly confirmation: NonNullable<Visit['confirmation']> }

const isOpen = (visit: Visit | null): visit is Open =>
  visit?.state === 'closed' && visit.confirmation !== null && visit.confirmation.agreed === null

export class Confirmations implements Disposable {
  readonly #parts: ConfirmationsParts
  #wake: Wake | null = null
  /** Reasons that are just being written. */
  readonly #telling = new Set<string>()
  #isLooking = false
  #again = false
  #disposed = false

  constructor(parts: ConfirmationsParts) {
    this.#parts = parts
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.#wake?.cancel()
  }

  /** Something may have changed: a visit ended, a carrier spoke, time passed. One look at a time. */
  look(): void {
    if (this.#disposed) return
    this.#again = true
    if (!this.#isLooking) void this.#lookWhileAsked()
  }

  /** Somebody at the door shows a label with which a visit was let in and ended as delivered. */
  async labelAgain(visit: Visit): Promise<void> {
    await this.#doubt(visit, 'label-again')
  }

  /** Never rejects: what goes wrong with one visit is logged there. */
  async #lookWhileAsked(): Promise<void> {
    this.#isLooking = true
    while (this.#again && !this.#disposed) {
      this.#again = false
      // What cannot be written now is found again at the next look.
      for (const { id } of this.#parts.visits.all.filter(isOpen)) await this.#lookAt(id)
    }
    this.#isLooking = false
    this.#plan()
  }

  async #lookAt(id: Visit['id']): Promise<void> {
    const { visits, deliveries, clock, log } = this.#parts
    const visit = visits.get(id)
    if (!isOpen(visit)) return
    const parcels = visit.parcels.flatMap((parcel) => deliveries().get(parcel) ?? [])
    const agrees = carrierAgrees(parcels, visit.grade)
    const news = confirmationNews({ confirmation: visit.confirmation, agrees, now: clock.wall() })
    try {
      if (news === 'agreed') await this.#agree(visit)
      else if (news !== null && this.#parts.isClockTrusted()) await this.#doubt(visit, news)
    } catch (error) {
      log.warn({ session: id, code: codeOf(error) }, 'confirmation not noted')
    }
  }

  #agree({ id, door, confirmation }: Open): Promise<void> {
    const data = { late: confirmationState(confirmation) === 'doubtful' }
    const line = { door, session: id, type: 'VisitConfirmed', cause: 'runtime', data } as const
    return this.#note(id, { ...confirmation, agreed: this.#parts.clock.wall() }, line)
  }

  async #doubt({ id, door, film, confirmation }: Visit, why: VisitDoubt): Promise<void> {
    const doubted = confirmation && withDoubt(confirmation, why, this.#parts.clock.wall())
    const key = `${id} ${why}`
    if (doubted === confirmation || this.#telling.has(key)) return
    this.#telling.add(key)
    try {
      const data = { notice: 'VISIT_DOUBTFUL', why, film: film.map(({ sha256 }) => sha256) }
      await this.#note(id, doubted, { door, session: id, type: 'VisitDoubted', cause: 'runtime', data })
    } finally {
      this.#telling.delete(key)
    }
    this.#parts.announcer.notice({ door, session: id, notice: 'VISIT_DOUBTFUL' })
  }

  async #note(id: Visit['id'], confirmation: Visit['confirmation'], line: LineBody): Promise<void> {
    const { visits, journal } = this.#parts
    const changed = (): Visit | null => {
      const visit = visits.get(id)
      return visit && { ...visit, confirmation }
    }
    const visit = changed()
    if (!visit) return
    await journal.append({ lines: [line], records: [visits.record(visit)] })
    const now = changed()
    if (now) visits.put(now)
  }

  /** The next look, by the clock that does not jump. */
  #plan(): void {
    const { visits, clock } = this.#parts
    this.#wake?.cancel()
    this.#wake = null
    const open = visits.all
      .filter(isOpen)
      .filter(({ confirmation }) => confirmationState(confirmation) === 'waits')
    if (open.length === 0 || this.#disposed) return
    const first = Math.min(...open.map(({ confirmation: { by } }) => by)) - clock.wall()
    const wait = Math.max(LOOK_AT_MOST_EVERY_MS, Math.min(first, LOOK_EVERY_MS))
    this.#wake = clock.wake(after(clock.mono(), milliseconds(wait)), () => this.look())
  }
}
