// What the RTSP tests play with: a stream that shows pictures when told, a camera that misbehaves as told, and a
// log in which a test waits for what must come.
import { once } from 'node:events'
import { type Server, type Socket, createServer } from 'node:net'
import type { AccessUnit } from '../src/access-unit.ts'
import { RtspError } from '../src/errors.ts'
import { type RtspMessage, RtspReader, headerOf, writeFrame, writeMessage } from '../src/rtsp-message.ts'
import type { FollowOptions, RtspState } from '../src/rtsp-client.ts'
import type { OutgoingPicture, RtspStream } from '../src/rtsp-stream.ts'
import { writeSdp } from '../src/sdp.ts'
import { pictures, pps, sps } from './fixture-pictures.ts'

/** A list that can be waited on; the test's own time limit bounds the wait. */
export class Log<T> {
  readonly items: T[] = []
  readonly #waiting = new Set<() => void>()

  add(item: T): void {
    this.items.push(item)
    for (const look of this.#waiting) look()
  }

  /** The first item from index `from` on that fits. */
  async find(fits: (item: T) => boolean, from = 0): Promise<T> {
    return await new Promise((resolve) => {
      const look = (): void => {
        const found = this.items.slice(from).find(fits)
        if (found === undefined) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }
}

/** Follows an address and logs all that comes. */
export class Watch {
  readonly units = new Log<AccessUnit>()
  readonly states = new Log<{ readonly state: RtspState; readonly code: string | null }>()

  options(url: string, clock: FollowOptions['clock'], password: string | null = null): FollowOptions {
    return {
      url,
      username: password === null ? null : 'hub',
      password,
      clock,
      onUnit: (unit) => {
        this.units.add(unit)
      },
      onState: (state, why) => {
        this.states.add({ state, code: why instanceof RtspError ? why.code : null })
      },
    }
  }
}

/** The recorded pictures over and over, one at each `show`. */
export class ShownStream implements RtspStream {
  readonly sps: Uint8Array
  readonly pps = pps
  readonly parameters = new Map([['portico-clock', '1763900000000']])
  /** How many watch, each time it changes. */
  readonly watched = new Log<number>()
  readonly #viewers = new Set<(picture: OutgoingPicture) => void>()
  #count = 0

  constructor(itsSps: Uint8Array = sps) {
    this.sps = itsSps
  }

  follow(viewer: (picture: OutgoingPicture) => void): () => void {
    this.#viewers.add(viewer)
    this.watched.add(this.#viewers.size)
    return () => {
      this.#viewers.delete(viewer)
      this.watched.add(this.#viewers.size)
    }
  }

  /** The n-th picture is taken 100 ms after the one before. */
  show(count = 1, nals?: readonly Uint8Array[]): void {
    for (let i = 0; i < count; i += 1) {
      const picture = pictures[this.#count % pictures.length]
      if (!picture) throw new Error('no pictures')
      const rtpTime = 4_294_960_000 + this.#count * 9_000
      const capturedWallMs = 1_763_900_000_000 + this.#count * 100
      for (const viewer of this.#viewers)
        viewer({ ...picture, nals: nals ?? picture.nals, rtpTime, capturedWallMs })
      this.#count += 1
    }
  }

  setParameter(name: string, value: string): boolean {
    if (!this.parameters.has(name)) return false
    this.parameters.set(name, value)
    return true
  }

  getParameter(name: string): string | undefined {
    return this.parameters.get(name)
  }
}

type Answer = (message: RtspMessage, socket: Socket) => Buffer | null

/** A camera whose every answer a test may replace; it keeps what it was asked. */
export class ScriptedCamera implements AsyncDisposable {
  readonly requests = new Log<RtspMessage>()
  readonly sockets = new Log<Socket>()
  readonly #server: Server
  readonly #answer: Answer

  private constructor(server: Server, answer: Answer) {
    this.#server = server
    this.#answer = answer
    server.on('connection', (socket) => {
      this.#serve(socket)
    })
  }

  static async start(answer: Answer = () => null, port = 0): Promise<ScriptedCamera> {
    const server = createServer()
    const camera = new ScriptedCamera(server, answer)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return camera
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  get url(): string {
    return `rtsp://127.0.0.1:${this.port}/hall`
  }

  #serve(socket: Socket): void {
    const reader = new RtspReader()
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      for (const item of reader.push(chunk)) {
        if (item.type === 'frame') continue
        this.requests.add(item)
        socket.write(this.#answer(item, socket) ?? plainAnswer(item))
      }
    })
    this.sockets.add(socket)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets.items) socket.destroy()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}

/** Resolves when the socket has closed, however it ended. */
export async function closeOf(socket: Socket): Promise<void> {
  if (socket.closed) return
  await new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve()
    })
  })
}

export const methodOf = (message: RtspMessage): string => message.start.split(' ')[0] ?? ''

export function answerWith(
  message: RtspMessage,
  status: number,
  headers: Record<string, string> = {},
): Buffer {
  return writeMessage(`RTSP/1.0 ${status} X`, { CSeq: headerOf(message, 'cseq') ?? '', ...headers })
}

/** What a camera answers that plays without credentials, on channels of its own choice. */
export function plainAnswer(message: RtspMessage): Buffer {
  const CSeq = headerOf(message, 'cseq') ?? ''
  switch (methodOf(message)) {
    case 'DESCRIBE':
      return writeMessage('RTSP/1.0 200 OK', { CSeq }, writeSdp({ sps, pps, payloadType: 96 }))
    case 'SETUP':
      return writeMessage('RTSP/1.0 200 OK', {
        CSeq,
        Session: 's1;timeout=10',
        Transport: 'RTP/AVP/TCP;interleaved=4-5',
      })
    default:
      return writeMessage('RTSP/1.0 200 OK', { CSeq })
  }
}

export const frame = (packet: Uint8Array): Buffer => writeFrame(4, packet)
