// The key with which the home signs heads of its journal: one file, made once, for the owner's eyes only. A new one is
// vouched for by the one that goes.
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainSigner, chainSigner, newSigningKey } from '@portico/evidence/seal'
import { codeOf } from '@portico/ports'
import { hubError } from '../errors.ts'
import { keyFault } from './home-key.ts'
import { writeSecretFile } from './secret-file.ts'

export const SIGNING_FILE = 'signing.key'
/** Takes over at the next start. */
export const NEXT_SIGNING_FILE = 'signing.next.key'

export interface Signers {
  readonly signer: ChainSigner
  /** Takes over at this start. */
  readonly next: ChainSigner | null
}

export interface SigningOrder {
  readonly folder: string
  /** Public key of the newest checkpoint in the journal; null: nothing is signed yet, and the key may be made now. */
  readonly signedBy: string | null
}

/**
 * The key that signs, and the one that takes over at this start.
 *
 * @throws HubError `HUB_KEYS_UNSAFE`, `HUB_KEYS_MISSING`, `HUB_KEYS_UNREADABLE`, or `HUB_SEAL_SIGNING_KEY` when a file
 * holds something else
 */
export function loadSigners({ folder, signedBy }: SigningOrder): Signers {
  if (signedBy === null) makeKey(join(folder, SIGNING_FILE))
  const signer = readSigner(join(folder, SIGNING_FILE))
  const nextPath = join(folder, NEXT_SIGNING_FILE)
  if (!existsSync(nextPath)) return { signer, next: null }
  const next = readSigner(nextPath)
  // A start was cut off after the journal had told of the change and before the files had.
  if (next.key === signedBy) return { signer: settleNextSigner(folder), next: null }
  return { signer, next }
}

/** @throws HubError as `loadSigners` */
export function readSigner(path: string): ChainSigner {
  try {
    const fault = keyFault(path)
    if (fault !== null) throw hubError('HUB_KEYS_UNSAFE', fault)
    return chainSigner(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (codeOf(cause)?.startsWith('HUB_')) throw cause
    throw codeOf(cause) === 'ENOENT'
      ? hubError(
          'HUB_KEYS_MISSING',
          `${path} is not there, and the journal of this home is signed with it: put it back, or run portico keys rotate for a new one that nobody vouches for`,
        )
      : hubError('HUB_KEYS_UNREADABLE', `${path} cannot be read: give the hub the right to`, { cause })
  }
}

export interface NextSigner {
  readonly signer: ChainSigner
  /** There was no key to vouch for it: it signs from now on, and what was signed before is another's. */
  readonly isLost: boolean
}

/** Makes the key that takes over at the next start; one that waits already stays. */
export function makeNextSigner(folder: string): NextSigner {
  const isLost = !existsSync(join(folder, SIGNING_FILE))
  const path = join(folder, isLost ? SIGNING_FILE : NEXT_SIGNING_FILE)
  makeKey(path)
  return { signer: readSigner(path), isLost }
}

/** The next key has taken over, and the journal says so. */
export function settleNextSigner(folder: string): ChainSigner {
  renameSync(join(folder, NEXT_SIGNING_FILE), join(folder, SIGNING_FILE))
  return readSigner(join(folder, SIGNING_FILE))
}

/** One that is there already stays: a start may have been cut off before the first line was written. */
function makeKey(path: string): void {
  try {
    if (!existsSync(path)) writeSecretFile(path, Buffer.from(newSigningKey()))
  } catch (cause) {
    throw hubError('HUB_KEYS_UNREADABLE', `${path} cannot be made: give the hub the right to`, { cause })
  }
}
