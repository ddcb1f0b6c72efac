// Looks for cameras in the network, and asks each, without a password, what everybody may know of it.
import type { Clock } from '@portico/plugin-api'
import { addressBook } from '../camera/address-book.ts'
import { DEVICE, askServices } from '../camera/services.ts'
import { type Question, SoapClient } from '../soap/soap-client.ts'
import { textAt } from '../soap/xml.ts'
import { GROUP, type ProbeMatch, type ProbeOptions, probe } from './probe.ts'

export interface FoundCamera {
  /** What it calls itself; empty: nothing. */
  readonly name: string
  /** As `address` of the settings takes it. */
  readonly address: string
  /** null: it tells nobody without a password. */
  readonly maker: string | null
  readonly model: string | null
  /** In words: `stream`, `H.265`, `events`, `door`. */
  readonly can: readonly string[]
}

export type DiscoverOptions = Pick<ProbeOptions, 'clock'> & Partial<Omit<ProbeOptions, 'clock'>>

const WAIT_MS = 3_000
const ASK_MS = 2_000
const WORD_MAX = 64

/** By address. Takes three seconds and at most two more. Rejects with the system's error when it cannot ask at all. */
export async function discoverCameras(options: DiscoverOptions): Promise<readonly FoundCamera[]> {
  const matches = await probe({ waitMs: WAIT_MS, to: GROUP, from: null, ...options })
  const found = await Promise.all(matches.map((match) => lookAt(match, options.clock)))
  return found.toSorted((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }))
}

const information = (url: URL): Question => ({
  url,
  action: `${DEVICE}/GetDeviceInformation`,
  body: `<GetDeviceInformation xmlns="${DEVICE}"/>`,
})

async function lookAt({ address, scopes }: ProbeMatch, clock: Clock): Promise<FoundCamera> {
  const scoped = (name: string): string | null => {
    const scope = scopes.find((each) => each.startsWith(`${name}/`))
    return scope === undefined ? null : plain(scope.slice(name.length + 1))
  }
  const ending = new AbortController()
  const client = new SoapClient({ credentials: null, clock, signal: ending.signal, timeoutMs: ASK_MS })
  const addresses = addressBook({ address: address.href, preserveAddress: true })
  const [services, told] = await Promise.all([
    askServices(client, addresses).catch(() => new Map<string, string>()),
    client.ask(information(addresses.device)).catch(() => null),
  ])
  const profiles = new Set(scopes.flatMap((scope) => (scope.startsWith('Profile/') ? [scope.slice(8)] : [])))
  const has = (part: string): boolean => [...services.keys()].some((space) => space.includes(part))
  const can = [
    ...(profiles.has('Streaming') || profiles.has('T') || has('/media/') ? ['stream'] : []),
    ...(profiles.has('T') || has('/ver20/media') ? ['H.265'] : []),
    ...(has('/events/') ? ['events'] : []),
    ...(profiles.has('C') ? ['door'] : []),
  ]
  return {
    name: scoped('name') ?? '',
    address: address.pathname === '/onvif/device_service' ? address.host : address.href,
    maker: textAt(told, 'Manufacturer')?.slice(0, WORD_MAX) ?? null,
    model: textAt(told, 'Model')?.slice(0, WORD_MAX) ?? scoped('hardware'),
    can,
  }
}

/** Spaces are written as %20; what would move a terminal's cursor is left out. */
function plain(text: string): string {
  let decoded = text
  try {
    decoded = decodeURIComponent(text)
  } catch {
    // It stands there as it is.
  }
  return decoded.replaceAll(/\p{C}/gu, '').slice(0, WORD_MAX)
}
