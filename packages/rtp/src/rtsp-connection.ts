// One TCP connection of an RTSP client: requests with their answers, and the binary frames between them. Ends at the
// first garbage, at a silence in an answer, or when the signal is aborted.
import { type Socket, connect } from 'node:net'
import type { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import {
  type InterleavedFrame,
  type RtspMessage,
  RtspReader,
  headerOf,
  writeFrame,
  writeMessage,
} from './rtsp-message.ts'

export interface RtspResponse {
  readonly status: number
  readonly message: RtspMessage
  /** When the request was handed to the socket and when the answer was read, monotonic ms. */
  readonly sent: number
  readonly received: number
}

export interface RtspRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface RtspConnectionOptions {
  readonly host: string
  readonly port: number
  readonly auth: ClientAuth
  readonly clock: RtspClock
  readonly signal: AbortSignal
  readonly onFrame: (frame: InterleavedFrame) => void
}

/** An answer that takes longer never helps a delivery, ms. */
const ANSWER_LIMIT_MS = 3_000
const CONNECT_LIMIT_MS = 2_000
/** Requests waiting for their answers at the same time. */
const PENDING_MAX = 16
/** Bytes that wait for a camera that does not read; reports behind them are left out. */
const SEND_BYTES_MAX = 64 * 1024

interface Pending {
  readonly sent: number
  readonly settle: (answer: RtspResponse | RtspError) => void
}

export class RtspConnection implements AsyncDisposable {
  readonly #options: RtspConnectionOptions
  readonly #socket: Socket
  readonly #reader = new RtspReader()
  readonly #pending = new Map<number, Pending>()
  readonly #closed = Promise.withResolvers<RtspError>()
  #why: RtspError | null = null
  #sequence = 0

  private constructor(options: RtspConnectionOptions, socket: Socket) {
    this.#options = options
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => {
      this.#take(chunk)
    })
    socket.on('error', (error) => {
      this.#end(new RtspError('HUB_RTSP_CLOSED', 'the connection broke', error))
    })
    socket.on('close', () => {
      this.#end(new RtspError('HUB_RTSP_CLOSED', 'the camera closed the connection'))
    })
  }

  /** Rejects with `HUB_RTSP_UNREACHABLE`, `HUB_RTSP_TIMEOUT` or `HUB_RTSP_CLOSED` (aborted). */
  static async open(options: RtspConnectionOptions): Promise<RtspConnection> {
    const { host, port, clock, signal } = options
    const socket = connect({ host, port })
    const opened = Promise.withResolvers<void>()
    const fail = (error: RtspError): void => {
      opened.reject(error)
      socket.destroy()
    }
    const abort = (): void => {
      fail(new RtspError('HUB_RTSP_CLOSED', 'aborted'))
    }
    const broken = (cause: Error): void => {
      fail(new RtspError('HUB_RTSP_UNREACHABLE', `no connection to ${host} port ${port}`, cause))
    }
    const limit = clock.wake(clock.mono() + CONNECT_LIMIT_MS, () => {
      fail(new RtspError('HUB_RTSP_TIMEOUT', `no connection to ${host} port ${port} within 2000 ms`))
    })
    signal.addEventListener('abort', abort)
    socket.once('connect', opened.resolve)
    socket.on('error', broken)
    try {
      if (signal.aborted) abort()
      await opened.promise
    } finally {
      limit.cancel()
      signal.removeEventListener('abort', abort)
    }
    const connection = new RtspConnection(options, socket)
    socket.off('error', broken)
    return connection
  }

  /** Resolves with the reason when the connection has ended. */
  get closed(): Promise<RtspError> {
    return this.#closed.promise
  }

  /** Ends the connection for a reason; harmless when it has ended. */
  end(why: RtspError): void {
    this.#end(why)
  }

  /** The other side's address; empty when the connection has ended. */
  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? ''
  }

  /** Bytes that wait for the camera to take them in. */
  get waitingBytes(): number {
    return this.#socket.writableLength
  }

  /** A binary frame between the messages (RFC 2326 section 10.12); left out when the camera does not read. */
  sendFrame(channel: number, data: Uint8Array): void {
    if (this.#why || this.#socket.writableLength > SEND_BYTES_MAX) return
    this.#socket.write(writeFrame(channel, data))
  }

  /**
   * Answers a 401 once where there is something new to answer. Rejects with `HUB_RTSP_REFUSED` at a 401 that stays,
   * with `HUB_RTSP_TIMEOUT` and `HUB_RTSP_CLOSED`; other statuses are the caller's.
   */
  async request(request: RtspRequest): Promise<RtspResponse> {
    const first = await this.#ask(request)
    if (first.status !== 401) return first
    const again = this.#options.auth.challenge(first.message.headers.get('www-authenticate') ?? [])
    const second = again ? await this.#ask(request) : first
    if (second.status === 401)
      throw new RtspError('HUB_RTSP_REFUSED', `the camera refused the credentials for ${request.method}`)
    return second
  }

  async #ask({ method, url, headers = {}, body = '' }: RtspRequest): Promise<RtspResponse> {
    if (this.#why) throw this.#why
    if (this.#pending.size >= PENDING_MAX)
      throw new RtspError('HUB_RTSP_TIMEOUT', `${PENDING_MAX} requests wait for an answer already`)
    const { clock, auth } = this.#options
    this.#sequence += 1
    const sequence = this.#sequence
    const authorization = auth.header(method, url)
    const all = {
      CSeq: String(sequence),
      'User-Agent': 'portico',
      ...(authorization === null ? {} : { Authorization: authorization }),
      ...headers,
    }
    const sent = clock.mono()
    const answer = Promise.withResolvers<RtspResponse | RtspError>()
    this.#pending.set(sequence, { sent, settle: answer.resolve })
    const limit = clock.wake(sent + ANSWER_LIMIT_MS, () => {
      answer.resolve(new RtspError('HUB_RTSP_TIMEOUT', `no answer to ${method} within ${ANSWER_LIMIT_MS} ms`))
    })
    this.#socket.write(writeMessage(`${method} ${url} RTSP/1.0`, all, body))
    const result = await answer.promise
    limit.cancel()
    this.#pending.delete(sequence)
    if (result instanceof RtspError) throw result
    return result
  }

  #take(chunk: Buffer): void {
    try {
      for (const item of this.#reader.push(chunk)) {
        if (this.#why) return
        if (item.type === 'frame') this.#options.onFrame(item)
        else this.#answer(item)
      }
    } catch (error) {
      if (!(error instanceof RtspError)) throw error
      this.#end(error)
    }
  }

  #answer(message: RtspMessage): void {
    const status = /^RTSP\/1\.\d (\d{3})/.exec(message.start)?.[1]
    // Requests of the camera to us (announcements) need no answer that we could give.
    if (status === undefined) return
    const pending = this.#pending.get(Number(headerOf(message, 'cseq')))
    const received = this.#options.clock.mono()
    pending?.settle({ status: Number(status), message, sent: pending.sent, received })
  }

  #end(why: RtspError): void {
    if (this.#why) return
    this.#why = why
    this.#socket.destroy()
    for (const pending of this.#pending.values()) pending.settle(why)
    this.#closed.resolve(why)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new RtspError('HUB_RTSP_CLOSED', 'closed by us'))
    if (this.#socket.closed) return
    await new Promise<void>((resolve) => this.#socket.once('close', () => resolve()))
  }
}
