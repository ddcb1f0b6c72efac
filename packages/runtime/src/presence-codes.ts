// Codes for the display beside the door: minted here, good for one minute and one use, at one door. The display holds
// no seed, so a stolen one makes nothing (threats G3).
import { createHash } from 'node:crypto'
import { type DoorId, type Duration, type Instant, type RefusalCode, elapsed, seconds } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'

export interface PresenceCode {
  /** 128 bits, base64url. */
  readonly code: string
  readonly door: DoorId
  readonly minted: Instant
  readonly goodFor: Duration
}

export interface PresenceCheck {
  readonly fault: Extract<
    RefusalCode,
    'PRESENCE_INVALID' | 'PRESENCE_STALE' | 'PRESENCE_OTHER_DOOR' | 'TOKEN_USED'
  > | null
  /** SHA-256 of the code, hex: 128 random bits, so the hash tells nothing. */
  readonly token: string
}

export const CODE_GOOD_FOR = seconds(60)
const CODE_BYTES = 16
const CODES_MAX = 256

interface Minted {
  readonly door: DoorId
  readonly minted: Instant
  used: boolean
}

export class PresenceCodes {
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #minted = new Map<string, Minted>()
  readonly #followers = new Set<(door: DoorId) => void>()

  constructor(clock: Clock, chance: Chance) {
    this.#clock = clock
    this.#chance = chance
  }

  mint(door: DoorId): PresenceCode {
    const code = Buffer.from(this.#chance.bytes(CODE_BYTES)).toString('base64url')
    const minted = this.#clock.mono()
    this.#minted.set(hashOf(code), { door, minted, used: false })
    const [oldest] = this.#minted.keys()
    if (this.#minted.size > CODES_MAX && oldest !== undefined) this.#minted.delete(oldest)
    return { code, door, minted, goodFor: CODE_GOOD_FOR }
  }

  /** Looks without using: a code that only finds the door's page is not spent by it. */
  look(door: DoorId, code: string): PresenceCheck {
    return this.#check(door, hashOf(code))
  }

  /** Accepted once. */
  accept(door: DoorId, code: string): PresenceCheck {
    const token = hashOf(code)
    const checked = this.#check(door, token)
    const known = this.#minted.get(token)
    if (!known || checked.fault !== null) return checked
    known.used = true
    for (const follower of this.#followers) follower(door)
    return checked
  }

  /** Told the door whenever a code of it was used: whoever shows one there needs another. */
  onUsed(follower: (door: DoorId) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  #check(door: DoorId, token: string): PresenceCheck {
    const known = this.#minted.get(token)
    if (!known) return { fault: 'PRESENCE_INVALID', token }
    if (known.door !== door) return { fault: 'PRESENCE_OTHER_DOOR', token }
    if (known.used) return { fault: 'TOKEN_USED', token }
    if (elapsed(known.minted, this.#clock.mono()) > CODE_GOOD_FOR) return { fault: 'PRESENCE_STALE', token }
    return { fault: null, token }
  }
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')
