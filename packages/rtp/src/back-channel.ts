// Speaks to a camera: a session of its own beside the one that brings the pictures, so that neither disturbs the other
// (ONVIF Streaming Specification section 5.3, over TCP as RFC 2326 section 10.12 has it).
import { randomInt } from 'node:crypto'
import { type BackChannelDescription, BACK_CHANNEL, parseBackChannel } from './back-channel-sdp.ts'
import { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import { muLawToALaw } from './g711.ts'
import { buildRtp } from './rtp-packet.ts'
import { RtspConnection, type RtspRequest, type RtspResponse } from './rtsp-connection.ts'
import { headerOf } from './rtsp-message.ts'
import { parseRtspUrl } from './rtsp-url.ts'

export interface BackChannelOptions {
  readonly url: string
  readonly username: string | null
  readonly password: string | null
  readonly clock: RtspClock
  /** Aborted while it opens: it does not. */
  readonly signal: AbortSignal
}

/** Sound of 20 ms in G.711, bytes. */
export const PACKET_BYTES = 160
/** Waiting bytes above which sound is left out: what comes a second late helps nobody. */
const WAITING_BYTES_MAX = 16 * 1024
/** Well within any camera's time-out, ms. */
const KEEP_ALIVE_MS = 20_000

const requires = { Require: BACK_CHANNEL } as const

export class BackChannel implements AsyncDisposable {
  readonly #connection: RtspConnection
  readonly #description: BackChannelDescription
  readonly #channel: number
  readonly #session: { readonly id: string; readonly base: string }
  readonly #clock: RtspClock
  readonly #ssrc = randomInt(2 ** 32)
  #sequence = randomInt(2 ** 16)
  #timestamp = randomInt(2 ** 32)
  #keepAlive: { cancel(): void } | null = null

  private constructor(
    { connection, clock }: Pick<BackChannelOptions, 'clock'> & { readonly connection: RtspConnection },
    description: BackChannelDescription,
    session: { readonly id: string; readonly base: string; readonly channel: number },
  ) {
    this.#connection = connection
    this.#clock = clock
    this.#description = description
    this.#session = session
    this.#channel = session.channel
    this.#scheduleKeepAlive()
  }

  /**
   * Resolves when the camera listens. Rejects with `HUB_RTSP_NO_TALK` when it has no back-channel for G.711, and as
   * `RtspSession.open` does.
   */
  static async open(options: BackChannelOptions): Promise<BackChannel> {
    const { username, password, clock, signal } = options
    const { host, port, url } = parseRtspUrl(options.url)
    const auth = new ClientAuth(username === null || password === null ? null : { username, password })
    const connection = await RtspConnection.open({
      host,
      port,
      auth,
      clock,
      signal,
      onFrame: () => undefined,
    })
    const abort = (): void => connection.end(new RtspError('HUB_RTSP_CLOSED', 'aborted'))
    signal.addEventListener('abort', abort)
    try {
      const ask = (request: RtspRequest): Promise<RtspResponse> =>
        connection.request({ ...request, headers: { ...requires, ...request.headers } })
      const described = await ask({ method: 'DESCRIBE', url, headers: { Accept: 'application/sdp' } })
      const base = headerOf(described.message, 'content-base') ?? url
      const description = described.status === 200 ? parseBackChannel(described.message.body, base) : null
      if (!description)
        throw new RtspError('HUB_RTSP_NO_TALK', `the camera cannot be spoken to (${described.status})`)
      const setup = expectOk(
        'SETUP',
        await ask({
          method: 'SETUP',
          url: description.control,
          headers: { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' },
        }),
      )
      const id = headerOf(setup.message, 'session')?.split(';')[0]?.trim() ?? ''
      const transport = headerOf(setup.message, 'transport') ?? ''
      const channel = Number(/interleaved=(\d{1,3})/.exec(transport)?.[1] ?? 0)
      expectOk('PLAY', await ask({ method: 'PLAY', url: base, headers: { Session: id } }))
      return new BackChannel({ connection, clock }, description, { id, base, channel })
    } catch (error) {
      await connection[Symbol.asyncDispose]()
      throw error
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  /** Resolves with the reason when the camera is not spoken to any more. */
  get closed(): Promise<RtspError> {
    return this.#connection.closed
  }

  /** One packet of µ-law; `begins`: the first after a pause. False: the camera does not take it in, and it is left out. */
  send(muLaw: Uint8Array, begins: boolean): boolean {
    this.#sequence = (this.#sequence + 1) % 2 ** 16
    const { codec, payloadType } = this.#description
    const packet = buildRtp({
      marker: begins,
      payloadType,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
      payload: codec === 'PCMU' ? muLaw : muLawToALaw(muLaw),
    })
    this.skip(muLaw.length)
    if (this.#connection.waitingBytes > WAITING_BYTES_MAX) return false
    this.#connection.sendFrame(this.#channel, packet)
    return true
  }

  /** So many samples of pause: the camera's time goes on. */
  skip(samples: number): void {
    this.#timestamp = (this.#timestamp + samples) % 2 ** 32
  }

  #scheduleKeepAlive(): void {
    const { id, base } = this.#session
    this.#keepAlive = this.#clock.wake(this.#clock.mono() + KEEP_ALIVE_MS, () => {
      const headers = { ...requires, Session: id }
      this.#connection.request({ method: 'GET_PARAMETER', url: base, headers }).catch(() => undefined)
      this.#scheduleKeepAlive()
    })
    void this.closed.then(() => this.#keepAlive?.cancel())
  }

  /** Tells the camera, without waiting for its answer, and closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#keepAlive?.cancel()
    const { id, base } = this.#session
    const headers = { ...requires, Session: id }
    this.#connection.request({ method: 'TEARDOWN', url: base, headers }).catch(() => undefined)
    await this.#connection[Symbol.asyncDispose]()
  }
}

function expectOk(method: string, response: RtspResponse): RtspResponse {
  if (response.status >= 200 && response.status < 300) return response
  throw new RtspError('HUB_RTSP_STATUS', `${method} was answered with ${response.status}`)
}
