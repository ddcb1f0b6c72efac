// Where a webhook may go. An address that somebody typed must not make the hub speak to its own machine, to the router or
// to a cloud's metadata: a name is resolved once, each of its addresses looked at, and only what was looked at is
// connected to. What the settings name as a host of webhooks is believed.
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { httpError } from '../http/http-errors.ts'

/** Every address of a name. Rejects when there is none. */
export type Resolve = (host: string) => Promise<readonly string[]>

export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)

/** IPv4 that leads to nobody outside (RFC 6890 and the registry it began). */
const inner = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inner.addSubnet(net, bits, 'ipv4')

/** All that is given out (RFC 4291 section 2.4); what maps or carries IPv4 lies outside, or is taken out below. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const special6 = new BlockList()
for (const [net, bits] of [
  // Teredo, benchmarking, ORCHID and other assignments of the IETF (RFC 2928)
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 carries any IPv4 (RFC 3056)
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special6.addSubnet(net, bits, 'ipv6')

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !inner.check(address, 'ipv4')
    case 6:
      return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
    default:
      return false
  }
}

export interface Target {
  readonly url: URL
  /** Those that were looked at, and no others are connected to; at least one. */
  readonly addresses: readonly string[]
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase()

/** With or without its port. */
const isAllowed = (url: URL, allowed: readonly string[]): boolean =>
  allowed.some((each) => [url.host, url.hostname, bare(url.hostname)].includes(each.toLowerCase()))

/** @throws HubError `HUB_WEBHOOK_URL` */
export function webhookUrl(text: string, allowed: readonly string[]): URL {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '' || url.hash !== '')
    throw httpError('HUB_WEBHOOK_URL', 'the address cannot be read, or has a name and password in it')
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isAllowed(url, allowed))) return url
  throw httpError(
    'HUB_WEBHOOK_URL',
    'the address must begin with https://; a host of your own network may have http:// when network.webhookHosts names it',
  )
}

/** @throws HubError `HUB_WEBHOOK_URL`, `HUB_WEBHOOK_ADDRESS`, and as `resolve` rejects */
export async function targetOf(text: string, allowed: readonly string[], resolve: Resolve): Promise<Target> {
  const url = webhookUrl(text, allowed)
  const host = bare(url.hostname)
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  if (addresses.length === 0) throw httpError('HUB_WEBHOOK_ADDRESS', 'the name has no address')
  if (!isAllowed(url, allowed) && !addresses.every(isPublicAddress))
    throw httpError(
      'HUB_WEBHOOK_ADDRESS',
      'the address leads into a private network; network.webhookHosts names those that may be sent to',
    )
  return { url, addresses }
}
