// A PIN at rest (ADR 46): Argon2id with the first of the parameters that OWASP names (19 MiB, two passes), under one salt of
// the home, so that a PIN is looked for with the same work whether it is there or not, and however many there are.
import * as crypto from 'node:crypto'
import { promisify } from 'node:util'
import type { Chance } from '@portico/ports'

export interface PinSalt {
  /** `scrypt` where this Node has no Argon2 (before 24.7). Once chosen it stays. */
  readonly by: 'argon2id' | 'scrypt'
  readonly salt: string
}

const SALT_BYTES = 16
const HASH_BYTES = 32
const MEMORY_KIB = 19_456
const PASSES = 2
/** 32 MiB (N × 128 × r). */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

export const newPinSalt = (chance: Chance): PinSalt => ({
  by: 'argon2' in crypto ? 'argon2id' : 'scrypt',
  salt: Buffer.from(chance.bytes(SALT_BYTES)).toString('base64url'),
})

export async function pinHash(digits: string, { by, salt }: PinSalt): Promise<Buffer> {
  const nonce = Buffer.from(salt, 'base64url')
  if (by === 'scrypt')
    return new Promise((resolve, reject) => {
      crypto.scrypt(digits, nonce, HASH_BYTES, SCRYPT, (error, hash) =>
        error ? reject(error) : resolve(hash),
      )
    })
  return promisify(crypto.argon2)('argon2id', {
    message: digits,
    nonce,
    parallelism: 1,
    tagLength: HASH_BYTES,
    memory: MEMORY_KIB,
    passes: PASSES,
  })
}
