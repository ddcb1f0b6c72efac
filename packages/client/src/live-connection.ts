// The live way: events, pictures, alarms and rings as they happen, and decisions of people back. After a cut it goes on
// behind the newest event it has heard, so that nothing is missed and nothing told twice.
import { type Socket, io } from 'socket.io-client'
import type {
  AlarmMessage,
  AnsweredMessage,
  ApproveCommand,
  DoorCodeMessage,
  LiveEvent,
  LiveReady,
  LockCommand,
  PictureHead,
  ProofCodeMessage,
  RingMessage,
  SaidMessage,
  SessionCommand,
} from '@portico/protocol'
import { ClientError, errorReplyIn } from './errors.ts'
import { type Credential, type FaceName, headersOf } from './requests.ts'

export interface LiveListener {
  onEvent?(event: LiveEvent): void
  onPicture?(head: PictureHead, jpeg: Uint8Array): void
  onAlarm?(alarm: AlarmMessage): void
  onRing?(ring: RingMessage): void
  /** Somebody speaks with whoever rang, or an answer is played. */
  onAnswered?(answered: AnsweredMessage): void
  /** What a recorded answer says, to a display beside a door alone. */
  onSaid?(said: SaidMessage): void
  /** A fresh code, to a display beside a door alone. */
  onDoorCode?(code: DoorCodeMessage): void
  /** What a camera has to see on it now, to a display beside a door alone. */
  onProofCode?(code: ProofCodeMessage): void
  /** At the start and after each cut. With `gap` more was missed than is told again: load the views anew. */
  onReady?(ready: LiveReady): void
  /** The line is cut; it is tried again until it holds, or until the hub refuses. */
  onLost?(): void
  /** The hub does not let it in, or no longer: it is not tried again. */
  onRefused?(error: ClientError): void
}

export interface LiveOrder {
  readonly url: string
  readonly credential: Credential
  readonly listener: LiveListener
  /** Number of the last event that is known; null: from now on. */
  readonly after: number | null
  /** As what it comes; absent: as whoever the credential is. */
  readonly face?: FaceName | undefined
}

/** A decision is answered within this, ms, or counts as not heard. */
const ANSWER_WITHIN_MS = 10_000
/** Longest wait between two tries, ms. */
const RECONNECT_WITHIN_MS = 2_000

export class LiveConnection implements Disposable {
  readonly #socket: Socket
  #seq: number | null

  private constructor({ url, credential, listener, after, face }: LiveOrder) {
    this.#seq = after
    this.#socket = io(`${url}/live`, {
      transports: ['websocket'],
      extraHeaders: headersOf(url, credential),
      reconnectionDelayMax: RECONNECT_WITHIN_MS,
      auth: (give) =>
        give({ ...(this.#seq !== null && { after: this.#seq }), ...(face !== undefined && { face }) }),
    })
    this.#socket.on('event', (event: LiveEvent) => {
      if (this.#seq !== null && event.seq <= this.#seq) return
      this.#seq = event.seq
      listener.onEvent?.(event)
    })
    this.#socket.on('ready', (ready: LiveReady) => {
      // After a gap the hub counts on from here, be it ahead of us or, with an older journal, behind.
      if (ready.gap || this.#seq === null) this.#seq = ready.seq
      listener.onReady?.(ready)
    })
    this.#socket.on('picture', (head: PictureHead, jpeg: Uint8Array) => listener.onPicture?.(head, jpeg))
    this.#socket.on('alarm', (alarm: AlarmMessage) => listener.onAlarm?.(alarm))
    this.#socket.on('ring', (ring: RingMessage) => listener.onRing?.(ring))
    this.#socket.on('answered', (answered: AnsweredMessage) => listener.onAnswered?.(answered))
    this.#socket.on('said', (said: SaidMessage) => listener.onSaid?.(said))
    this.#socket.on('door-code', (code: DoorCodeMessage) => listener.onDoorCode?.(code))
    this.#socket.on('proof-code', (code: ProofCodeMessage) => listener.onProofCode?.(code))
    this.#socket.on('disconnect', (why) => {
      listener.onLost?.()
      // The hub hung up: it may want another login. Asking again tells.
      if (why === 'io server disconnect') this.#socket.connect()
    })
    this.#socket.on('connect_error', (error) => {
      // A socket that is still active goes on by itself.
      if (!this.#socket.active) listener.onRefused?.(refusalIn(error, url))
    })
  }

  /** Does not wait: tells by `onReady` when it is in, and tries for as long as it takes. */
  static keep(order: LiveOrder): LiveConnection {
    return new LiveConnection(order)
  }

  /** @throws ClientError when the hub does not let it in, or nothing answers */
  static async open(order: LiveOrder): Promise<LiveConnection> {
    const connection = new LiveConnection(order)
    const socket = connection.#socket
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('ready', () => resolve())
        socket.once('connect_error', (error) => reject(refusalIn(error, order.url)))
      })
      return connection
    } catch (error) {
      socket.disconnect()
      throw error
    }
  }

  /** Number of the newest event that was told; null before the first. */
  get seq(): number | null {
    return this.#seq
  }

  /** Names the picture that was looked at. @throws ClientError with the refusal's code */
  approve(approval: ApproveCommand): Promise<void> {
    return this.#decide('approve', approval)
  }
  deny(which: SessionCommand): Promise<void> {
    return this.#decide('deny', which)
  }
  abort(which: SessionCommand): Promise<void> {
    return this.#decide('abort', which)
  }

  /** It is in, and nothing has cut it. */
  get isOpen(): boolean {
    return this.#socket.connected
  }

  lock(which: LockCommand): Promise<void> {
    return this.#decide('lock', which)
  }

  /** Rings like the bell of the door; for a display beside it alone. @throws ClientError */
  bell(): Promise<void> {
    return this.#decide('bell', {})
  }

  /** "A screen shows this alarm": the house need not shout louder for want of a hearer. */
  delivered(alarm: string): void {
    this.#socket.emit('delivered', { alarm })
  }

  async #decide(name: string, body: unknown): Promise<void> {
    let answer: unknown
    try {
      answer = await this.#socket.timeout(ANSWER_WITHIN_MS).emitWithAck(name, body)
    } catch (cause) {
      throw new ClientError({ code: 'CLIENT_UNREACHABLE', message: `${name}: no answer` }, null, { cause })
    }
    const reply = errorReplyIn(answer)
    if (reply) throw new ClientError(reply, null)
  }

  [Symbol.dispose](): void {
    this.#socket.disconnect()
  }
}

function refusalIn(error: Error, url: string): ClientError {
  const reply = 'data' in error ? errorReplyIn(error.data) : null
  if (reply) return new ClientError(reply, null)
  const message = `${url} does not answer: does the hub run there?`
  return new ClientError({ code: 'CLIENT_UNREACHABLE', message }, null, { cause: error })
}
