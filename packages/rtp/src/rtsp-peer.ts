// One client of the RTSP server: its requests in their order, its rights and what it watches.
import type { Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { Credentials } from './digest.ts'
import { BACK_CHANNEL, writeBackChannel } from './back-channel-sdp.ts'
import { BackChannelEar, TALK_TRACK } from './back-channel-server.ts'
import { RtspError } from './errors.ts'
import { type RtspMessage, RtspReader, headerOf, writeMessage } from './rtsp-message.ts'
import { PAYLOAD_TYPE, type RtspStream, RtspViewer } from './rtsp-stream.ts'
import { writeSdp } from './sdp.ts'
import { RtspListener, soundPayloadType } from './sound-source.ts'
import { ServerAuth } from './server-auth.ts'
import { TEXT_PARAMETERS, readParameters, writeParameter } from './text-parameters.ts'

export interface RtspPeerOptions {
  readonly socket: Socket
  readonly credentials: Credentials | null
  readonly streams: ReadonlyMap<string, RtspStream>
}

interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER, SET_PARAMETER'
/** Told to clients; the connection itself is what counts, so nothing ends by it. */
const SESSION_TIMEOUT_S = 60

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  451: 'Parameter Not Understood',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  551: 'Option not supported',
}

export class RtspPeer implements Disposable {
  readonly #options: RtspPeerOptions
  readonly #reader = new RtspReader()
  readonly #auth: ServerAuth | null
  readonly #session = randomBytes(8).toString('hex')
  #viewer: RtspViewer | null = null
  #listener: RtspListener | null = null
  #ear: BackChannelEar | null = null
  #playing = false

  constructor(options: RtspPeerOptions) {
    this.#options = options
    this.#auth = options.credentials && new ServerAuth(options.credentials)
    options.socket.on('data', (chunk) => {
      this.#take(chunk)
    })
  }

  get playing(): boolean {
    return this.#playing
  }

  /** See `RtspViewer.tick`. */
  tick(now: number): boolean {
    return this.#viewer?.tick(now) ?? true
  }

  #take(chunk: Buffer): void {
    try {
      for (const item of this.#reader.push(chunk)) {
        if (item.type === 'frame') {
          // Others are a viewer's receiver reports.
          if (item.channel === this.#ear?.channel) this.#ear.take(item.data)
          continue
        }
        this.#answer(item)
        if (this.#options.socket.destroyed) return
      }
    } catch (error) {
      if (!(error instanceof RtspError)) throw error
      this.#options.socket.destroy()
    }
  }

  #answer(message: RtspMessage): void {
    const [method = '', url = '', version = ''] = message.start.split(' ')
    const {
      status,
      headers = {},
      body = '',
    } = version.startsWith('RTSP/1.') ? this.#reply(method, url, message) : { status: 400 }
    const all = { CSeq: headerOf(message, 'cseq') ?? '0', Server: 'portico', ...headers }
    this.#options.socket.write(writeMessage(`RTSP/1.0 ${status} ${reasons[status] ?? ''}`, all, body))
    if (method === 'PLAY' && status === 200) {
      this.#playing = true
      this.#viewer?.play()
      this.#listener?.play()
    }
    if (method === 'TEARDOWN' && status === 200) this.#options.socket.end()
  }

  #reply(method: string, url: string, message: RtspMessage): Reply {
    if (method === 'OPTIONS') return { status: 200, headers: { Public: METHODS } }
    if (this.#auth && !this.#auth.accepts(headerOf(message, 'authorization'), method, url))
      return { status: 401, headers: { 'WWW-Authenticate': this.#auth.challenges() } }
    const stream = this.#streamAt(url)
    if (!stream) return { status: 404 }
    switch (method) {
      case 'DESCRIBE':
        return describe(stream, url, message)
      case 'SETUP':
        return this.#setUp(stream, url, message)
      case 'PLAY':
        return this.#inSession(message, { status: 200, headers: { Session: this.#session } })
      case 'TEARDOWN':
        return this.#inSession(message, { status: 200 })
      case 'GET_PARAMETER':
        return getParameters(stream, message)
      case 'SET_PARAMETER':
        return setParameters(stream, message)
      default:
        return { status: 501, headers: { Public: METHODS } }
    }
  }

  #streamAt(url: string): RtspStream | undefined {
    if (!URL.canParse(url)) return undefined
    const path = new URL(url).pathname.replace(/\/(?:video|audio|talk)$/, '').replace(/\/$/, '')
    return this.#options.streams.get(path === '' ? '/' : path)
  }

  #setUp(stream: RtspStream, url: string, message: RtspMessage): Reply {
    const { socket } = this.#options
    const transport = headerOf(message, 'transport') ?? ''
    const channel = Number(/interleaved=(\d{1,3})/.exec(transport)?.[1] ?? 0)
    if (!/RTP\/AVP\/TCP/i.test(transport) || channel > 254) return { status: 461 }
    const track = new URL(url).pathname
    if (track.endsWith(`/${TALK_TRACK}`)) {
      if (this.#ear || !stream.hear) return { status: 455 }
      this.#ear = new BackChannelEar(channel, (muLaw) => stream.hear?.(muLaw))
    } else if (!track.endsWith('/audio')) {
      if (this.#viewer) return { status: 455 }
      this.#viewer = new RtspViewer(socket, stream, channel)
    } else {
      if (!stream.sound) return { status: 404 }
      if (this.#listener) return { status: 455 }
      this.#listener = new RtspListener(socket, stream.sound, channel)
    }
    return {
      status: 200,
      headers: {
        Transport: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`,
        Session: `${this.#session};timeout=${SESSION_TIMEOUT_S}`,
      },
    }
  }

  #inSession(message: RtspMessage, reply: Reply): Reply {
    const named = headerOf(message, 'session')?.split(';')[0]
    return (this.#viewer ?? this.#listener ?? this.#ear) && named === this.#session ? reply : { status: 454 }
  }

  [Symbol.dispose](): void {
    this.#viewer?.[Symbol.dispose]()
    this.#viewer = null
    this.#listener?.[Symbol.dispose]()
    this.#listener = null
    this.#options.socket.destroy()
  }
}

/** Who may want to speak says so when asking (ONVIF Streaming Specification section 5.3). */
function describe(stream: RtspStream, url: string, message: RtspMessage): Reply {
  const { sps, pps, sound } = stream
  const isAsked = message.headers.get('require')?.includes(BACK_CHANNEL) === true
  if (isAsked && !stream.hear) return { status: 551, headers: { Unsupported: BACK_CHANNEL } }
  const base = url.endsWith('/') ? url : `${url}/`
  const described = writeSdp({
    sps,
    pps,
    payloadType: PAYLOAD_TYPE,
    sound: sound ? { format: sound.format, payloadType: soundPayloadType(sound.format) } : null,
  })
  return {
    status: 200,
    headers: { 'Content-Type': 'application/sdp', 'Content-Base': base },
    body: isAsked ? described + writeBackChannel(TALK_TRACK) : described,
  }
}

/** An empty body is a keep-alive (RFC 2326 section 10.8). */
function getParameters(stream: RtspStream, message: RtspMessage): Reply {
  const lines: string[] = []
  for (const name of readParameters(message.body).keys()) {
    const value = stream.getParameter?.(name)
    if (value === undefined) return { status: 451 }
    lines.push(writeParameter(name, value))
  }
  if (lines.length === 0) return { status: 200 }
  return { status: 200, headers: { 'Content-Type': TEXT_PARAMETERS }, body: lines.join('') }
}

/** Stops at the first parameter that is not understood (RFC 2326 section 10.9 asks for one at a time). */
function setParameters(stream: RtspStream, message: RtspMessage): Reply {
  for (const [name, value] of readParameters(message.body))
    if (stream.setParameter?.(name, value) !== true) return { status: 451 }
  return { status: 200 }
}
