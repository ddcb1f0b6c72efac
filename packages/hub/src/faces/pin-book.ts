// The book of the home's PINs (ADR 46): hashed, never logged and never shown again. Two that are equal are refused without
// telling whose, hours hold by the clock on the wall of the home, and wrong ones are counted.
import { timingSafeEqual } from 'node:crypto'
import type { ActorId, DoorId, LocalTime } from '@portico/core'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import type { PinSpan } from '@portico/protocol'
import { type HomeRuntime, SerialByKey, newId } from '@portico/runtime'
import type { Logger } from 'pino'
import { httpError } from '../http/http-errors.ts'
import { audit } from '../people/audit.ts'
import type { FaceBook, KeptFace } from './face.ts'
import type { KeptPin, PinBook, PinMaker, PinOrder, PinTry, PinWord } from './pin.ts'
import { type PinSalt, newPinSalt, pinHash } from './pin-hash.ts'
import { PinTries } from './pin-tries.ts'

export interface PinBookParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
  /** What a face made ends with it. */
  readonly faces: Pick<FaceBook, 'onEnded' | 'keeperOf'>
  readonly runtime: Pick<HomeRuntime, 'localTime' | 'notice' | 'isClockTrusted'>
}

interface StoredPin extends KeptPin {
  readonly hash: string
}

export const PINS_MAX = 64
const DIGITS = 6
const CHOICES = 10 ** DIGITS
const CHOICE_BYTES = 4
const BOOK = 'book'
const SALT = 'salt'

/** A day of `LocalTime` begins on Monday with 1, a span's on Sunday with 0. */
const holdsAt = ({ days, from, to }: PinSpan, { weekday, minute }: LocalTime): boolean =>
  days.includes(weekday % 7) && minute >= from && minute < to

export const createPinBook = (parts: PinBookParts): PinBook & Disposable => new Book(parts)

class Book implements PinBook, Disposable {
  readonly #parts: PinBookParts
  readonly #pins = new Map<string, StoredPin>()
  /** Ended here, and not yet on the disk: a restart would bring them back, so they can be ended again. */
  readonly #unwritten = new Map<string, StoredPin>()
  readonly #tries: PinTries
  readonly #serial = new SerialByKey()
  readonly #following: Disposable
  #salt: PinSalt | null

  constructor(parts: PinBookParts) {
    this.#parts = parts
    const { records, clock, faces } = parts
    this.#tries = new PinTries(clock, records)
    // cast: only this class writes these records
    this.#salt = records.get('pin-salt', SALT) as PinSalt | null
    for (const { value } of records.all('pin')) {
      // cast: only this class writes these records
      const pin = value as StoredPin
      this.#pins.set(pin.id, pin)
    }
    this.#following = faces.onEnded((face) => this.#faceEnded(face))
  }

  seenBy(maker: PinMaker): readonly KeptPin[] {
    return [...this.#pins.values()]
      .filter((pin) => isSeenBy(pin, maker))
      .toSorted((a, b) => a.since - b.since)
      .map(viewOf)
  }

  make(
    maker: PinMaker,
    { terms, digits }: PinOrder,
  ): Promise<{ readonly pin: KeptPin; readonly digits: string | null }> {
    return this.#serial.run([BOOK], async () => {
      if (this.#pins.size >= PINS_MAX) throw httpError('HUB_PIN_LIMIT', `PINs: no more than ${PINS_MAX}`)
      if (maker.keeper !== null && this.#tries.isClosed(maker.keeper)) throw closed()
      const salt = await this.#ownSalt()
      const chosen = digits === null ? await this.#choose(salt) : null
      const hash = chosen?.hash ?? (await pinHash(digits ?? '', salt))
      if (this.#with(hash).length > 0) throw await this.#taken(maker)
      const { chance, clock, journal, records } = this.#parts
      const since = clock.wall()
      const id = newId('n', since, chance)
      const { id: by, keeper } = maker
      const pin: StoredPin = {
        ...terms,
        id,
        by,
        keeper,
        since,
        lastUsed: null,
        hash: hash.toString('base64url'),
      }
      const more = { pinId: id, ...(terms.doors && { doors: terms.doors }) }
      await audit(journal, { what: 'pin-made', by, more, records: [records.put('pin', id, pin)] })
      this.#pins.set(id, pin)
      return { pin: viewOf(pin), digits: chosen?.digits ?? null }
    })
  }

  async revoke(maker: PinMaker, id: string): Promise<boolean> {
    const pin = this.#pins.get(id) ?? this.#unwritten.get(id)
    if (!pin || !isSeenBy(pin, maker)) return false
    await this.#end(pin, maker.id)
    return true
  }

  verify({ digits, door, face, inHours }: PinTry): Promise<PinWord> {
    // One after the other, so that nobody tries a hundred at once before the first is counted.
    return this.#serial.run([face.keeper], async () => {
      if (this.#tries.isClosed(face.keeper)) return 'closed'
      const found = this.#with(await pinHash(digits, await this.#ownSalt()))
      const pin = found.find((each) => this.#isGood(each, door))
      if (!pin) {
        await this.#wrong(face.id, face.keeper)
        return 'wrong'
      }
      const hasHours = inHours || pin.hours !== null || pin.until !== null
      if (hasHours && !this.#parts.runtime.isClockTrusted) return 'doubted'
      return await this.#used(pin, face.id, door)
    })
  }

  async endOf(person: ActorId, by: ActorId): Promise<void> {
    const known = new Map([...this.#unwritten, ...this.#pins])
    for (const pin of known.values()) if (pin.person === person || pin.by === person) await this.#end(pin, by)
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
  }

  #isGood({ doors, hours, until }: StoredPin, door: DoorId): boolean {
    const now = this.#parts.clock.wall()
    if (doors !== null && !doors.includes(door)) return false
    if (until !== null && now >= until) return false
    const local = this.#parts.runtime.localTime(now)
    return hours === null || hours.some((span) => holdsAt(span, local))
  }

  /** All are looked at, whichever it is. */
  #with(hash: Buffer): readonly StoredPin[] {
    return [...this.#pins.values()].filter((pin) => timingSafeEqual(Buffer.from(pin.hash, 'base64url'), hash))
  }

  async #ownSalt(): Promise<PinSalt> {
    const { chance, journal, records } = this.#parts
    const salt = this.#salt ?? newPinSalt(chance)
    if (this.#salt) return salt
    this.#salt = salt
    try {
      await journal.append({ records: [records.put('pin-salt', SALT, salt)] })
    } catch (error) {
      this.#salt = null
      throw error
    }
    return salt
  }

  /** All equally likely of those that nobody has. */
  async #choose(salt: PinSalt): Promise<{ readonly digits: string; readonly hash: Buffer }> {
    for (;;) {
      const number = Buffer.from(this.#parts.chance.bytes(CHOICE_BYTES)).readUInt32BE()
      if (number >= 2 ** 32 - (2 ** 32 % CHOICES)) continue
      const digits = String(number % CHOICES).padStart(DIGITS, '0')
      const hash = await pinHash(digits, salt)
      if (this.#with(hash).length === 0) return { digits, hash }
    }
  }

  /** To make one that is there is a good guess: from a face it counts as a wrong one. */
  async #taken(maker: PinMaker): Promise<Error> {
    if (maker.keeper !== null) await this.#wrong(maker.id, maker.keeper)
    return httpError('HUB_PIN_TAKEN', 'this PIN cannot be taken; choose another')
  }

  async #wrong(by: ActorId, keeper: string): Promise<void> {
    const { journal, runtime } = this.#parts
    const record = this.#tries.note(keeper)
    await audit(journal, { what: 'pin-wrong', by, records: [record] })
    if (this.#tries.isClosed(keeper)) await runtime.notice('pins-closed', { by })
  }

  /** It may be taken back in this moment. */
  #used(pin: StoredPin, by: ActorId, door: DoorId): Promise<PinWord> {
    const { clock, journal, records } = this.#parts
    const used: StoredPin = { ...pin, lastUsed: clock.wall() }
    return this.#serial.run([BOOK], async () => {
      if (!this.#pins.has(pin.id)) return 'wrong'
      await audit(journal, {
        what: 'pin-used',
        by,
        more: { pinId: pin.id, at: door },
        records: [records.put('pin', pin.id, used)],
      })
      if (!this.#pins.has(pin.id)) return 'wrong'
      this.#pins.set(pin.id, used)
      return 'good'
    })
  }

  #faceEnded(face: KeptFace): void {
    const { faces, log } = this.#parts
    const keeper = faces.keeperOf(face)
    // A controller that leaves its bridge takes nothing along: the others set and use the same.
    if (face.peer !== null) return
    for (const pin of [...this.#pins.values()])
      if (pin.keeper === keeper)
        this.#end(pin, null).catch((error: unknown) => {
          log.warn({ code: codeOf(error) }, 'a PIN of a face that ended was not ended')
        })
  }

  /** No good any more from this moment, whatever the disk does. */
  async #end(pin: StoredPin, by: ActorId | null): Promise<void> {
    const { journal, records } = this.#parts
    this.#pins.delete(pin.id)
    this.#unwritten.set(pin.id, pin)
    const record = records.put('pin', pin.id, null)
    // After whatever is being written of it, so that this is the last word.
    await this.#serial.run([BOOK], () =>
      audit(journal, { what: 'pin-ended', by, more: { pinId: pin.id }, records: [record] }),
    )
    this.#unwritten.delete(pin.id)
  }
}

const closed = (): Error => httpError('HUB_PIN_CLOSED', 'too many wrong PINs came from here; wait an hour')

const isSeenBy = (pin: KeptPin, maker: PinMaker): boolean =>
  maker.keeper === null || pin.keeper === maker.keeper

const viewOf = ({ hash: _hash, ...pin }: StoredPin): KeptPin => pin
