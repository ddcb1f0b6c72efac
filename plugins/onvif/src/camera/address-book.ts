// Addresses that a device names, made addresses that we can reach and that lead to that device alone.
import { onvifError } from '../errors.ts'

export interface AddressBook {
  /** Its device service. */
  readonly device: URL
  /** Of a service or a picture. @throws HubError `HUB_ONVIF_ANSWER` when it is none */
  http(named: string): URL
  /** Of a stream, without credentials. @throws HubError `HUB_ONVIF_NO_STREAM` when it is none */
  rtsp(named: string): string
}

export interface AddressOptions {
  /** Host, host and port, or the whole address of the device service. */
  readonly address: string
  /**
   * True: the host that the settings name stands in for whatever the device calls itself. Behind a router it knows its
   * inner address only; and a password goes to nobody whom the settings do not name.
   */
  readonly preserveAddress: boolean
}

const USUAL_PATH = '/onvif/device_service'

/** Throws a TypeError when the address is none; the settings are checked before. */
export function addressBook({ address, preserveAddress }: AddressOptions): AddressBook {
  const device = new URL(/^https?:\/\//.test(address) ? address : `http://${address}`)
  if (device.pathname === '/') device.pathname = USUAL_PATH
  return {
    device,
    http: (named) => {
      const url = URL.parse(named, device.href)
      if (!url || !/^https?:$/.test(url.protocol))
        throw onvifError('HUB_ONVIF_ANSWER', `${device.host} names an address that is none`)
      // One that knows its own host knows its ports as well; behind a router it knows neither.
      if (!preserveAddress || url.hostname === device.hostname) return bare(url)
      return new URL(`${url.pathname}${url.search}`, device)
    },
    rtsp: (named) => {
      const url = URL.parse(named)
      if (url?.protocol !== 'rtsp:')
        throw onvifError('HUB_ONVIF_NO_STREAM', `${device.host} names no RTSP address for its stream`)
      if (preserveAddress) url.hostname = device.hostname
      return bare(url).href
    },
  }
}

function bare(url: URL): URL {
  url.username = ''
  url.password = ''
  return url
}
