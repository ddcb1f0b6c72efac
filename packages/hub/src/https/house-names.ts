// By which names and addresses a house is reached over HTTPS: those its certificate bears, and no others.
import { hostname, networkInterfaces } from 'node:os'
import { isIP } from 'node:net'

export interface HouseName {
  readonly type: 'dns' | 'ip'
  readonly value: string
}

/** What the machine says of itself. */
export interface MachineNames {
  readonly hostName: string
  readonly addresses: readonly string[]
}

export const machineNames = (): MachineNames => ({
  hostName: hostname(),
  addresses: Object.values(networkInterfaces()).flatMap((all) =>
    // An address with a zone (`fe80::1%eth0`) can stand in no certificate.
    (all ?? []).flatMap(({ address, scopeid }) => (scopeid ? [] : [address])),
  ),
})

const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::'])
const NAMES_MAX = 32
const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

function named(host: string): readonly HouseName[] {
  const value = host.toLowerCase().replaceAll(/^\[|\](?::\d+)?$/g, '')
  if (isIP(value) !== 0) return [{ type: 'ip', value }]
  const bare = value.replace(/:\d+$/, '')
  if (isIP(bare) !== 0) return [{ type: 'ip', value: bare }]
  return NAME.test(bare) ? [{ type: 'dns', value: bare }] : []
}

export interface NamedHouse {
  readonly house: { readonly host: string }
  /** Further names of the settings. */
  readonly hosts: readonly string[]
}

/**
 * In the order in which a person is told them: names of the settings, the machine's own, addresses, loopback. A house on
 * one address does not go by the machine's others.
 */
export function houseNames({ house, hosts }: NamedHouse, machine: MachineNames): readonly HouseName[] {
  const isWide = wildcards.has(house.host)
  const own = machine.hostName.toLowerCase()
  const short = own.replace(/\..*$/, '')
  const all = [
    ...hosts.flatMap(named),
    ...named(`${short}.local`),
    ...(own === short ? [] : named(own)),
    ...(isWide ? machine.addresses.flatMap(named) : named(house.host)),
    ...['localhost', '127.0.0.1', '::1'].flatMap(named),
  ]
  return all
    .filter(({ value }, at) => all.findIndex((each) => each.value === value) === at)
    .slice(0, NAMES_MAX)
}
