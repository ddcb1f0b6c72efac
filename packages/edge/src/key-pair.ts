// Ed25519 (RFC 8032) as hub and edge use it: a seed of 32 bytes makes the pair, the public key is pinned as hex.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Sign, Verify } from './frame.ts'

export const SEED_BYTES = 32

/** DER before the 32 bytes of a private key (RFC 8410 section 7) and of a public one (section 4). */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')
const HEX = /^[0-9a-f]{64}$/
const SIGNATURE = /^[A-Za-z0-9_-]{86}$/

export interface KeyPair {
  /** 32 bytes, lower-case hex. */
  readonly publicKey: string
  readonly sign: Sign
}

/** @throws RangeError when the seed is not 32 bytes */
export function keyPair(seed: Uint8Array): KeyPair {
  if (seed.length !== SEED_BYTES) throw new RangeError(`a seed has ${SEED_BYTES} bytes, not ${seed.length}`)
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' })
  return { publicKey: publicHex(key), sign: (bytes) => sign(null, bytes, key).toString('base64url') }
}

const publicHex = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC.length).toString('hex')

export const isPublicKey = (text: string): boolean => HEX.test(text)

/** @throws RangeError when it is no public key as `keyPair` tells it */
export function verifierOf(publicKey: string): Verify {
  if (!isPublicKey(publicKey)) throw new RangeError('a public key is 64 hex digits')
  const der = Buffer.concat([PUBLIC, Buffer.from(publicKey, 'hex')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return (bytes, signature) =>
    SIGNATURE.test(signature) && verify(null, bytes, key, Buffer.from(signature, 'base64url'))
}
