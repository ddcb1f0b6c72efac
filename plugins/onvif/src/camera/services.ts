// The services of a device (ONVIF Core, section 8.1.2): which it has, and where.
import type { SoapClient } from '../soap/soap-client.ts'
import { childrenOf, find, textAt } from '../soap/xml.ts'
import type { AddressBook } from './address-book.ts'

export const DEVICE = 'http://www.onvif.org/ver10/device/wsdl'
export const MEDIA = 'http://www.onvif.org/ver10/media/wsdl'
export const MEDIA2 = 'http://www.onvif.org/ver20/media/wsdl'
export const EVENTS = 'http://www.onvif.org/ver10/events/wsdl'

export const isDenied = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'HUB_ONVIF_DENIED'

/** Addresses of services by namespace. Old devices know only how to tell their capabilities. */
export async function askServices(
  client: SoapClient,
  { device }: AddressBook,
): Promise<ReadonlyMap<string, string>> {
  try {
    const answer = await client.ask({
      url: device,
      action: `${DEVICE}/GetServices`,
      body: `<GetServices xmlns="${DEVICE}"><IncludeCapability>false</IncludeCapability></GetServices>`,
    })
    return new Map(
      childrenOf(answer, 'Service').map((service) => [
        textAt(service, 'Namespace') ?? '',
        textAt(service, 'XAddr') ?? '',
      ]),
    )
  } catch (error) {
    if (isDenied(error)) throw error
    const answer = await client.ask({
      url: device,
      action: `${DEVICE}/GetCapabilities`,
      body: `<GetCapabilities xmlns="${DEVICE}"><Category>All</Category></GetCapabilities>`,
    })
    const all = find(answer, 'Capabilities')
    const [media, events] = [textAt(all, 'Media', 'XAddr'), textAt(all, 'Events', 'XAddr')]
    return new Map([
      ...(media === null ? [] : [[MEDIA, media] as const]),
      ...(events === null ? [] : [[EVENTS, events] as const]),
    ])
  }
}
