// Residents, the link that signs them in once, and their logins. Only hashes of links and cookies are kept.
import { type ActorId, type Duration, type WallTime, actorId, minutes } from '@portico/core'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import { type HomeRuntime, newId } from '@portico/runtime'
import type { Logger } from 'pino'
import { ThrottledNotice } from '../http/throttled-notice.ts'
import { httpError } from '../http/http-errors.ts'
import type { Identity, Person } from './identity.ts'
import type { Invitation, People } from './household.ts'
import { type AuditEntry, audit } from './audit.ts'
import { Ending } from './ending.ts'
import { Logins } from './logins.ts'
import { hashOf, newSecret } from './secret.ts'

export interface PeopleParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

interface OwnerLink {
  readonly hash: string
  /** Null: for the first owner. */
  readonly name: string | null
  /** Of whoever is new by it; absent in links of an earlier version, which are for adults. */
  readonly role?: Person['role']
  readonly made: WallTime
}

const LINK_GOOD_FOR: Duration = minutes(15)
export const PEOPLE_MAX = 16
const FIRST_NAME = 'Owner'
/** The one link that is good at a time. */
const LINK_RECORD = 'current'

export const createPeople = (parts: PeopleParts): People & Disposable => new ResidentBook(parts)

class ResidentBook implements People, Disposable {
  readonly #parts: PeopleParts
  readonly #people = new Map<ActorId, Person>()
  readonly #logins: Logins
  readonly #ending = new Ending<string>()
  /** Logins that ended, and whose end the disk has refused so far. */
  readonly #unwritten = new Map<string, Pick<AuditEntry, 'by' | 'records'>>()
  readonly #failures: ThrottledNotice
  /** A link is used once, however many bring it in the same moment. */
  #using: Promise<unknown> = Promise.resolve()

  constructor(parts: PeopleParts) {
    this.#parts = parts
    const { records, clock, journal, log } = parts
    this.#logins = new Logins(records, clock)
    this.#failures = new ThrottledNotice({
      clock,
      log,
      write: ({ count }) => audit(journal, { what: 'sign-in-failed', by: null, more: { count } }),
    })
    for (const { value } of records.all('owner')) {
      const person = personIn(value)
      this.#people.set(person.id, person)
    }
  }

  get all(): readonly Person[] {
    return [...this.#people.values()].toSorted((a, b) => a.since - b.since)
  }

  async mintLink(
    name: string | null,
    invited?: Invitation,
  ): Promise<{ readonly secret: string; readonly goodFor: Duration }> {
    const { chance, clock, journal, records } = this.#parts
    const known = this.#named(name)
    const role = invited?.role ?? known?.role ?? 'adult'
    if (known && known.role !== role)
      throw httpError('HUB_PEOPLE_ROLE', `somebody of this name is of the home already, as ${known.role}`)
    if (known === null && this.#people.size >= PEOPLE_MAX)
      throw httpError('HUB_PEOPLE_LIMIT', `people: no more than ${PEOPLE_MAX}`)
    const secret = newSecret(chance)
    const link: OwnerLink = { hash: hashOf(secret), name, role, made: clock.wall() }
    await audit(journal, {
      what: 'owner-link-made',
      by: invited?.by ?? null,
      ...(invited && { more: { role } }),
      records: [records.put('owner-link', LINK_RECORD, link)],
    })
    return { secret, goodFor: LINK_GOOD_FOR }
  }

  signIn(link: string): Promise<{ readonly cookie: string; readonly person: Person } | null> {
    const signing = this.#using.then(() => this.#signIn(link))
    this.#using = signing.catch(() => {})
    return signing
  }

  async identify(cookie: string): Promise<Identity | null> {
    const login = this.#logins.get(hashOf(cookie))
    const person = login && this.#people.get(login.person)
    if (!login || !person) return null
    await this.#noteUse(login.id)
    return { kind: 'person', person, assurance: login.assurance, login: login.id }
  }

  async signOut(cookie: string): Promise<void> {
    const id = hashOf(cookie)
    const login = this.#logins.get(id)
    const out = login ? { by: login.person, records: [this.#logins.drop(login.id)] } : this.#unwritten.get(id)
    if (!out) return
    // Out at once, whatever the disk does; the record follows, at the next try if need be.
    this.#unwritten.set(id, out)
    if (login) this.#ending.tell(login.id)
    await audit(this.#parts.journal, { what: 'signed-out', ...out })
    this.#unwritten.delete(id)
  }

  end(person: ActorId, by: ActorId): Promise<void> {
    // A link that is just being used makes nobody anew.
    const ending = this.#using.then(() => this.#end(person, by))
    this.#using = ending.catch(() => {})
    return ending
  }

  onEnded(follower: (login: string) => void): Disposable {
    return this.#ending.follow(follower)
  }

  [Symbol.dispose](): void {
    this.#failures[Symbol.dispose]()
  }

  /** Out of memory first: nobody is let in by a right that ends, whatever the disk does. */
  async #end(person: ActorId, by: ActorId): Promise<void> {
    const { records, journal } = this.#parts
    if (!this.all.some(({ id, role }) => role === 'adult' && id !== person))
      throw httpError('HUB_PEOPLE_LAST', 'the last adult of the home stays')
    this.#people.delete(person)
    const logins = this.#logins.dropOf(person)
    for (const id of logins.ids) this.#ending.tell(id)
    await audit(journal, {
      what: 'person-left',
      by,
      more: { person, logins: logins.ids.length },
      records: [
        records.put('owner', person, null),
        ...logins.records,
        // The one link there is may be in his name, or in his hands.
        records.put('owner-link', LINK_RECORD, null),
        records.put('calendar', person, null),
      ],
    })
  }

  async #signIn(secret: string): Promise<{ readonly cookie: string; readonly person: Person } | null> {
    const { records, chance, journal, clock } = this.#parts
    const hash = hashOf(secret)
    // cast: only this class writes the record
    const link = records.get('owner-link', LINK_RECORD) as OwnerLink | null
    const now = clock.wall()
    if (link?.hash !== hash || now - link.made > LINK_GOOD_FOR || now < link.made) {
      this.#failures.note('sign-in')
      return null
    }
    const known = this.#named(link.name)
    const person: Person = known ?? this.#newPerson(link, now)
    const cookie = newSecret(chance)
    const login = this.#logins.begin(hashOf(cookie), person.id)
    await audit(journal, {
      what: known ? 'signed-in' : 'owner-link-used',
      by: person.id,
      records: [
        records.put('owner', person.id, person),
        records.put('owner-link', LINK_RECORD, null),
        ...login.records,
      ],
    })
    this.#people.set(person.id, person)
    for (const ended of login.apply()) this.#ending.tell(ended)
    return { cookie, person }
  }

  #newPerson({ name, role = 'adult' }: OwnerLink, since: WallTime): Person {
    const id = actorId(newId('u', since, this.#parts.chance))
    return { id, name: name ?? FIRST_NAME, role, since }
  }

  /** Without a name it is the first adult. */
  #named(name: string | null): Person | null {
    if (name === null) return this.all.find(({ role }) => role === 'adult') ?? null
    return this.all.find((person) => person.name === name) ?? null
  }

  async #noteUse(login: string): Promise<void> {
    const record = this.#logins.touch(login)
    if (!record) return
    try {
      await this.#parts.journal.append({ records: [record] })
    } catch (error) {
      // The person is who he is, whether the disk can write it or not.
      this.#parts.log.warn({ code: codeOf(error) }, 'use of a login not noted')
    }
  }
}

/** Those of an earlier version are all adults. */
function personIn(value: unknown): Person {
  // cast: only this file writes these records
  const person = value as Omit<Person, 'role'> & { readonly role: string }
  return { ...person, role: person.role === 'child' ? 'child' : 'adult' }
}
