// The keys between hub and edges: the hub's own seed, and the public key of each edge as it was at pairing. They lie
// among the keys, apart from the data (threats G5, G17).
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type KeyPair, SEED_BYTES, isPublicKey, keyPair } from '@portico/edge'
import { codeOf } from '@portico/ports'
import { hubError } from '../errors.ts'
import { keyFault } from './home-key.ts'
import { writeSecretFile } from './secret-file.ts'

export const EDGE_KEY_FILE = 'edge.key'
export const EDGE_PINS_FILE = 'edges.json'

export interface EdgeKeys {
  /** The hub's own, one for all its edges. */
  readonly own: KeyPair
  /** Public key by the id of the edge; what was paired before this start. */
  readonly pins: ReadonlyMap<string, string>
  /** Keeps the key of an edge that is paired now. Throws the codes of `loadEdgeKeys`. */
  readonly pin: (edge: string, publicKey: string) => void
}

/**
 * Reads the keys, and makes what is missing: an edge that knows another key of the hub has to be paired anew.
 *
 * @throws HubError `HUB_KEYS_UNSAFE`, `HUB_KEYS_UNREADABLE`
 */
export function loadEdgeKeys(folder: string): EdgeKeys {
  const [seedPath, pinsPath] = [join(folder, EDGE_KEY_FILE), join(folder, EDGE_PINS_FILE)]
  return guarded(folder, () => {
    if (!existsSync(seedPath)) writeSecretFile(seedPath, randomBytes(SEED_BYTES))
    const own = keyPair(readSafely(seedPath))
    const pins = new Map(existsSync(pinsPath) ? pinsIn(readSafely(pinsPath)) : [])
    return {
      own,
      pins,
      pin: (edge, publicKey) => {
        pins.set(edge, publicKey)
        const text = JSON.stringify({ v: 1, edges: Object.fromEntries(pins) })
        guarded(folder, () => writeSecretFile(pinsPath, Buffer.from(text)))
      },
    }
  })
}

function guarded<Result>(folder: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (codeOf(error)?.startsWith('HUB_')) throw error
    throw hubError(
      'HUB_KEYS_UNREADABLE',
      `${EDGE_KEY_FILE} and ${EDGE_PINS_FILE} in ${folder} cannot be used: give the hub the right to, or move both away and pair the edges anew`,
      { cause: error },
    )
  }
}

function readSafely(path: string): Uint8Array {
  const fault = keyFault(path)
  if (fault !== null) throw hubError('HUB_KEYS_UNSAFE', fault)
  return readFileSync(path)
}

/** Throws when it is not what `pin` writes. */
function pinsIn(bytes: Uint8Array): readonly (readonly [string, string])[] {
  const file: unknown = JSON.parse(new TextDecoder().decode(bytes))
  if (typeof file !== 'object' || file === null || !('edges' in file) || typeof file.edges !== 'object')
    throw new TypeError('it holds no keys of edges')
  return Object.entries(file.edges ?? {}).map(([edge, key]) => {
    if (typeof key !== 'string' || !isPublicKey(key)) throw new TypeError(`the key of ${edge} is none`)
    return [edge, key]
  })
}
