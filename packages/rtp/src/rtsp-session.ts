// One playing session of a camera: describe, set up its tracks, play, keep alive, report, tear down (RFC 2326).
import { randomInt } from 'node:crypto'
import type { AccessUnit } from './access-unit.ts'
import type { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import { ParameterSetKeeper } from './parameter-sets.ts'
import { type KeyRequest, buildKeyRequest, buildReceiverReport } from './rtcp.ts'
import type { RtspConnection, RtspRequest, RtspResponse } from './rtsp-connection.ts'
import { describeCamera, expectOk } from './rtsp-describe.ts'
import type { RtspAddress } from './rtsp-url.ts'
import type { VideoDescription } from './sdp.ts'
import type { SoundDescription } from './sdp-sound.ts'
import { SoundReceiver } from './sound-receiver.ts'
import type { SoundFormat, SoundUnit } from './sound.ts'
import { TEXT_PARAMETERS, readParameters, writeParameter } from './text-parameters.ts'
import { type RtspTransport, type Track, type TrackOrder, setUpTrack } from './track-setup.ts'
import { VideoReceiver } from './video-receiver.ts'

export interface RtspSessionOptions {
  readonly address: RtspAddress
  readonly auth: ClientAuth
  readonly clock: RtspClock
  readonly signal: AbortSignal
  readonly transport: RtspTransport
  readonly onUnit: (unit: AccessUnit) => void
  /** Null: no sound is asked for. */
  readonly onSound: ((unit: SoundUnit) => void) | null
}

/** A camera that names no time-out has this one (RFC 2326 section 12.37), s. */
const TIMEOUT_DEFAULT_S = 60
/** Between receiver reports (RFC 3550 section 6.2 asks for 5 s at least), ms. */
const REPORT_EVERY_MS = 5_000
/** A key picture is asked for no more often than this, ms. */
const KEY_EVERY_MS = 1_000

interface Playing {
  readonly video: Track
  readonly sound: Track | null
  readonly soundFormat: SoundFormat | null
  readonly keyRequest: KeyRequest | null
  readonly control: string
  readonly id: string
  readonly timeoutS: number
}

export class RtspSession implements AsyncDisposable {
  readonly #options: RtspSessionOptions
  readonly #connection: RtspConnection
  readonly #playing: Playing
  readonly #ssrc = randomInt(2 ** 32)
  readonly #wakes = new Map<string, { cancel(): void }>()
  #aliveBy: 'GET_PARAMETER' | 'OPTIONS' = 'GET_PARAMETER'
  #keysAsked = 0
  #keyAskedAt = -Infinity

  private constructor(options: RtspSessionOptions, connection: RtspConnection, playing: Playing) {
    this.#options = options
    this.#connection = connection
    this.#playing = playing
    this.#every('keep-alive', Math.min(25_000, Math.max(2_000, playing.timeoutS * 400)), () => {
      void this.#keepAlive()
    })
    this.#every('report', REPORT_EVERY_MS, () => {
      for (const track of [playing.video, playing.sound]) this.#report(track)
    })
    void this.closed.then(() => this.#end())
  }

  /** Resolves when all is set up; pictures come after `play`. */
  static async open(options: RtspSessionOptions): Promise<RtspSession> {
    const { auth, clock, signal } = options
    auth.reconnected()
    const channels = new Map<number, (packet: Uint8Array) => void>()
    const receivers: { rtp(packet: Uint8Array): void }[] = []
    const { connection, described } = await describeCamera({
      ...options,
      onFrame: ({ channel, data }) => {
        const heard = channels.get(channel)
        if (heard) heard(data)
        // A camera that sends on other channels than it said: the payload type tells whose packet it is.
        else for (const receiver of receivers) receiver.rtp(data)
      },
    })
    const abort = (): void => {
      connection.end(new RtspError('HUB_RTSP_CLOSED', 'aborted'))
    }
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    void connection.closed.then(() => signal.removeEventListener('abort', abort))
    try {
      const { video, sound, control } = described
      const order = { connection, clock, channels, session: null, transport: options.transport }
      const receiver = videoReceiver(options, video)
      receivers.push(receiver)
      const first = await setUpTrack({ ...order, control: video.control, receiver, channel: 0 })
      const { id, timeoutS } = readSession(first.session)
      // Sound goes the way that the picture went.
      const next = { ...order, session: id, transport: first.track.transport }
      const second = sound && (await setUpSound(options, sound, next).catch(() => null))
      if (second) receivers.push(second.receiver)
      return new RtspSession(options, connection, {
        video: first.track,
        sound: second,
        soundFormat: second && sound ? sound.format : null,
        keyRequest: video.keyRequest,
        control,
        id,
        timeoutS,
      })
    } catch (error) {
      await connection[Symbol.asyncDispose]()
      throw error
    }
  }

  /** What its sound is coded in; null: it has none, or none was asked for. */
  get soundFormat(): SoundFormat | null {
    return this.#playing.soundFormat
  }

  /** Resolves when the camera was told to play. */
  async play(): Promise<void> {
    const { control, id } = this.#playing
    const request = { method: 'PLAY', url: control, headers: { Session: id, Range: 'npt=now-' } }
    expectOk(request, await this.#connection.request(request))
    // Opens the way for datagrams, and tells the camera at once that somebody is there.
    for (const track of [this.#playing.video, this.#playing.sound]) this.#report(track)
  }

  /** Resolves with the reason when the session has ended. */
  get closed(): Promise<RtspError> {
    return this.#connection.closed
  }

  end(why: RtspError): void {
    this.#connection.end(why)
  }

  /** Asks for a key picture, where the camera says that it can be asked; at most once a second. */
  askKey(): void {
    const { video, keyRequest } = this.#playing
    const now = this.#options.clock.mono()
    const report = video.receiver.reception()
    if (keyRequest === null || !report || now - this.#keyAskedAt < KEY_EVERY_MS) return
    this.#keyAskedAt = now
    this.#keysAsked += 1
    const target = { media: report.ssrc, count: this.#keysAsked }
    const request = buildKeyRequest(keyRequest, this.#ssrc, target)
    video.sendRtcp(Buffer.concat([buildReceiverReport(this.#ssrc, report), request]))
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
    const headers = { Session: this.#playing.id, 'Content-Type': TEXT_PARAMETERS }
    const request: RtspRequest = { method, url: this.#options.address.url, headers, body }
    return expectOk(request, await this.#connection.request(request))
  }

  #report(track: Track | null): void {
    const report = track?.receiver.reception()
    if (report) track?.sendRtcp(buildReceiverReport(this.#ssrc, report))
    // Nothing came yet: an empty report still opens the way.
    else if (track?.transport === 'udp') track.sendRtcp(buildReceiverReport(this.#ssrc, null))
  }

  #every(name: string, ms: number, work: () => void): void {
    const { clock } = this.#options
    const again = (): void => {
      this.#wakes.set(
        name,
        clock.wake(clock.mono() + ms, () => {
          work()
          again()
        }),
      )
    }
    again()
  }

  /** A camera that does not know the one request is kept by the other. A broken connection tells itself. */
  async #keepAlive(): Promise<void> {
    const { address } = this.#options
    const headers = { Session: this.#playing.id }
    const request = { method: this.#aliveBy, url: address.url, headers }
    const answer = await this.#connection.request(request).catch(() => null)
    if (answer && answer.status >= 400) this.#aliveBy = 'OPTIONS'
  }

  #end(): void {
    for (const wake of this.#wakes.values()) wake.cancel()
    this.#wakes.clear()
    this.#playing.video[Symbol.dispose]()
    this.#playing.sound?.[Symbol.dispose]()
  }

  /** Tells the camera, without waiting for its answer, and closes. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { control, id } = this.#playing
    this.#connection
      .request({ method: 'TEARDOWN', url: control, headers: { Session: id } })
      .catch(() => undefined)
    await this.#connection[Symbol.asyncDispose]()
  }
}

function videoReceiver({ clock, onUnit }: RtspSessionOptions, video: VideoDescription): VideoReceiver {
  const parameters = new ParameterSetKeeper(video.codec)
  for (const nal of video.parameterSets) parameters.take(nal)
  return new VideoReceiver({
    payloadType: video.payloadType,
    parameters,
    mono: () => clock.mono(),
    emit: onUnit,
  })
}

/** Null where nobody asks for it. A camera that refuses its sound keeps its picture. */
async function setUpSound(
  { clock, onSound }: RtspSessionOptions,
  sound: SoundDescription,
  order: Omit<TrackOrder, 'control' | 'receiver' | 'channel'>,
): Promise<Track | null> {
  if (!onSound) return null
  const receiver = new SoundReceiver({ sound, mono: () => clock.mono(), emit: onSound })
  return (await setUpTrack({ ...order, control: sound.control, receiver, channel: 2 })).track
}

function readSession(header: string): { id: string; timeoutS: number } {
  const id = header.split(';')[0]?.trim() ?? ''
  if (id === '') throw new RtspError('HUB_RTSP_SYNTAX', 'the camera named no session')
  const timeout = Number(/timeout\s*=\s*(\d{1,5})/.exec(header)?.[1] ?? TIMEOUT_DEFAULT_S)
  return { id, timeoutS: timeout > 0 ? timeout : TIMEOUT_DEFAULT_S }
}
