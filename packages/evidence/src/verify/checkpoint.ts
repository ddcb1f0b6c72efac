// Signed heads of the chain (safety design 1.9): what is signed, how the signer is named, and how a head is written that
// somebody noted elsewhere.
import type { ChainCheckpoint, JournalLine } from '@portico/core'
import { isHash } from './journal-text.ts'
import { Sha256 } from './sha-256.ts'

export const CHECKPOINT_TYPE = 'Checkpoint'
export const KEY_CHANGE_TYPE = 'KeyChanged'

const utf8 = new TextEncoder()

/** What a checkpoint signs: `door-chain-v1`, number and hash of the newest line it covers, and its own wall time. */
export const checkpointText = ({ upTo, hash, wall }: Omit<ChainCheckpoint, 'key' | 'sig'>): Uint8Array =>
  utf8.encode(`door-chain-v1\n${upTo}\n${hash}\n${wall}\n`)

/** What the key that goes signs of the one that comes. */
export const keyChangeText = ({ upTo, hash, wall, key }: Omit<ChainCheckpoint, 'sig'>): Uint8Array =>
  utf8.encode(`door-chain-key-v1\n${upTo}\n${hash}\n${wall}\n${key}\n`)

const hexOf = (value: unknown, digits: number): string | null =>
  typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/.test(value) ? value : null

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  )
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** The checkpoint that a line of that type holds; null when it is not one. */
export function checkpointOf({ data, wall }: JournalLine): ChainCheckpoint | null {
  const { upTo, hash } = data
  const key = hexOf(data.key, 64)
  const sig = hexOf(data.sig, 128)
  if (!isCount(upTo) || !isHash(hash) || key === null || sig === null) return null
  return { upTo, hash, wall, key, sig }
}

/** A change of keys: `by` goes and signs, `key` comes. */
export interface KeyChange extends ChainCheckpoint {
  readonly by: string
}

export function keyChangeOf(line: JournalLine): KeyChange | null {
  const checkpoint = checkpointOf(line)
  const by = hexOf(line.data.by, 64)
  return checkpoint === null || by === null ? null : { ...checkpoint, by }
}

/** Crockford's alphabet: no letter that is read as a digit or another letter. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const PIN_LETTERS = 16
const PIN = new RegExp(`^[${LETTERS}]{${PIN_LETTERS}}$`)

/** The short form of a public key: the first 80 bits of its SHA-256, for instance `7KM2-Q9XT-0DRV-WE3P`. */
export function pinOf(key: string): string {
  const digest = bytesOfHex(new Sha256().update(bytesOfHex(key)).hex())
  const bits = digest.subarray(0, 10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const letters = Array.from(
    { length: PIN_LETTERS },
    (_, at) => LETTERS[Number((bits >> BigInt(5 * (PIN_LETTERS - 1 - at))) & 31n)],
  ).join('')
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** A pin as a person typed it, or a whole public key; null: neither. */
export function readPin(typed: string): string | null {
  const text = typed.trim()
  const key = hexOf(text.toLowerCase(), 64)
  if (key !== null) return pinOf(key)
  const letters = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (!PIN.test(letters)) return null
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** A head that somebody noted outside of the hub: the number of a line and how its hash begins. */
export interface NotedHead {
  readonly seq: number
  /** 10 to 64 hex digits. */
  readonly hash: string
}

const REFERENCE_DIGITS = 10

/** The short reference of a head: its number and the first 40 bits of its hash, for instance `812-3f9a01c27b`. */
export const referenceOfHead = ({ upTo, hash }: Pick<ChainCheckpoint, 'upTo' | 'hash'>): string =>
  `${upTo}-${hash.slice(0, REFERENCE_DIGITS)}`

/** Reads `812-3f9a01c27b`, with as much of the hash as there is, or a checkpoint as JSON; null: neither. */
export function readHead(typed: string): NotedHead | null {
  const text = typed.trim()
  if (text.startsWith('{')) return headInJson(text)
  const found = /^(?<seq>\d{1,15})\s*[-:]\s*(?<hash>[0-9a-f]{10,64})$/.exec(text.toLowerCase())?.groups
  return found ? { seq: Number(found['seq']), hash: found['hash'] ?? '' } : null
}

function headInJson(text: string): NotedHead | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('upTo' in value) || !('hash' in value)) return null
    return isCount(value.upTo) && isHash(value.hash) ? { seq: value.upTo, hash: value.hash } : null
  } catch {
    // Whatever is no JSON is no head either.
    return null
  }
}
