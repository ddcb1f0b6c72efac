// PINs that controllers have set. The digits are the hub's; here stands in which place of which door one is, its id at the
// hub, and a slow hash by which it is known again when somebody opens with it: his hours are enforced by that.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { BridgeDatabase } from './matter/store.ts'

const HASH_BYTES = 32
/** About 60 ms and 32 MB on a small machine (RFC 7914). */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const

// cast: the overload with options, which promisify does not find
const derive = promisify(scrypt) as (
  pin: string,
  salt: Uint8Array,
  length: number,
  cost: typeof COST,
) => Promise<Buffer>

export interface PinSlot {
  readonly door: string
  readonly slot: number
  /** Id of the PIN at the hub. */
  readonly pin: string
  /** Whose it is. */
  readonly peer: string
}

export class PinSlots {
  readonly #database: BridgeDatabase['database']
  readonly #salt: Uint8Array

  constructor({ database }: BridgeDatabase) {
    this.#database = database
    database.exec(`
      CREATE TABLE IF NOT EXISTS pins (
        door TEXT NOT NULL, slot INTEGER NOT NULL, pin TEXT NOT NULL, peer TEXT NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (door, slot)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS salt (one INTEGER PRIMARY KEY CHECK (one = 1), salt BLOB NOT NULL) STRICT;
    `)
    database.prepare('INSERT OR IGNORE INTO salt VALUES (1, ?)').run(randomBytes(HASH_BYTES))
    const kept = database.prepare('SELECT salt FROM salt').get()?.['salt']
    if (!(kept instanceof Uint8Array)) throw new Error('the salt of the PINs is not readable')
    this.#salt = kept
  }

  async keep({ door, slot, pin, peer }: PinSlot, digits: string): Promise<void> {
    const hash = await derive(digits, this.#salt, HASH_BYTES, COST)
    this.#database
      .prepare('INSERT OR REPLACE INTO pins VALUES (?, ?, ?, ?, ?)')
      .run(door, slot, pin, peer, hash)
  }

  at(door: string, slot: number): PinSlot | null {
    const row = this.#database
      .prepare('SELECT slot, pin, peer FROM pins WHERE door = ? AND slot = ?')
      .get(door, slot)
    return row ? { door, slot, pin: String(row['pin']), peer: String(row['peer']) } : null
  }

  ofPeer(peer: string): readonly PinSlot[] {
    return this.#database
      .prepare('SELECT door, slot, pin FROM pins WHERE peer = ?')
      .all(peer)
      .map((row) => ({ door: String(row['door']), slot: Number(row['slot']), pin: String(row['pin']), peer }))
  }

  forget({ door, slot }: Pick<PinSlot, 'door' | 'slot'>): void {
    this.#database.prepare('DELETE FROM pins WHERE door = ? AND slot = ?').run(door, slot)
  }

  /** One hash however many there are, and none where there is nothing to find. */
  async find(door: string, digits: string): Promise<number | null> {
    const rows = this.#database.prepare('SELECT slot, hash FROM pins WHERE door = ?').all(door)
    if (rows.length === 0) return null
    const wanted = await derive(digits, this.#salt, HASH_BYTES, COST)
    let found: number | null = null
    for (const { slot, hash } of rows)
      if (hash instanceof Uint8Array && timingSafeEqual(hash, wanted)) found = Number(slot)
    return found
  }
}
