// One playing session of a camera: describe, set up over TCP, play, keep alive, tear down (RFC 2326).
import type { AccessUnit } from './access-unit.ts'
import type { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import { H264Receiver } from './h264-receiver.ts'
import { ParameterSetKeeper } from './parameter-sets.ts'
import { RtspConnection, type RtspRequest, type RtspResponse } from './rtsp-connection.ts'
import { headerOf } from './rtsp-message.ts'
import { parseSdp } from './sdp.ts'
import { TEXT_PARAMETERS, readParameters, writeParameter } from './text-parameters.ts'

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

export interface RtspSessionOptions {
  readonly address: RtspAddress
  readonly auth: ClientAuth
  readonly clock: RtspClock
  readonly signal: AbortSignal
  readonly onUnit: (unit: AccessUnit) => void
}

/** A camera that names no time-out has this one (RFC 2326 section 12.37), s. */
const TIMEOUT_DEFAULT_S = 60

export class RtspSession implements AsyncDisposable {
  readonly #options: RtspSessionOptions
  readonly #connection: RtspConnection
  readonly #id: string
  readonly #base: string
  readonly #keepAliveMs: number
  #keepAlive: { cancel(): void } | null = null

  private constructor(
    options: RtspSessionOptions,
    connection: RtspConnection,
    session: { readonly id: string; readonly timeoutS: number; readonly base: string },
  ) {
    this.#options = options
    this.#connection = connection
    this.#id = session.id
    this.#base = session.base
    this.#keepAliveMs = Math.min(25_000, Math.max(2_000, session.timeoutS * 400))
    this.#scheduleKeepAlive()
  }

  /** Resolves when all is set up; pictures come after `play`. */
  static async open(options: RtspSessionOptions): Promise<RtspSession> {
    const { address, auth, clock, signal } = options
    const { host, port, url } = address
    auth.reconnected()
    let channel = 0
    let receiver: H264Receiver | null = null
    const connection = await RtspConnection.open({
      host,
      port,
      auth,
      clock,
      signal,
      onFrame: (frame) => {
        if (frame.channel === channel) receiver?.rtp(frame.data)
        else if (frame.channel === channel + 1) receiver?.rtcp(frame.data)
      },
    })
    const abort = (): void => {
      connection.end(new RtspError('HUB_RTSP_CLOSED', 'aborted'))
    }
    signal.addEventListener('abort', abort)
    void connection.closed.then(() => signal.removeEventListener('abort', abort))
    try {
      const ask = async (request: RtspRequest): Promise<RtspResponse> =>
        expectOk(request, await connection.request(request))
      await ask({ method: 'OPTIONS', url })
      const described = await ask({ method: 'DESCRIBE', url, headers: { Accept: 'application/sdp' } })
      const base = headerOf(described.message, 'content-base') ?? url
      const video = parseSdp(described.message.body, base)
      if (!video) throw new RtspError('HUB_RTSP_NO_VIDEO', 'the camera describes no H.264 video')
      const parameters = new ParameterSetKeeper()
      for (const nal of video.parameterSets) parameters.take(nal)
      receiver = new H264Receiver({
        payloadType: video.payloadType,
        parameters,
        mono: () => clock.mono(),
        emit: options.onUnit,
      })
      const setup = await ask({
        method: 'SETUP',
        url: video.control,
        headers: { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' },
      })
      const transport = headerOf(setup.message, 'transport') ?? ''
      channel = Number(/interleaved=(\d{1,3})/.exec(transport)?.[1] ?? 0)
      const session = readSession(headerOf(setup.message, 'session') ?? '')
      return new RtspSession(options, connection, { ...session, base })
    } catch (error) {
      await connection[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Resolves when the camera was told to play. */
  async play(): Promise<void> {
    const headers = { Session: this.#id, Range: 'npt=now-' }
    const request = { method: 'PLAY', url: this.#base, headers }
    expectOk(request, await this.#connection.request(request))
  }

  /** Resolves with the reason when the session has ended. */
  get closed(): Promise<RtspError> {
    return this.#connection.closed
  }

  end(why: RtspError): void {
    this.#connection.end(why)
  }

  /** Rejects with `HUB_RTSP_STATUS` when the camera does not know the parameter. */
  async setParameter(name: string, value: string): Promise<void> {
    await this.#parameters('SET_PARAMETER', writeParameter(name, value))
  }

  /** The value, and when it was asked for and came, monotonic ms. */
  async getParameter(name: string): Promise<{ value: string; sent: number; received: number }> {
    const { message, sent, received } = await this.#parameters('GET_PARAMETER', `${name}\r\n`)
    return { value: readParameters(message.body).get(name) ?? '', sent, received }
  }

  async #parameters(method: string, body: string): Promise<RtspResponse> {
    const { url } = this.#options.address
    const headers = { Session: this.#id, 'Content-Type': TEXT_PARAMETERS }
    const request = { method, url, headers, body }
    return expectOk(request, await this.#connection.request(request))
  }

  #scheduleKeepAlive(): void {
    const { clock, address } = this.#options
    this.#keepAlive = clock.wake(clock.mono() + this.#keepAliveMs, () => {
      // Only the camera cares for the answer; a broken connection tells itself.
      this.#connection
        .request({ method: 'GET_PARAMETER', url: address.url, headers: { Session: this.#id } })
        .catch(() => undefined)
      this.#scheduleKeepAlive()
    })
    void this.closed.then(() => this.#keepAlive?.cancel())
  }

  /** Tells the camera, without waiting for its answer, and closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#keepAlive?.cancel()
    const { url } = this.#options.address
    this.#connection
      .request({ method: 'TEARDOWN', url, headers: { Session: this.#id } })
      .catch(() => undefined)
    await this.#connection[Symbol.asyncDispose]()
  }
}

function expectOk(request: RtspRequest, response: RtspResponse): RtspResponse {
  if (response.status >= 200 && response.status < 300) return response
  throw new RtspError('HUB_RTSP_STATUS', `${request.method} was answered with ${response.status}`)
}

function readSession(header: string): { id: string; timeoutS: number } {
  const id = header.split(';')[0]?.trim() ?? ''
  if (id === '') throw new RtspError('HUB_RTSP_SYNTAX', 'the camera named no session')
  const timeout = Number(/timeout\s*=\s*(\d{1,5})/.exec(header)?.[1] ?? TIMEOUT_DEFAULT_S)
  return { id, timeoutS: timeout > 0 ? timeout : TIMEOUT_DEFAULT_S }
}
