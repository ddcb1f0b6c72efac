// `/ws/listen/<camera>`: what a camera hears, as fragmented MP4 of sound alone, framed as the live picture is. A stream of
// its own: a player that waits for missing sound must never hold the picture. Somebody has to ask for it, and it is a look
// that stands in the audit.
import { after, elapsed, seconds } from '@portico/core'
import { type LivePiece, type Wake, codeOf } from '@portico/ports'
import type { CameraHead } from '@portico/protocol'
import type { WebSocket } from '@fastify/websocket'
import type { Hub } from '../hub.ts'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { known } from '../http/rights.ts'
import { params } from '../http/routes/schemas.ts'
import { CLOSE_FAILED, CLOSE_PRIVATE, CLOSE_SILENT, CLOSE_UNKNOWN, framed } from './camera-socket.ts'
import { goodbye } from './event-socket.ts'
import { beat } from './heartbeat.ts'
import type { OpenSockets } from './open-sockets.ts'

export const LISTENERS_MAX = 4
/** Unsent bytes at which sound is left out: two seconds of it. */
const UNSENT_MAX = 64 * 1024
/** The camera gives no sound, or the home does not listen to it. */
export const CLOSE_NO_SOUND = 4405
const SILENCE_MAX = seconds(10)
const PING_EVERY = seconds(30)

const closeCodes: Readonly<Record<string, number>> = {
  HUB_CAMERA_PRIVATE: CLOSE_PRIVATE,
  HUB_CAMERA_UNKNOWN: CLOSE_UNKNOWN,
  HUB_CAMERA_NO_SOUND: CLOSE_NO_SOUND,
}

interface EarOptions {
  readonly hub: Hub
  readonly socket: WebSocket
  readonly camera: string
  readonly view: string
}

class Ear implements Disposable {
  readonly #options: EarOptions
  #silence: Wake | null = null

  constructor(options: EarOptions) {
    this.#options = options
    this.#heard()
  }

  take({ type, codec, captured, bytes }: LivePiece): void {
    this.#heard()
    const { socket, hub, camera, view } = this.#options
    if (socket.readyState !== socket.OPEN) return
    if (type === 'init') {
      const head: CameraHead = { camera, view, codec: codec ?? '' }
      socket.send(JSON.stringify(head))
    } else if (socket.bufferedAmount > UNSENT_MAX) return
    socket.send(framed(elapsed(captured, hub.clock.mono()), bytes))
  }

  #heard(): void {
    const { hub, socket } = this.#options
    this.#silence?.cancel()
    this.#silence = hub.clock.wake(after(hub.clock.mono(), SILENCE_MAX), () => {
      socket.close(CLOSE_SILENT, 'no sound')
    })
  }

  [Symbol.dispose](): void {
    this.#silence?.cancel()
  }
}

async function listen(options: EarOptions, closed: Promise<void>): Promise<void> {
  const { hub, socket, camera } = options
  using ear = new Ear(options)
  try {
    using _ = await hub.listening.follow(camera, (piece) => ear.take(piece))
    await closed
  } catch (error) {
    const code = codeOf(error) ?? 'HUB_HTTP_FAULT'
    socket.close(closeCodes[code] ?? CLOSE_FAILED, code)
  }
}

export function addSoundSocket(app: RouteApp, { hub, looks }: Faces, sockets: OpenSockets): void {
  const listeners = new Map<string, number>()
  const count = (camera: string, by: 1 | -1): void =>
    void listeners.set(camera, (listeners.get(camera) ?? 0) + by)
  const cameraOf = (id: string): { readonly view: string } | null =>
    hub.settings.doors.flatMap(({ cameras }) => cameras).find((camera) => camera.id === id) ?? null
  app.get(
    '/ws/listen/:camera',
    {
      websocket: true,
      config: { right: ['camera'], display: 'inside' },
      schema: { params: params('camera') },
      preHandler: async ({ params: { camera } }) => {
        if (!cameraOf(camera)) throw httpError('HUB_HTTP_NOT_FOUND', 'no such camera')
        if (sockets.isFull || (listeners.get(camera) ?? 0) >= LISTENERS_MAX)
          throw httpError('HUB_HTTP_BUSY', 'too many are listening')
      },
    },
    async (socket, { identity, params: { camera } }) => {
      const by = known(identity)
      const place = sockets.add(by, goodbye(socket))
      const heart = beat({ socket, clock: hub.clock, every: PING_EVERY })
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
      socket.on('message', () => socket.close(1003, 'nothing is read here'))
      count(camera, 1)
      looks.note(by, 'sound', camera)
      try {
        await listen({ hub, socket, camera, view: cameraOf(camera)?.view ?? 'outside' }, closed)
        await closed
      } finally {
        count(camera, -1)
        heart[Symbol.dispose]()
        place[Symbol.dispose]()
      }
    },
  )
}
