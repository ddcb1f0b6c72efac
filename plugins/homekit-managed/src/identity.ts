// Who this Homebridge is for Apple Home: an address of its own making, a PIN by chance, a port. Kept from one start to the
// next; another one is another accessory, which nobody is paired with.
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

export interface Identity {
  /** `0E:12:34:…`: locally administered (IEEE 802, second bit of the first byte). */
  readonly username: string
  /** `031-45-154` */
  readonly pin: string
  readonly port: number
}

/** HAP R2, section 4.2.1.2 (2): too easy to guess. */
const trivial = /^(\d)\1{7}$|^12345678$|^87654321$/

const hex = (): string => randomBytes(1).toString('hex').toUpperCase()

function newPin(): string {
  const digits = String(randomInt(100_000_000)).padStart(8, '0')
  return trivial.test(digits) ? newPin() : `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

/** Null: none is kept, or what is kept is none. */
function kept(file: string): Identity | null {
  if (!existsSync(file)) return null
  // cast: our own file; every field is looked at
  const { username, pin, port } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Identity>
  return username !== undefined && pin !== undefined && port !== undefined ? { username, pin, port } : null
}

/** The one that is kept in this folder, or a new one; `port`: as the settings say, null: any. */
export async function identityIn(folder: string, port: number | null): Promise<Identity> {
  const file = join(folder, 'identity.json')
  const known = kept(file)
  if (known && (port === null || known.port === port)) return known
  const identity: Identity = {
    username: known?.username ?? `0E:${[hex(), hex(), hex(), hex(), hex()].join(':')}`,
    pin: known?.pin ?? newPin(),
    port: port ?? (await freePort()),
  }
  writeFileSync(file, JSON.stringify(identity), { mode: 0o600, flush: true })
  return identity
}

/** The next one is another. */
export const forgetIdentity = (folder: string): void => rmSync(join(folder, 'identity.json'), { force: true })

/** Somebody is paired with it, as Homebridge's own file says. */
export function isPaired(home: string, { username }: Identity): boolean {
  const file = join(home, 'persist', `AccessoryInfo.${username.replaceAll(':', '')}.json`)
  try {
    // cast: hap-nodejs's own file; what is looked at may be missing
    const { pairedClients } = JSON.parse(readFileSync(file, 'utf8')) as { pairedClients?: object }
    return pairedClients !== undefined && Object.keys(pairedClients).length > 0
  } catch {
    return false
  }
}
