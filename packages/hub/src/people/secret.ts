// Secrets of people and programs: made here, told once, kept as a hash. They are ≥ 128 random bits, so a plain hash
// tells nothing.
import { createHash } from 'node:crypto'
import type { Chance } from '@portico/ports'

export const SECRET_BYTES = 24

/** 192 random bits, base64url: 32 letters. */
export const newSecret = (chance: Chance): string =>
  Buffer.from(chance.bytes(SECRET_BYTES)).toString('base64url')

/** SHA-256, hex. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
