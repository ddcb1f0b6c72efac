// Where somebody who looks by WebRTC meets this machine: at the addresses at which the house listener is heard, and
// nowhere else.
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { isLoopback } from '../config/network-checks.ts'

const ADDRESSES_MAX = 8
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** `host`: on which the house listens. A listener on this machine alone is met on this machine alone. */
export function meetingAddresses(
  host: string,
  interfaces: Interfaces = networkInterfaces(),
): readonly string[] {
  if (isLoopback(host)) return [isIP(host) === 0 ? '127.0.0.1' : host]
  if (isIP(host) !== 0 && !EVERYWHERE.has(host)) return [host]
  const own = Object.values(interfaces).flatMap((each = []) => each)
  const wide = own.filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
  return [...wide.map(({ address }) => address), '127.0.0.1'].slice(0, ADDRESSES_MAX)
}
