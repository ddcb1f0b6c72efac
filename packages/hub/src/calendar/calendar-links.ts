// The secret address of each person's calendar: told once, kept as a hash, ended by that person, by a new one, or when he
// is no person of this home any more (threats T21).
import type { ActorId, WallTime } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Hub } from '../hub.ts'
import { audit } from '../people/audit.ts'
import { hashOf, newSecret } from '../people/secret.ts'

export interface CalendarLink {
  readonly person: ActorId
  readonly hash: string
  readonly since: WallTime
}

export interface CalendarLinksParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly people: Pick<Hub['people'], 'all'>
  readonly clock: Pick<Clock, 'wall'>
  readonly chance: Chance
}

export class CalendarLinks {
  readonly #parts: CalendarLinksParts
  readonly #asked = new Map<ActorId, WallTime>()

  constructor(parts: CalendarLinksParts) {
    this.#parts = parts
  }

  of(person: ActorId): { readonly since: WallTime; readonly asked: WallTime | null } | null {
    const link = this.#get(person)
    return link && { since: link.since, asked: this.#asked.get(person) ?? null }
  }

  /** A new one ends the one before. */
  async make(person: ActorId): Promise<string> {
    const { records, journal, clock, chance } = this.#parts
    const secret = newSecret(chance)
    const link: CalendarLink = { person, hash: hashOf(secret), since: clock.wall() }
    await audit(journal, {
      what: 'calendar-link-made',
      by: person,
      records: [records.put('calendar', person, link)],
    })
    this.#asked.delete(person)
    return secret
  }

  /** False: there is none. */
  async end(person: ActorId, by: ActorId = person): Promise<boolean> {
    const { records, journal } = this.#parts
    if (!this.#get(person)) return false
    await audit(journal, {
      what: 'calendar-link-ended',
      by,
      records: [records.put('calendar', person, null)],
    })
    this.#asked.delete(person)
    return true
  }

  /** Whose it is; null: nobody's of this home. */
  find(secret: string): ActorId | null {
    const { records, people, clock } = this.#parts
    const hash = hashOf(secret)
    // cast: only this class writes these records
    const links = records.all('calendar').map(({ value }) => value as CalendarLink)
    const link = links.find((each) => each.hash === hash)
    if (!link || !people.all.some(({ id }) => id === link.person)) return null
    this.#asked.set(link.person, clock.wall())
    return link.person
  }

  #get(person: ActorId): CalendarLink | null {
    // cast: as above
    return this.#parts.records.get('calendar', person) as CalendarLink | null
  }
}
