// By which names a listener goes, and from which pages a browser may ask it. Exact lists: no right ever comes from an
// address, and a page of somebody else that points a name at this hub is told nothing (threats T14).
import type { Listener } from '../config/checked-settings.ts'

export interface Reach {
  /** Values of `Host` that are answered, lower case, with the port where it is not the scheme's own. */
  readonly hosts: ReadonlySet<string>
  /** Values of `Origin` from which unsafe requests with a cookie are taken. */
  readonly origins: ReadonlySet<string>
}

export interface ReachFacts {
  /** With the port that is really listened on. */
  readonly listener: Listener
  readonly publicUrl: string | null
  /** Further names, with or without a port. */
  readonly hosts: readonly string[]
  /** Names and addresses that the certificate of the house bears: it is called by them with its own port. */
  readonly certified?: readonly string[]
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'] as const
const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host).toLowerCase()

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** A listener on every address is reached by the loopback names as well. */
function ownNames({ host }: Listener): readonly string[] {
  if (wildcards.has(host)) return loopback
  return isLoopback(host) ? [bracketed(host), ...loopback] : [bracketed(host)]
}

/** By which this machine calls a listener: one on every address does not go by that address. */
export function localUrl({ host, port }: Listener): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${bracketed(name)}:${port}`
}

/** The address to tell people: by the first name, at the port of the local one. */
export function secureUrl(names: readonly { readonly value: string }[], local: string): string {
  const { port } = new URL(local)
  return asSeen('https', `${bracketed(names[0]?.value ?? 'localhost')}:${port || '80'}`).origin
}

const hasPort = (host: string): boolean => /:\d+$/.test(host)

/** How a browser writes host and origin: the port only when it is not the scheme's own. */
function asSeen(scheme: 'http' | 'https', host: string): { readonly host: string; readonly origin: string } {
  const url = new URL(`${scheme}://${host}`)
  return { host: url.host, origin: url.origin }
}

export function reachOf({ listener, publicUrl, hosts, certified = [] }: ReachFacts): Reach {
  const seen = ownNames(listener).map((name) => asSeen('http', `${name}:${listener.port}`))
  for (const host of hosts) {
    // Behind a proxy a name is called with the proxy's port, without one by ours.
    const names = hasPort(host) ? [host] : [host, `${host}:${listener.port}`]
    for (const name of names) seen.push(asSeen('http', name), asSeen('https', name))
  }
  for (const name of certified) {
    const host = `${bracketed(name)}:${listener.port}`
    // In the clear come couriers, from the address that a display showed them.
    seen.push(asSeen('https', host), asSeen('http', host))
  }
  if (publicUrl !== null) {
    const url = new URL(publicUrl)
    seen.push({ host: url.host, origin: url.origin })
  }
  return {
    hosts: new Set(seen.map(({ host }) => host)),
    origins: new Set(seen.map(({ origin }) => origin)),
  }
}

export const answersTo = ({ hosts }: Reach, host: string | undefined): boolean =>
  host !== undefined && hosts.has(host.toLowerCase())

/** What came through TLS of ours came from a page that did, or from one that somebody else has put there. */
export const trusts = ({ origins }: Reach, origin: string | undefined, isSecure: boolean): boolean =>
  origin !== undefined && origins.has(origin) && (!isSecure || origin.startsWith('https:'))
