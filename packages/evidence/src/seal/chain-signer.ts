// Signs heads of the chain. The signing key is a key of its own: whoever holds it can write as this home, and nothing
// else; whoever holds the home key alone cannot.
import {
  type KeyObject,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto'
import type { ChainCheckpoint } from '@portico/core'
import { evidenceError } from '../errors.ts'
import { checkpointText, keyChangeText, pinOf } from '../verify/checkpoint.ts'
import type { Signed } from '../verify/ed25519.ts'
import type { ChainHead } from './chain.ts'

/** What stands in the data of a line `Checkpoint`; the wall time is the line's own. */
export type CheckpointData = Omit<ChainCheckpoint, 'wall'>

export interface ChainSigner {
  /** Ed25519 public key, 64 hex digits. */
  readonly key: string
  /** How people compare the key. */
  readonly pin: string
  /** For a line of this wall time directly after `head`. */
  checkpoint(head: ChainHead, wall: number): CheckpointData
  /** This key goes, `next` comes: the data of a line `KeyChanged` directly after `head`. */
  change(next: ChainSigner, head: ChainHead, wall: number): CheckpointData & { readonly by: string }
}

/** A new signing key, PKCS #8 in PEM: `openssl pkey` reads it. */
export const newSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** @throws HubError `HUB_SEAL_SIGNING_KEY` when the text is no Ed25519 private key in PEM. */
export function chainSigner(pem: string): ChainSigner {
  const secret = readKey(pem)
  const key = publicHex(secret)
  const signed = (text: Uint8Array): string => sign(null, text, secret).toString('hex')
  return {
    key,
    pin: pinOf(key),
    checkpoint: ({ seq: upTo, hash }, wall) => ({
      upTo,
      hash,
      key,
      sig: signed(checkpointText({ upTo, hash, wall })),
    }),
    change: (next, { seq: upTo, hash }, wall) => ({
      upTo,
      hash,
      key: next.key,
      by: key,
      sig: signed(keyChangeText({ upTo, hash, wall, key: next.key })),
    }),
  }
}

function readKey(pem: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (error) {
    throw evidenceError('HUB_SEAL_SIGNING_KEY', 'signing key: it is no private key in PEM', error)
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw evidenceError('HUB_SEAL_SIGNING_KEY', 'signing key: it is not one of Ed25519')
  return key
}

const publicHex = (secret: KeyObject): string => {
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('hex')
}

/** DER of an Ed25519 public key before its 32 bytes (RFC 8410, section 4). */
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** Verifies as the verifier's plain code does, a hundred times faster: for long journals. */
export function nativeEd25519({ key, message, signature }: Signed): boolean {
  try {
    const der = Buffer.concat([PUBLIC_HEAD, key])
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  } catch {
    // Bytes that are no key have signed nothing.
    return false
  }
}
