// Where the broker is and how far the line to it can be trusted.
import { isIP } from 'node:net'

/** Names of this machine alone. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true
  return isIP(bare) === 4 && bare.startsWith('127.')
}

export interface BrokerPlace {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** Nobody on the way can read or change what goes over the line: TLS, or no network at all. */
  readonly isPrivate: boolean
}

/** @throws TypeError where `url` is none */
export function brokerPlace(url: string): BrokerPlace {
  const { protocol, hostname, port } = new URL(url)
  const tls = protocol === 'mqtts:'
  const host = hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    port: port === '' ? (tls ? 8883 : 1883) : Number(port),
    tls,
    isPrivate: tls || isLoopback(host),
  }
}
