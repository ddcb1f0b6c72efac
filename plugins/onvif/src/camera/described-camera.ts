// What a device is and where its pictures are: clock, services, profiles, addresses (ONVIF Core 8, Media 5, Media2 5).
import type { Clock } from '@portico/plugin-api'
import { onvifError } from '../errors.ts'
import type { Question, SoapClient } from '../soap/soap-client.ts'
import { type XmlNode, escaped, textAt } from '../soap/xml.ts'
import type { AddressBook } from './address-book.ts'
import { clockOf } from './device-clock.ts'
import { DEVICE, EVENTS, MEDIA, MEDIA2, askServices, isDenied } from './services.ts'
import {
  type MediaVersion,
  type Profile,
  type ProfileChoice,
  chosenProfiles,
  readProfiles,
} from './profiles.ts'

export interface DescribedCamera {
  /** How far its clock is before ours, ms. */
  readonly clockOffsetMs: number
  readonly rtsp: string
  readonly second: string | null
  readonly snapshot: string | null
  readonly backchannel: boolean
  /** null: it has no events to pull. */
  readonly events: URL | null
}

interface Describing {
  readonly client: SoapClient
  readonly clock: Clock
  readonly addresses: AddressBook
}

const SCHEMA = 'http://www.onvif.org/ver10/schema'

/** Rejects with a `HUB_ONVIF_*` error. */
export async function describeCamera(parts: Describing, choice: ProfileChoice): Promise<DescribedCamera> {
  const { client, addresses } = parts
  const clockOffsetMs = await askClock(parts)
  client.clockOffsetMs = clockOffsetMs
  const services = await askServices(client, addresses)
  const media = mediaOf(services, addresses)
  const profiles = await askProfiles(client, media)
  const { main, second } = chosenProfiles(profiles, choice)
  const streamOf = (profile: Profile): Promise<string> => askUri(parts, media, { profile, what: 'stream' })
  const events = services.get(EVENTS)
  return {
    clockOffsetMs,
    rtsp: await streamOf(main),
    second: second ? await streamOf(second) : null,
    snapshot: await askUri(parts, media, { profile: main, what: 'snapshot' }).catch(() => null),
    backchannel: main.speaks,
    events: events === undefined ? null : addresses.http(events),
  }
}

interface MediaService {
  readonly version: MediaVersion
  readonly url: URL
}

/** How far its clock is before ours, ms. Rejects with a `HUB_ONVIF_*` error. */
export async function askClock({ client, clock, addresses }: Describing): Promise<number> {
  const question: Question = {
    url: addresses.device,
    action: `${DEVICE}/GetSystemDateAndTime`,
    body: `<GetSystemDateAndTime xmlns="${DEVICE}"/>`,
    anonymous: true,
  }
  const began = clock.wall()
  const answer = await client.ask(question).catch((error: unknown) => {
    // Some models want to know even here who asks.
    if (isDenied(error)) return client.ask({ ...question, anonymous: false })
    throw error
  })
  const told = clockOf(answer)
  // Without a clock that makes sense ours is the best guess.
  return told === null ? 0 : told - (began + clock.wall()) / 2
}

/** Media2 where there is one: Media knows no H.265. */
function mediaOf(services: ReadonlyMap<string, string>, addresses: AddressBook): MediaService {
  const [second, first] = [services.get(MEDIA2), services.get(MEDIA)]
  if (second) return { version: 2, url: addresses.http(second) }
  if (first) return { version: 1, url: addresses.http(first) }
  throw onvifError('HUB_ONVIF_NO_STREAM', `${addresses.device.host} has no media service`)
}

async function askProfiles(client: SoapClient, { version, url }: MediaService): Promise<readonly Profile[]> {
  const space = version === 2 ? MEDIA2 : MEDIA
  const types = ['VideoEncoder', 'AudioOutput', 'AudioDecoder'].map((type) => `<Type>${type}</Type>`)
  const body = `<GetProfiles xmlns="${space}">${version === 2 ? types.join('') : ''}</GetProfiles>`
  return readProfiles(await client.ask({ url, action: `${space}/GetProfiles`, body }), version)
}

interface UriOrder {
  readonly profile: Profile
  readonly what: 'stream' | 'snapshot'
}

const OVER_RTSP = `<StreamSetup><Stream xmlns="${SCHEMA}">RTP-Unicast</Stream><Transport xmlns="${SCHEMA}"><Protocol>RTSP</Protocol></Transport></StreamSetup>`

async function askUri(
  { client, addresses }: Describing,
  { version, url }: MediaService,
  { profile, what }: UriOrder,
): Promise<string> {
  const space = version === 2 ? MEDIA2 : MEDIA
  const name = what === 'stream' ? 'GetStreamUri' : 'GetSnapshotUri'
  const how = what === 'snapshot' ? '' : version === 2 ? '<Protocol>RTSP</Protocol>' : OVER_RTSP
  const body = `<${name} xmlns="${space}">${how}<ProfileToken>${escaped(profile.token)}</ProfileToken></${name}>`
  const answer: XmlNode = await client.ask({ url, action: `${space}/${name}`, body })
  const uri = textAt(answer, 'Uri') ?? textAt(answer, 'MediaUri', 'Uri') ?? ''
  return what === 'stream' ? addresses.rtsp(uri) : addresses.http(uri).href
}
