// One key per home, and what is made of it: sealed bytes and keyed hashes, each purpose under a key of its own.
import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  webcrypto,
} from 'node:crypto'
import { evidenceError } from '../errors.ts'

export const HOME_KEY_BYTES = 32

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** What sealing adds to the length of the bytes. */
export const SEAL_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** A key object shows nothing when it is logged or printed. */
export type HomeKey = KeyObject

/** @throws HubError `HUB_SEAL_KEY` when the bytes are not 32, or all zero as a torn write leaves them. */
export function homeKey(bytes: Uint8Array): HomeKey {
  if (bytes.length !== HOME_KEY_BYTES)
    throw evidenceError('HUB_SEAL_KEY', `home key: ${bytes.length} bytes, not ${HOME_KEY_BYTES}`)
  if (bytes.every((byte) => byte === 0)) throw evidenceError('HUB_SEAL_KEY', 'home key: only zeros')
  return createSecretKey(bytes)
}

export interface SealUse {
  readonly key: HomeKey
  /** What kind of thing is sealed, for instance `parcel`: bytes of one purpose never open as another. */
  readonly purpose: string
  /** Where the bytes belong, for instance `default/p_17`: moved elsewhere they do not open. Not secret. */
  readonly place: string
}

/** Keys of the purposes, by home key: to make one costs more than to seal with it. Purposes are words of the code. */
const subKeys = new WeakMap<HomeKey, Map<string, KeyObject>>()

/**
 * The key of pictures alone, for the process that films: with it nothing else of the home can be opened. Whoever has
 * the home key can always make it again.
 */
export function mediaKey(key: HomeKey): HomeKey {
  return subKey(key, 'key', 'media')
}

/** HKDF-SHA-256 (RFC 5869), with no salt: the home key is random already. */
function subKey(key: HomeKey, use: 'seal' | 'hash' | 'key', purpose: string): KeyObject {
  const made = subKeys.get(key) ?? new Map<string, KeyObject>()
  subKeys.set(key, made)
  const name = `portico/1/${use}/${purpose}`
  const known = made.get(name)
  if (known) return known
  const fresh = createSecretKey(
    new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), name, HOME_KEY_BYTES)),
  )
  made.set(name, fresh)
  return fresh
}

const associated = (place: string): Uint8Array => Buffer.from(`${VERSION}/${place}`)

/**
 * AES-256-GCM with a random nonce (NIST SP 800-38D): version byte 1, nonce of 12 bytes, ciphertext, tag of 16. Good
 * for 2^32 seals per purpose.
 */
export function sealBytes({ key, purpose, place }: SealUse, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', subKey(key, 'seal', purpose), nonce, {
    authTagLength: TAG_BYTES,
  })
  cipher.setAAD(associated(place))
  const body = [cipher.update(plain), cipher.final()]
  return new Uint8Array(Buffer.concat([Uint8Array.of(VERSION), nonce, ...body, cipher.getAuthTag()]))
}

/**
 * The same bytes for what is so large that sealing it would hold up everybody else: the work is done beside the thread
 * that asks.
 */
export async function sealBytesAside(
  { key, purpose, place }: SealUse,
  plain: Uint8Array,
): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE_BYTES)
  const own = subKey(key, 'seal', purpose).toCryptoKey('AES-GCM', false, ['encrypt'])
  const how = { name: 'AES-GCM', iv: nonce, additionalData: associated(place), tagLength: TAG_BYTES * 8 }
  const sealed = new Uint8Array(await webcrypto.subtle.encrypt(how, own, plain))
  const bytes = new Uint8Array(1 + NONCE_BYTES + sealed.length)
  bytes[0] = VERSION
  bytes.set(nonce, 1)
  bytes.set(sealed, 1 + NONCE_BYTES)
  return bytes
}

/** @throws HubError `HUB_SEAL_OPEN` unless key, purpose, place and every byte are as when it was sealed. */
export function openBytes({ key, purpose, place }: SealUse, sealed: Uint8Array): Uint8Array {
  if (sealed.length < SEAL_BYTES || sealed[0] !== VERSION)
    throw evidenceError('HUB_SEAL_OPEN', `sealed ${purpose}: no seal of version ${VERSION}`)
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', subKey(key, 'seal', purpose), nonce, {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(associated(place))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const body = decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES))
  try {
    return new Uint8Array(Buffer.concat([body, decipher.final()]))
  } catch (error) {
    throw evidenceError(
      'HUB_SEAL_OPEN',
      `sealed ${purpose}: it does not open with this key at this place`,
      error,
    )
  }
}

/** HMAC-SHA-256, hex, under a key of this purpose: for whatever is short enough to be guessed. */
export function keyedHash(key: HomeKey, purpose: string, text: string): string {
  return createHmac('sha256', subKey(key, 'hash', purpose))
    .update(text)
    .digest('hex')
}
