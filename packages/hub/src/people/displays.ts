// Displays on the wall: let in by a code that a person types, known by the hash of their cookie, ended at one tap or
// after a week unseen (threats G7).
import { type ActorId, type WallTime, actorId, hours, minutes } from '@portico/core'
import { type Chance, type Clock, type RecordChange, codeOf } from '@portico/ports'
import { type HomeRuntime, newId } from '@portico/runtime'
import type { Logger } from 'pino'
import { httpError } from '../http/http-errors.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { Display, Identity } from './identity.ts'
import type { DisplayClaim, DisplayOrder, Displays } from './display-pairing.ts'
import { audit } from './audit.ts'
import { Ending } from './ending.ts'
import { Pairings } from './pairings.ts'
import { hashOf, newSecret } from './secret.ts'

export interface DisplaysParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

interface StoredDisplay extends Display {
  /** Of its cookie. */
  readonly hash: string
}

export const DISPLAYS_MAX = 16
export const UNSEEN_MAX = hours(7 * 24)
/** Its being there is written down this often, so that a clock on a wall writes next to nothing. */
const SEEN_EVERY = hours(6)
/** Wrong codes of one person; then every display that waits has to show a new one. */
export const CODE_TRIES = { limit: 5, within: minutes(10) } as const

export const createDisplays = (parts: DisplaysParts): Displays & Disposable => new DisplayBook(parts)

class DisplayBook implements Displays, Disposable {
  readonly #parts: DisplaysParts
  readonly #displays = new Map<string, StoredDisplay>()
  /** Newest moment each was there, as far as it is not written down yet. */
  readonly #seen = new Map<string, WallTime>()
  readonly #open = new Map<string, number>()
  /** Ended here, and not yet on the disk: a restart would bring them back, so they can be ended again. */
  readonly #unwritten = new Set<string>()
  readonly #tries = new SlidingLimit(CODE_TRIES)
  readonly #ending = new Ending<string>()
  readonly #pairings: Pairings

  constructor(parts: DisplaysParts) {
    this.#parts = parts
    const { clock, chance, records } = parts
    this.#pairings = new Pairings({ clock, chance, onUnfetched: (display) => void this.#unfetched(display) })
    for (const { value } of records.all('display')) {
      // cast: only this class writes these records
      const display = value as StoredDisplay
      this.#displays.set(display.id, display)
    }
  }

  get all(): readonly (Display & { readonly isLive: boolean })[] {
    return [...this.#displays.values()]
      .filter((display) => !this.#isOver(display))
      .map((display) => ({ ...viewOf(display, this.#seenAt(display)), isLive: this.#open.has(display.id) }))
  }

  begin(): ReturnType<Pairings['begin']> {
    return this.#pairings.begin()
  }

  async pair(by: ActorId, { code, name, place, door }: DisplayOrder): Promise<Display> {
    const { clock, chance, journal, records } = this.#parts
    this.#checkTries(by)
    if (this.all.length >= DISPLAYS_MAX)
      throw httpError('HUB_DISPLAY_LIMIT', `displays: no more than ${DISPLAYS_MAX}`)
    const pairing = this.#pairings.withCode(code)
    if (!pairing) throw this.#wrongCode(by)
    const since = clock.wall()
    const cookie = newSecret(chance)
    const id = actorId(newId('d', since, chance))
    const display: StoredDisplay = { id, name, place, door, since, seen: since, hash: hashOf(cookie) }
    const over = [...this.#displays.values()].filter((each) => this.#isOver(each))
    pairing.isTaken = true
    try {
      await audit(journal, {
        what: 'display-paired',
        by,
        more: { display: id, place, ...(door !== null && { at: door }) },
        records: [
          records.put('display', id, display),
          ...over.map((each) => records.put('display', each.id, null)),
        ],
      })
    } finally {
      pairing.isTaken = false
    }
    for (const each of over) this.#drop(each.id)
    this.#displays.set(id, display)
    pairing.letIn = { display: id, cookie }
    return viewOf(display, since)
  }

  claim(poll: string): DisplayClaim {
    const pairing = this.#pairings.withPoll(poll)
    if (!pairing) return { state: 'ended' }
    if (!pairing.letIn) return { state: 'waiting', goodFor: this.#pairings.leftOf(pairing) }
    const { cookie, display: id } = pairing.letIn
    const display = this.#displays.get(id)
    if (!display) return { state: 'ended' }
    // It may ask again while the pairing lasts: an answer that was lost on the way locks nobody out.
    pairing.isFetched = true
    return { state: 'paired', cookie, display: viewOf(display, this.#seenAt(display)) }
  }

  identify(cookie: string): Identity | null {
    const hash = hashOf(cookie)
    const display = [...this.#displays.values()].find((each) => each.hash === hash)
    if (!display || !this.isThere(display.id)) return null
    const { id, name, place, door } = display
    return { kind: 'display', id, name, place, door }
  }

  isThere(id: string): boolean {
    const display = this.#displays.get(id)
    if (!display || this.#isOver(display)) return false
    this.#see(display)
    return true
  }

  connect(id: string): Disposable {
    const count = (by: 1 | -1): void => {
      const open = (this.#open.get(id) ?? 0) + by
      if (open > 0) this.#open.set(id, open)
      else this.#open.delete(id)
    }
    count(1)
    return { [Symbol.dispose]: () => count(-1) }
  }

  async revoke(by: ActorId, id: string): Promise<boolean> {
    if (!this.#displays.has(id) && !this.#unwritten.has(id)) return false
    await this.#end(id, by)
    return true
  }

  onEnded(follower: (display: string) => void): Disposable {
    return this.#ending.follow(follower)
  }

  [Symbol.dispose](): void {
    this.#pairings[Symbol.dispose]()
  }

  /** No good any more from this moment, whatever the disk does. */
  async #end(id: string, by: ActorId | null): Promise<void> {
    const { journal, records } = this.#parts
    this.#drop(id)
    this.#unwritten.add(id)
    this.#pairings.forget(id)
    this.#ending.tell(id)
    await audit(journal, {
      what: 'display-ended',
      by,
      more: { display: id },
      records: [records.put('display', id, null)],
    })
    this.#unwritten.delete(id)
  }

  /** Nobody holds its cookie: it is no display. */
  async #unfetched(id: string): Promise<void> {
    try {
      await this.#end(id, null)
    } catch (error) {
      this.#parts.log.warn({ code: codeOf(error) }, 'a display that never came was not ended')
    }
  }

  #drop(id: string): void {
    this.#displays.delete(id)
    this.#seen.delete(id)
  }

  #checkTries(by: ActorId): void {
    if (this.#tries.allows(by, this.#parts.clock.mono())) return
    throw httpError('HUB_HTTP_QUOTA', 'too many wrong codes; wait ten minutes')
  }

  #wrongCode(by: ActorId): Error {
    const { clock, journal, log } = this.#parts
    this.#tries.note(by, clock.mono())
    if (!this.#tries.allows(by, clock.mono())) {
      this.#pairings.endAll()
      audit(journal, { what: 'display-code-wrong', by, more: { count: CODE_TRIES.limit } }).catch(
        (error: unknown) => log.warn({ code: codeOf(error) }, 'wrong codes not noted'),
      )
    }
    return httpError('HUB_PAIRING_CODE', 'no display shows this code now')
  }

  #seenAt(display: StoredDisplay): WallTime {
    return this.#seen.get(display.id) ?? display.seen
  }

  /** A clock set back ends a display as well: how long it was gone would be unknown. */
  #isOver(display: StoredDisplay): boolean {
    const now = this.#parts.clock.wall()
    return now - this.#seenAt(display) > UNSEEN_MAX || now < display.since
  }

  #see(display: StoredDisplay): void {
    const { clock, journal, records, log } = this.#parts
    const now = clock.wall()
    this.#seen.set(display.id, now)
    if (now - display.seen < SEEN_EVERY) return
    const seen: StoredDisplay = { ...display, seen: now }
    this.#displays.set(display.id, seen)
    const record: Omit<RecordChange, 'home'> = records.put('display', display.id, seen)
    journal.append({ records: [record] }).catch((error: unknown) => {
      log.warn({ code: codeOf(error) }, 'a display that was there not noted')
    })
  }
}

const viewOf = ({ id, name, place, door, since }: StoredDisplay, seen: WallTime): Display => ({
  id,
  name,
  place,
  door,
  since,
  seen,
})
