// The certificate authority of this house: made on first need, kept among the keys, installed once on each phone. It can
// speak for names and addresses of a home network alone.
import { type KeyObject, X509Certificate, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '@portico/ports'
import { keyFault } from '../config/home-key.ts'
import { writeSecretFile } from '../config/secret-file.ts'
import { hubError } from '../errors.ts'
import { type Territory, authorityExtensions, pemOf, writeCertificate } from './certificate.ts'
import type { HouseName } from './house-names.ts'

/** Key and certificate in one file, so that neither is ever there without the other. */
export const AUTHORITY_FILE = 'house-authority.pem'

export interface HouseAuthority {
  readonly certificate: X509Certificate
  readonly key: KeyObject
  readonly name: string
  /** Where it may speak, as its certificate says. */
  readonly territory: Territory
}

/** Line of the file that says for which names it was made: Node reads no name constraints. */
const NAMES_LINE = 'Names: '

/** Names that no public register gives away (RFC 6762, RFC 8375, RFC 6761, ICANN on `internal`) or that routers use. */
const homeNames = ['local', 'localhost', 'home.arpa', 'internal', 'lan', 'home']
/** Private use, link-local, loopback (RFC 1918, RFC 3927, RFC 4193, RFC 4291). */
const homeNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]

/** A machine without a battery for its clock starts in 1970: before this no clock is right, Unix ms. */
export const CLOCK_FLOOR = Date.UTC(2026, 0, 1)
const DAY_MS = 24 * 60 * 60 * 1000
const AUTHORITY_DAYS = 3_650

export interface AuthorityOrder {
  readonly folder: string
  /** Unix ms. */
  readonly wall: number
  /** Names of the settings and of the machine when it is made: it may speak for them for ever. */
  readonly names: readonly HouseName[]
}

const namesOf = (names: readonly HouseName[]): readonly string[] => [
  ...new Set([...homeNames, ...names.flatMap(({ type, value }) => (type === 'dns' ? [value] : []))]),
]

/** @throws HubError `HUB_KEYS_UNSAFE`, `HUB_KEYS_UNREADABLE` or `HUB_HTTPS_AUTHORITY` */
export function loadAuthority(order: AuthorityOrder): HouseAuthority {
  const path = join(order.folder, AUTHORITY_FILE)
  try {
    if (!existsSync(path)) writeSecretFile(path, Buffer.from(makeAuthority(order)))
    const fault = keyFault(path)
    if (fault !== null) throw hubError('HUB_KEYS_UNSAFE', fault)
    return readAuthority(path)
  } catch (error) {
    if (codeOf(error)?.startsWith('HUB_')) throw error
    throw hubError('HUB_KEYS_UNREADABLE', `${path} cannot be read or written: give the hub the right to`, {
      cause: error,
    })
  }
}

/** Null: none was made yet. @throws HubError as `loadAuthority` */
export function findAuthority(folder: string): HouseAuthority | null {
  const path = join(folder, AUTHORITY_FILE)
  return existsSync(path) ? readAuthority(path) : null
}

/** A new one in the place of the old: every phone has to be told of it. */
export function replaceAuthority(order: AuthorityOrder): HouseAuthority {
  const path = join(order.folder, AUTHORITY_FILE)
  writeSecretFile(path, Buffer.from(makeAuthority(order)))
  return readAuthority(path)
}

function readAuthority(path: string): HouseAuthority {
  const text = readFileSync(path, 'utf8')
  try {
    const key = createPrivateKey(text)
    const certificate = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE-----')))
    if (!certificate.checkPrivateKey(key)) throw new Error('its key is another')
    const names =
      text
        .split('\n')
        .find((line) => line.startsWith(NAMES_LINE))
        ?.slice(NAMES_LINE.length)
        .split(' ') ?? []
    const name = certificate.subject.replace(/^CN=/, '')
    return { certificate, key, name, territory: { names, networks: homeNetworks } }
  } catch (cause) {
    const message = `${path} holds no certificate authority: put it back, or run portico certificate new`
    throw hubError('HUB_HTTPS_AUTHORITY', message, { cause })
  }
}

function makeAuthority({ wall, names }: AuthorityOrder): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const from = Math.max(wall, CLOCK_FLOOR)
  // Two houses are told apart by it where a phone lists what it trusts. It says nothing of who lives there.
  const mark = publicKey.export({ type: 'spki', format: 'der' }).subarray(-2).toString('hex')
  const name = `Portico house ${mark}`
  const territory = { names: namesOf(names), networks: homeNetworks }
  const certificate = writeCertificate({
    subject: name,
    issuer: name,
    from: CLOCK_FLOOR,
    to: from + AUTHORITY_DAYS * DAY_MS,
    key: publicKey,
    signer: privateKey,
    extensions: authorityExtensions(territory),
  })
  return (
    `${NAMES_LINE}${territory.names.join(' ')}\n` +
    privateKey.export({ type: 'pkcs8', format: 'pem' }) +
    pemOf(certificate)
  )
}
