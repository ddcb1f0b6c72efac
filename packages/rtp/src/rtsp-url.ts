// Where a camera is.
import { RtspError } from './errors.ts'

export interface RtspAddress {
  readonly host: string
  readonly port: number
  /** Without credentials. */
  readonly url: string
}

/** Throws `HUB_RTSP_URL`; the message never repeats the URL, which may hold a password. */
export function parseRtspUrl(text: string): RtspAddress {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'rtsp:' || url.hostname === '')
    throw new RtspError('HUB_RTSP_URL', 'a camera address begins with rtsp:// and names a host')
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const port = url.port === '' ? 554 : Number(url.port)
  return { host, port, url: `rtsp://${url.host}${url.pathname}${url.search}` }
}
