// The tags of a DKIM signature and of a key record (RFC 6376 sections 3.2, 3.5 and 3.6.1), within bounds.
import { type KeyObject, createPublicKey } from 'node:crypto'
import type { HeaderField } from '../read/header-fields.ts'
import { valueOf } from '../read/header-fields.ts'

export type Canonical = 'simple' | 'relaxed'

export interface DkimSignature {
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256'
  readonly header: Canonical
  readonly body: Canonical
  /** Lower case. */
  readonly domain: string
  readonly selector: string
  /** Lower case, in the order in which they were signed. */
  readonly signed: readonly string[]
  readonly bodyHash: string
  readonly signature: Buffer
  /** Seconds since 1970; null: it does not end. */
  readonly expires: number | null
  readonly field: HeaderField
}

const TAGS_CHARS_MAX = 8_000
const SIGNED_MAX = 100
const NAME = /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?$/

/** null: no list of tags, or one that names a tag twice. */
export function tagsOf(text: string): ReadonlyMap<string, string> | null {
  if (text.length > TAGS_CHARS_MAX) return null
  const tags = new Map<string, string>()
  for (const part of text.split(';')) {
    if (part.trim() === '') continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? '' : part.slice(0, equals).trim()
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || tags.has(name)) return null
    tags.set(name, part.slice(equals + 1).trim())
  }
  return tags
}

const bare = (text: string): string => text.replaceAll(/\s+/g, '')

function canonicals(text: string): readonly [Canonical, Canonical] | null {
  const [header = 'simple', body = 'simple', ...more] = text.toLowerCase().split('/')
  const isOne = (name: string): name is Canonical => name === 'simple' || name === 'relaxed'
  return isOne(header) && isOne(body) && more.length === 0 ? [header, body] : null
}

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null

/** null: no signature that we check. SHA-1 is none. */
export function readSignature(field: HeaderField): DkimSignature | null {
  const tags = tagsOf(valueOf(field))
  if (tags?.get('v') !== '1') return null
  const algorithm = tags.get('a')?.toLowerCase()
  if (algorithm !== 'rsa-sha256' && algorithm !== 'ed25519-sha256') return null
  const ways = canonicals(tags.get('c') ?? 'simple/simple')
  const domain = (tags.get('d') ?? '').toLowerCase()
  const selector = (tags.get('s') ?? '').toLowerCase()
  const signed = bare(tags.get('h') ?? '')
    .toLowerCase()
    .split(':')
  const signature = Buffer.from(bare(tags.get('b') ?? ''), 'base64')
  if (!ways || !NAME.test(domain) || !NAME.test(selector) || signature.length === 0) return null
  if (signed.length > SIGNED_MAX || !signed.includes('from')) return null
  const expires = numberOf(tags.get('x'))
  if (tags.has('x') && expires === null) return null
  const [header, body] = ways
  const bodyHash = bare(tags.get('bh') ?? '')
  return { algorithm, header, body, domain, selector, signed, bodyHash, signature, expires, field }
}

/** A key of 32 bytes in the form that the system's library takes (RFC 8410 section 4). */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const RSA_BITS_MIN = 1_024

/** The key of a record; null: revoked, for something else, for tests only, or too short. */
export function readKey(record: string, { algorithm }: Pick<DkimSignature, 'algorithm'>): KeyObject | null {
  const tags = tagsOf(record)
  if (!tags || (tags.get('v') ?? 'DKIM1') !== 'DKIM1') return null
  const list = (name: string): readonly string[] =>
    bare(tags.get(name) ?? '')
      .toLowerCase()
      .split(':')
  if (tags.has('h') && !list('h').includes('sha256')) return null
  if (tags.has('s') && !list('s').some((use) => use === '*' || use === 'email')) return null
  if (list('t').includes('y')) return null
  const kind = tags.get('k') ?? 'rsa'
  const bytes = Buffer.from(bare(tags.get('p') ?? ''), 'base64')
  if (`${kind}-sha256` !== algorithm || bytes.length === 0) return null
  try {
    if (kind === 'ed25519')
      return bytes.length === 32
        ? createPublicKey({ key: Buffer.concat([ED25519_PREFIX, bytes]), format: 'der', type: 'spki' })
        : null
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    return key.asymmetricKeyType === 'rsa' && bits >= RSA_BITS_MIN && bits <= 8_192 ? key : null
  } catch {
    return null
  }
}
