// Asks the network who is an ONVIF device (WS-Discovery 2005/04, sections 5.2 and 5.3; ONVIF Core, section 7.3): one
// question by multicast, answers for a few seconds. Whoever answers may say anything: it is told, not believed.
import { type Socket, createSocket } from 'node:dgram'
import { randomUUID } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { type Clock, instant } from '@portico/plugin-api'
import { type XmlNode, childrenOf, find, parseXml, textAt } from '../soap/xml.ts'

export interface ProbeOptions {
  readonly clock: Clock
  /** How long answers are waited for, ms. */
  readonly waitMs: number
  /** Where the question goes; the group of WS-Discovery unless a test says otherwise. */
  readonly to: { readonly host: string; readonly port: number }
  /** null: by all of this machine's own IPv4 addresses. */
  readonly from: string | null
}

export interface ProbeMatch {
  /** Its own name for itself, the same by whatever way it answered. */
  readonly endpoint: string
  /** Address of its device service. */
  readonly address: URL
  /** What it says it is, without `onvif://www.onvif.org/`. */
  readonly scopes: readonly string[]
}

export const GROUP = { host: '239.255.255.250', port: 3702 } as const

const TYPES = [
  ['dn:NetworkVideoTransmitter', 'http://www.onvif.org/ver10/network/wsdl'],
  ['dn:Device', 'http://www.onvif.org/ver10/device/wsdl'],
] as const
/** Larger than any answer in one datagram. */
const ANSWER_BYTES_MAX = 16 * 1024
const MATCHES_MAX = 64
const SCOPES_MAX = 64
const SCOPE = 'onvif://www.onvif.org/'

const probeOf = ([type, space]: (typeof TYPES)[number]): string =>
  '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"' +
  ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"' +
  ` xmlns:dn="${space}"><s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>` +
  `<a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>` +
  `</s:Header><s:Body><d:Probe><d:Types>${type}</d:Types></d:Probe></s:Body></s:Envelope>`

/** Rejects with the system's error when no question could be sent at all. */
export async function probe(options: ProbeOptions): Promise<readonly ProbeMatch[]> {
  const { clock, waitMs, from } = options
  const found = new Map<string, ProbeMatch>()
  const hear = (bytes: Buffer): void => {
    for (const match of bytes.length > ANSWER_BYTES_MAX ? [] : readMatches(bytes.toString('utf8')))
      if (found.size < MATCHES_MAX || found.has(match.endpoint)) found.set(match.endpoint, match)
  }
  const sent = await Promise.allSettled(
    (from === null ? ownAddresses() : [from]).map((address) => ask(address, options, hear)),
  )
  const sockets = sent.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const [failed] = sent.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  if (sockets.length === 0) throw failed ?? new Error('this machine has no IPv4 address')
  const over = Promise.withResolvers<void>()
  clock.wake(instant(clock.mono() + waitMs), () => {
    over.resolve()
  })
  await over.promise
  for (const socket of sockets) socket.close()
  return [...found.values()]
}

async function ask(from: string, { to }: ProbeOptions, hear: (bytes: Buffer) => void): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  const ready = Promise.withResolvers<void>()
  socket.on('error', (error) => {
    ready.reject(error)
  })
  socket.on('message', hear)
  socket.bind(0, from, ready.resolve)
  try {
    await ready.promise
    if (to.host === GROUP.host) socket.setMulticastInterface(from)
    for (const type of TYPES) socket.send(probeOf(type), to.port, to.host)
    return socket
  } catch (error) {
    socket.close()
    throw error
  }
}

const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? [address] : [],
    ),
  )

/** What cannot be read is no answer. */
function readMatches(text: string): readonly ProbeMatch[] {
  try {
    const matches = childrenOf(find(parseXml(text), 'Body', 'ProbeMatches'), 'ProbeMatch')
    return matches.slice(0, MATCHES_MAX).flatMap((match) => readMatch(match) ?? [])
  } catch {
    return []
  }
}

function readMatch(match: XmlNode): ProbeMatch | null {
  const endpoint = textAt(match, 'EndpointReference', 'Address')
  const address = (textAt(match, 'XAddrs') ?? '')
    .split(/\s+/)
    .map((each) => URL.parse(each))
    .find((url) => url?.protocol === 'http:' || url?.protocol === 'https:')
  if (endpoint === null || !address) return null
  const scopes = (textAt(match, 'Scopes') ?? '')
    .split(/\s+/)
    .filter((scope) => scope.startsWith(SCOPE))
    .slice(0, SCOPES_MAX)
    .map((scope) => scope.slice(SCOPE.length))
  return { endpoint, address, scopes }
}
