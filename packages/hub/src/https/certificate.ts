// X.509 certificates of version 3 (RFC 5280) with ECDSA over P-256: the authority of a house, and what it signs.
import { type KeyObject, createHash, createPublicKey, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import {
  type Der,
  bits,
  implicit,
  integer,
  octets,
  oid,
  sequence,
  set,
  tagged,
  time,
  truth,
  utf8,
} from './der.ts'
import type { HouseName } from './house-names.ts'

export interface CertificateOrder {
  readonly subject: string
  readonly issuer: string
  /** Unix ms. */
  readonly from: number
  readonly to: number
  /** Public key of the subject. */
  readonly key: KeyObject
  /** Private key of the issuer. */
  readonly signer: KeyObject
  readonly extensions: readonly Der[]
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const SERVER_AUTH = sequence(oid('1.3.6.1.5.5.7.3.1'))
const COMMON_NAME_MAX = 64

const named = (name: string): Der =>
  sequence(set(sequence(oid('2.5.4.3'), utf8(name.slice(0, COMMON_NAME_MAX)))))

const extension = (id: string, isCritical: boolean, value: Der): Der =>
  sequence(oid(id), ...(isCritical ? [truth] : []), octets(value))

const spkiOf = (key: KeyObject): Buffer =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' })

/** Hash of the point of a P-256 key, the last 65 bytes of its description (RFC 5280 section 4.2.1.2, method 1). */
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spkiOf(key).subarray(-65)).digest()

/** DER. */
export function writeCertificate(order: CertificateOrder): Buffer {
  const body = sequence(
    tagged(0, integer(Uint8Array.of(2))),
    integer(randomBytes(16)),
    ECDSA_SHA256,
    named(order.issuer),
    sequence(time(order.from), time(order.to)),
    named(order.subject),
    spkiOf(order.key),
    tagged(3, sequence(extension('2.5.29.14', false, octets(keyId(order.key))), ...order.extensions)),
  )
  return Buffer.from(sequence(body, ECDSA_SHA256, bits(sign('sha256', body, order.signer))))
}

export const pemOf = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`

/** `2001:db8::1` and the like as 16 bytes; of what `isIP` calls an address. */
function ipBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts) => {
      const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number)
      return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
    })
    .split('::')
  const words = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((word) => parseInt(word, 16))
  const before = words(head)
  const after = words(tail ?? '')
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return Buffer.from([...before, ...gap, ...after].flatMap((word) => [word >> 8, word & 0xff]))
}

/** Where an authority may speak: names at and below these, addresses in these networks (`10.0.0.0/8`). */
export interface Territory {
  readonly names: readonly string[]
  readonly networks: readonly string[]
}

function network(text: string): Buffer {
  const [address = '', prefix = ''] = text.split('/')
  const bytes = ipBytes(address)
  // Ones up to the length of the prefix.
  const mask = Uint8Array.from(bytes, (_, at) => {
    const ones = Math.min(8, Math.max(0, Number(prefix) - 8 * at))
    return (0xff << (8 - ones)) & 0xff
  })
  return Buffer.concat([bytes, mask])
}

/**
 * An authority that signs server certificates and nothing else, none that sign others, and only for its territory (name
 * constraints, RFC 5280 section 4.2.1.10): a thief of its key can be no bank.
 */
export const authorityExtensions = ({ names, networks }: Territory): readonly Der[] => [
  extension('2.5.29.19', true, sequence(truth, integer(Uint8Array.of(0)))),
  extension('2.5.29.15', true, bits(Uint8Array.of(0x04), 2)),
  extension('2.5.29.37', false, SERVER_AUTH),
  extension(
    '2.5.29.30',
    true,
    sequence(
      tagged(
        0,
        ...names.map((name) => sequence(implicit(2, Buffer.from(name)))),
        ...networks.map((each) => sequence(implicit(7, network(each)))),
      ),
    ),
  ),
]

export const serverExtensions = (names: readonly HouseName[], issuer: KeyObject): readonly Der[] => [
  extension('2.5.29.35', false, sequence(implicit(0, keyId(issuer)))),
  extension('2.5.29.15', true, bits(Uint8Array.of(0x80), 7)),
  extension('2.5.29.37', false, SERVER_AUTH),
  extension(
    '2.5.29.17',
    false,
    sequence(
      ...names.map(({ type, value }) =>
        type === 'dns' ? implicit(2, Buffer.from(value)) : implicit(7, ipBytes(value)),
      ),
    ),
  ),
]

/** Whether an authority may speak for it. */
export function isWithin({ names, networks }: Territory, { type, value }: HouseName): boolean {
  if (type === 'dns') return names.some((name) => value === name || value.endsWith(`.${name}`))
  const address = ipBytes(value)
  return networks.some((text) => {
    const both = network(text)
    const half = both.length / 2
    return (
      half === address.length && address.every((byte, at) => (byte & (both[half + at] ?? 0)) === both[at])
    )
  })
}
