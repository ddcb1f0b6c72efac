// What a house that has HTTPS still takes without it. Decided by name and path, never by where a request comes from: a
// browser that calls `localhost` speaks to its own machine (RFC 6761 section 6.3), and what couriers and carriers bring
// is for everybody's eyes.
import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../config/network-checks.ts'
import type { Hub } from '../hub.ts'
import { AUTHORITY_PATH, INSTALL_PATH } from '../https/install-page.ts'

/** It came through TLS of ours. */
export const isSecure = ({ socket }: Pick<IncomingMessage, 'socket'>): boolean =>
  'encrypted' in socket && socket.encrypted === true

const open: ReadonlySet<string> = new Set(['/healthz', '/icon.svg', INSTALL_PATH, AUTHORITY_PATH])
const street = /^\/(?:(?:c|d|hooks)\/|courier\.)/

export type PlainHouse = Pick<Hub, 'certificate'> & { readonly settings: Pick<Hub['settings'], 'publicUrl'> }

/** `publicUrl` is a proxy's name: what it brings came to it by HTTPS. */
export function takesPlain(
  { certificate, settings: { publicUrl } }: PlainHouse,
  request: IncomingMessage,
): boolean {
  if (certificate === null || isSecure(request)) return true
  const url = URL.parse(request.url ?? '', `http://${request.headers.host ?? ''}`)
  if (!url) return false
  if (isLoopback(url.hostname) || (publicUrl !== null && url.host === new URL(publicUrl).host)) return true
  return open.has(url.pathname) || street.test(url.pathname)
}

/** Somebody wants to see a page, and can be shown another. */
export const isNavigation = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.upgrade === undefined && headers.accept?.includes('text/html') === true
