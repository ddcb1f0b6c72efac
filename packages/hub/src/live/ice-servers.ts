// STUN and TURN servers: for a viewer as `Link` headers (RFC 9725 section 4.6), for this side the one that is asked how
// the house is seen from outside.
import type { ViewerOrder } from '@portico/ports'
import type { IceServer } from '../config/checked-settings.ts'

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`

/** One for each address. */
export const linksTo = (servers: readonly IceServer[]): string[] =>
  servers.flatMap(({ urls, username, credential }) =>
    urls.map((url) =>
      [
        `<${url}>; rel="ice-server"`,
        ...(username !== null && credential !== null && url.startsWith('turn')
          ? [`username=${quoted(username)}`, `credential=${quoted(credential)}`, 'credential-type="password"']
          : []),
      ].join('; '),
    ),
  )

export interface IceAddress {
  readonly scheme: 'stun' | 'turn' | 'turns'
  readonly host: string
  readonly port: number
  readonly transport: 'udp' | 'tcp'
}

/** RFC 7064 and RFC 7065. Null: it is none. */
export function readIceUrl(url: string): IceAddress | null {
  const found =
    /^(?<scheme>stun|turns?):(?<host>\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(?<port>\d{1,5}))?(?:\?transport=(?<transport>udp|tcp))?$/i.exec(
      url,
    )
  const { scheme = '', host = '', port, transport } = found?.groups ?? {}
  const lower = scheme.toLowerCase()
  if (lower !== 'stun' && lower !== 'turn' && lower !== 'turns') return null
  const number = Number(port ?? (lower === 'turns' ? 5349 : 3478))
  if (number < 1 || number > 65_535 || (lower === 'stun' && transport !== undefined)) return null
  return {
    scheme: lower,
    host: host.replaceAll(/^\[|\]$/g, ''),
    port: number,
    transport:
      transport?.toLowerCase() === 'tcp' || (lower === 'turns' && transport === undefined) ? 'tcp' : 'udp',
  }
}

/** Any server that listens on UDP answers STUN; the first one is asked. */
export function stunIn(servers: readonly IceServer[]): ViewerOrder['stun'] {
  const known = servers.flatMap(({ urls }) => urls.flatMap((url) => readIceUrl(url) ?? []))
  const first = known.find(({ scheme, transport }) => scheme !== 'turns' && transport === 'udp')
  return first ? { host: first.host, port: first.port } : null
}
