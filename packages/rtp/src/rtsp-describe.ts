// Connecting to a camera and asking what it sends, following where it sends us to.
import type { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import { RtspConnection, type RtspRequest, type RtspResponse } from './rtsp-connection.ts'
import { type InterleavedFrame, headerOf } from './rtsp-message.ts'
import { type RtspAddress, parseRtspUrl } from './rtsp-url.ts'
import { type CameraDescription, type VideoDescription, parseSdp } from './sdp.ts'

export interface DescribeOptions {
  readonly address: RtspAddress
  readonly auth: ClientAuth
  readonly clock: RtspClock
  readonly signal: AbortSignal
  readonly onFrame: (frame: InterleavedFrame) => void
}

export type Described = CameraDescription & { readonly video: VideoDescription }

/** Places that a camera may send us to, one after another. */
const REDIRECTS_MAX = 3

/**
 * Rejects with `HUB_RTSP_NO_VIDEO`, with `HUB_RTSP_STATUS` (also when the camera sends us to another host: whoever stands
 * there would get the password), and as `RtspConnection` does.
 */
export async function describeCamera(
  options: DescribeOptions,
): Promise<{ readonly connection: RtspConnection; readonly described: Described }> {
  let { address } = options
  for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
    const connection = await RtspConnection.open({ ...options, host: address.host, port: address.port })
    try {
      const answer = await ask(connection, options.signal, address)
      if (answer.video) return { connection, described: { ...answer, video: answer.video } }
      throw new RtspError('HUB_RTSP_NO_VIDEO', 'the camera describes no H.264 or H.265 video')
    } catch (error) {
      await connection[Symbol.asyncDispose]()
      if (!(error instanceof Redirect)) throw error
      address = nextAddress(error.location, address)
    }
  }
  throw new RtspError('HUB_RTSP_STATUS', `the camera sent us on more than ${REDIRECTS_MAX} times`)
}

class Redirect extends Error {
  readonly location: string

  constructor(location: string) {
    super('sent on')
    this.location = location
  }
}

async function ask(
  connection: RtspConnection,
  signal: AbortSignal,
  { url }: RtspAddress,
): Promise<CameraDescription> {
  const abort = (): void => {
    connection.end(new RtspError('HUB_RTSP_CLOSED', 'aborted'))
  }
  signal.addEventListener('abort', abort)
  try {
    const options = { method: 'OPTIONS', url }
    expectOk(options, await connection.request(options))
    const describe = { method: 'DESCRIBE', url, headers: { Accept: 'application/sdp' } }
    const answer = await connection.request(describe)
    const location = headerOf(answer.message, 'location')
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) throw new Redirect(location)
    const { message } = expectOk(describe, answer)
    const base = headerOf(message, 'content-base') ?? headerOf(message, 'content-location') ?? url
    return parseSdp(message.body, base.trim())
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function nextAddress(location: string, from: RtspAddress): RtspAddress {
  const next = parseRtspUrl(URL.canParse(location) ? location : new URL(location, from.url).href)
  if (next.host === from.host) return next
  throw new RtspError(
    'HUB_RTSP_STATUS',
    'the camera sends us to another host; its address belongs in the settings',
  )
}

export function expectOk(request: RtspRequest, response: RtspResponse): RtspResponse {
  if (response.status >= 200 && response.status < 300) return response
  throw new RtspError('HUB_RTSP_STATUS', `${request.method} was answered with ${response.status}`)
}
