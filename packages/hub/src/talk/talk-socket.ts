// `/ws/talk/<camera>`: a person's or a display's voice to a camera, for as long as a button is held. Binary frames of
// G.711 µ-law go in (8,000 bytes a second); one text frame comes back when the camera listens. Why it ended stands in the
// close code and its reason.
import { type Duration, type Instant, after, elapsed, seconds } from '@portico/core'
import { type Wake, codeOf } from '@portico/ports'
import type { TalkHead } from '@portico/protocol'
import type { WebSocket } from '@fastify/websocket'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { doorsWith, known } from '../http/rights.ts'
import { params } from '../http/routes/schemas.ts'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'
import type { Speaking } from './voice.ts'
import { goodbye } from '../live/event-socket.ts'
import type { OpenSockets } from '../live/open-sockets.ts'

/** Longest press. */
export const TALK_MAX = seconds(60)
/** No sound for this long: nobody speaks any more. */
export const SILENCE_MAX = seconds(5)
/** One frame: 60 ms. */
export const SOUND_FRAME_MAX = 480
const BYTES_PER_MS = 8
/** What may come ahead of its time: the jitter of a bad network. */
const AHEAD_MS = 2_000

/** Close codes of ours (RFC 6455 section 7.4.2), after the HTTP status they resemble. */
export const CLOSE_FORM = 4400
export const CLOSE_PRIVATE = 4403
export const CLOSE_NO_EAR = 4404
export const CLOSE_SILENT = 4408
export const CLOSE_TAKEN = 4409
export const CLOSE_OVER = 4410
export const CLOSE_TOO_MUCH = 4429
export const CLOSE_LOST = 4503

const closeCodes: Readonly<Record<string, number>> = {
  HUB_CAMERA_PRIVATE: CLOSE_PRIVATE,
  HUB_CAMERA_NO_TALK: CLOSE_NO_EAR,
  HUB_CAMERA_UNKNOWN: CLOSE_NO_EAR,
  HUB_HTTP_NOT_FOUND: CLOSE_NO_EAR,
  HUB_TALK_TAKEN: CLOSE_TAKEN,
  HUB_CAMERA_TALK_BUSY: CLOSE_TAKEN,
}

interface PressOptions {
  readonly hub: Pick<Hub, 'voice' | 'clock'>
  readonly socket: WebSocket
  readonly camera: string
  readonly by: Identity
}

/** One press of the button, from the open socket to its end. */
class Press {
  readonly #options: PressOptions
  readonly #wakes = new Map<'whole' | 'silence', Wake>()
  #speaking: Speaking | null = null
  #began: Instant
  #bytes = 0

  constructor(options: PressOptions) {
    this.#options = options
    this.#began = options.hub.clock.mono()
  }

  /** Resolves when the camera listens, or the socket was told why not. */
  async begin(): Promise<void> {
    const { hub, socket, camera, by } = this.#options
    try {
      const speaking = await hub.voice.begin({
        camera,
        by,
        kind: 'live',
        words: null,
        onLost: () => socket.close(CLOSE_LOST, 'the camera is gone'),
      })
      // The button was let go meanwhile.
      if (socket.readyState !== socket.OPEN) return await speaking[Symbol.asyncDispose]()
      this.#speaking = speaking
      this.#began = hub.clock.mono()
      this.#closeIn('whole', TALK_MAX)
      this.#closeIn('silence', SILENCE_MAX)
      socket.send(JSON.stringify({ speak: true, leftMs: TALK_MAX } satisfies TalkHead))
    } catch (error) {
      const code = codeOf(error) ?? ''
      const words = code === 'HUB_TALK_TAKEN' && error instanceof Error ? error.message : code
      socket.close(closeCodes[code] ?? CLOSE_LOST, reason(words))
    }
  }

  /** Before the camera listens nothing is kept: nobody speaks before the page says so. */
  take(message: Buffer | ArrayBuffer | readonly Buffer[], isBinary: boolean): void {
    const { socket, hub } = this.#options
    if (!isBinary || !Buffer.isBuffer(message) || message.length === 0 || message.length > SOUND_FRAME_MAX)
      return socket.close(CLOSE_FORM, `sound comes in frames of 1 to ${SOUND_FRAME_MAX} bytes`)
    if (!this.#speaking) return
    this.#bytes += message.length
    const allowed = BYTES_PER_MS * (elapsed(this.#began, hub.clock.mono()) + AHEAD_MS)
    if (this.#bytes > allowed) return socket.close(CLOSE_TOO_MUCH, 'faster than anybody speaks')
    this.#closeIn('silence', SILENCE_MAX)
    this.#speaking.say(message)
  }

  async end(): Promise<void> {
    for (const wake of this.#wakes.values()) wake.cancel()
    await this.#speaking?.[Symbol.asyncDispose]()
  }

  #closeIn(what: 'whole' | 'silence', limit: Duration): void {
    const { hub, socket } = this.#options
    this.#wakes.get(what)?.cancel()
    const wake = hub.clock.wake(after(hub.clock.mono(), limit), () => {
      if (what === 'whole') socket.close(CLOSE_OVER, 'a minute is the longest')
      else socket.close(CLOSE_SILENT, 'nothing was heard')
    })
    this.#wakes.set(what, wake)
  }
}

/** A close reason has at most 123 bytes (RFC 6455 section 5.5). */
const REASON_MAX = 120
function reason(words: string): string {
  let cut = words
  while (Buffer.byteLength(cut) > REASON_MAX) cut = cut.slice(0, -1)
  return cut
}

export function addTalkSocket(app: RouteApp, { hub }: Faces, sockets: OpenSockets): void {
  app.get(
    '/ws/talk/:camera',
    {
      websocket: true,
      config: { right: 'person', display: 'inside', face: 'camera' },
      schema: { params: params('camera') },
      preHandler: async ({ params: { camera }, identity }) => {
        // What a person asks for is answered in the socket; a face that is kept to some doors knows of no others.
        if (identity?.kind === 'face' && doorsWith(hub, camera, identity).length === 0)
          throw httpError('HUB_HTTP_NOT_FOUND', 'no such camera')
        if (sockets.isFull) throw httpError('HUB_HTTP_BUSY', 'too many sockets are open')
      },
    },
    async (socket, { identity, params: { camera } }) => {
      const by = known(identity)
      const press = new Press({ hub, socket, camera, by })
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
      socket.on('message', (message, isBinary) => press.take(message, isBinary))
      const place = sockets.add(by, goodbye(socket))
      try {
        await press.begin()
        await closed
      } finally {
        place[Symbol.dispose]()
        await press.end()
      }
    },
  )
}
