// Who is signed in: one login for each browser, known by the hash of its cookie, with an idle and an absolute end.
import { type ActorId, type Duration, type Instant, type WallTime, hours } from '@portico/core'
import type { Clock, RecordChange } from '@portico/ports'
import type { SealedRecords } from '@portico/runtime'

export interface Login {
  /** Hash of the cookie. */
  readonly id: string
  readonly person: ActorId
  readonly since: WallTime
  readonly seen: WallTime
}

const day = (days: number): Duration => hours(24 * days)
export const IDLE_MAX = day(14)
export const AGE_MAX = day(90)
/** Use of a login is written down this often, so that looking at a page writes nothing. */
const SEEN_EVERY = day(1)
/** One more signs the longest unseen out. */
export const LOGINS_MAX = 64

export class Logins {
  readonly #records: SealedRecords
  readonly #clock: Clock
  readonly #logins = new Map<string, Login>()
  /** Signed in while this process lived. */
  readonly #proved = new Map<string, Instant>()

  constructor(records: SealedRecords, clock: Clock) {
    this.#records = records
    this.#clock = clock
    // cast: only this class writes these records
    for (const { id, value } of records.all('login')) this.#logins.set(id, value as Login)
  }

  /** The records that change with a new login, the ended ones among them; `apply` once they are durable. */
  begin(
    id: string,
    person: ActorId,
  ): {
    readonly records: readonly Omit<RecordChange, 'home'>[]
    /** Ids of the logins that ended for it. */
    readonly apply: () => readonly string[]
  } {
    const now = this.#clock.wall()
    const login: Login = { id, person, since: now, seen: now }
    const ended = [...this.#logins.values()]
      .toSorted((a, b) => b.seen - a.seen)
      .filter((other, place) => place >= LOGINS_MAX - 1 || this.#isOver(other, now))
    return {
      records: [
        this.#records.put('login', id, login),
        ...ended.map((other) => this.#records.put('login', other.id, null)),
      ],
      apply: () => {
        for (const other of ended) this.drop(other.id)
        this.#logins.set(id, login)
        this.#proved.set(id, this.#clock.mono())
        return ended.map((other) => other.id)
      },
    }
  }

  get(id: string): (Login & { readonly assurance: Instant | null }) | null {
    const login = this.#logins.get(id)
    if (!login || this.#isOver(login, this.#clock.wall())) return null
    return { ...login, assurance: this.#proved.get(id) ?? null }
  }

  /** The record to write now that this login was used; null when it was written lately. */
  touch(id: string): Omit<RecordChange, 'home'> | null {
    const login = this.#logins.get(id)
    const now = this.#clock.wall()
    if (!login || now - login.seen < SEEN_EVERY) return null
    const seen: Login = { ...login, seen: now }
    this.#logins.set(id, seen)
    return this.#records.put('login', id, seen)
  }

  drop(id: string): Omit<RecordChange, 'home'> {
    this.#logins.delete(id)
    this.#proved.delete(id)
    return this.#records.put('login', id, null)
  }

  /** All of one person; the records that end them, and their ids. */
  dropOf(person: ActorId): {
    readonly ids: readonly string[]
    readonly records: readonly Omit<RecordChange, 'home'>[]
  } {
    const ids = [...this.#logins.values()].filter((login) => login.person === person).map(({ id }) => id)
    return { ids, records: ids.map((id) => this.drop(id)) }
  }

  /** A clock set back ends a login as well: its age would be unknown. */
  #isOver({ since, seen }: Login, now: WallTime): boolean {
    return now - seen > IDLE_MAX || now - since > AGE_MAX || now < since
  }
}
