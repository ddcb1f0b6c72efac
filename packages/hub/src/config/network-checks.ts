// What must hold of the network, the clock and the carriers.
import { isIP } from 'node:net'
import type { CheckedSettings } from './checked-settings.ts'
import { hookSecretName } from './environment.ts'
import { iceFaults } from './ice-checks.ts'
import { didYouMean } from './nearest-name.ts'
import type { SchemaFault } from './schema-faults.ts'
import type { Draft, DraftNetwork } from './settings-draft.ts'

export const HOUSE_PORT = 8080
export const STREET_PORT = 8081
export const USUAL_HOST = '127.0.0.1'

/** Names and addresses that lead to this machine alone (RFC 6761 §6.3, RFC 1122 §3.2.1.3). */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true
  return isIP(bare) === 4 && bare.startsWith('127.')
}

/**
 * Couriers from elsewhere reach this hub without HTTPS: what their phones keep, and what they are shown, can be read on
 * the way (decisions 24). A public address is HTTPS, or leads to this machine alone.
 */
export const isPlainBeyond = ({
  publicUrl,
  house,
  street,
}: Pick<CheckedSettings, 'publicUrl' | 'house' | 'street'>): boolean =>
  publicUrl === null && [house, street].some((listener) => listener !== null && !isLoopback(listener.host))

/** IANA name of the system's zone. */
export const systemTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export function surroundingFaults(draft: Draft, carriers: readonly string[]): readonly SchemaFault[] {
  const { timeZone } = draft
  return [
    ...(timeZone === null || isTimeZone(timeZone) ? [] : [zoneFault(timeZone)]),
    ...publicUrlFaults(draft.network),
    ...portFaults(draft.network),
    ...iceFaults(draft.network.ice),
    ...draft.carriers
      .filter((id) => !carriers.includes(id))
      .map((id) => ({ path: ['carriers', id], message: `no carrier "${id}"${didYouMean(id, carriers)}` })),
  ]
}

/** Whatever stands at a carrier was meant to be its secret, which belongs neither in this file nor in a message (T19). */
export function carrierWords(fault: SchemaFault, carriers: readonly string[]): SchemaFault {
  const [top, id] = fault.path
  if (top !== 'carriers' || typeof id !== 'string' || !carriers.includes(id)) return fault
  const name = hookSecretName(id)
  const message = `must be {} alone: its secret is made by the hub (portico hooks shows it) or comes by ${name} or ${name}_FILE`
  return { path: [top, id], message }
}

function zoneFault(name: string): SchemaFault {
  const guess = didYouMean(name, Intl.supportedValuesOf('timeZone'))
  const words = guess.startsWith(' …') ? guess : '; use a name like Europe/Berlin'
  return { path: ['home', 'timeZone'], message: `no time zone "${name}"${words}` }
}

function publicUrlFaults({ publicUrl }: DraftNetwork): SchemaFault[] {
  // What does not even look like an address is told by the schema.
  if (publicUrl === null || !/^https?:\/\/[^/?#]+$/.test(publicUrl)) return []
  const path = ['network', 'publicUrl']
  const url = URL.parse(publicUrl)
  if (!url || url.username !== '' || url.password !== '')
    return [{ path, message: 'must be an origin without a path, like https://portico.example' }]
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return []
  return [
    {
      path,
      message:
        'must begin with https://: couriers and owners would send what opens the door in the clear; put a proxy or tunnel with HTTPS before the street listener',
    },
  ]
}

function portFaults({ housePort, houseHost, street }: DraftNetwork): SchemaFault[] {
  if (!street) return []
  const port = street.port ?? STREET_PORT
  const hosts = [houseHost ?? USUAL_HOST, street.host ?? USUAL_HOST]
  const wide = hosts.some((host) => host === '0.0.0.0' || host === '::')
  if (port === 0 || port !== (housePort ?? HOUSE_PORT) || (hosts[0] !== hosts[1] && !wide)) return []
  const message = `port ${port} is that of the house too: give the street another`
  return [{ path: ['network', 'street', 'port'], message }]
}

export function surroundingWarnings(
  { timeZone, network }: Draft,
  system: string = systemTimeZone(),
): readonly SchemaFault[] {
  const { street, publicUrl, houseHost, houseHttps } = network
  const warnings: SchemaFault[] = []
  if (timeZone === null && ['UTC', 'Etc/UTC', 'GMT'].includes(system))
    warnings.push({
      path: ['home', 'timeZone'],
      message: `not set, and the system says ${system}: evenings are reckoned in UTC until you name your zone`,
    })
  if (houseHttps === false && publicUrl === null && !isLoopback(houseHost ?? USUAL_HOST))
    warnings.push({
      path: ['network', 'house', 'https'],
      message:
        'off, and the house is open beyond this machine: whoever listens on its network reads what signs you in, and no page there gets a microphone; leave it out, unless a proxy of yours brings HTTPS',
    })
  if (street && publicUrl === null && !isLoopback(street.host ?? USUAL_HOST))
    warnings.push({
      path: ['network', 'street'],
      message:
        'open beyond this machine without a publicUrl: name the address by which couriers reach it, with https://; until then you are asked about each courier, whatever the policy says',
    })
  return warnings
}
