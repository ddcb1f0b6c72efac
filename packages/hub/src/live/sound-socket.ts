// `/ws/listen/<camera>`: what a camera hears, as fragmented MP4 of sound alone, framed as the live picture is. A stream of
// its own: a player that waits for missing sound must never hold the picture. Somebody has to ask for it, and it is a look
// that stands in the audit.
import { after, elapsed, seconds } from '@portico/core'
import { type LivePiece, type Wake, codeOf } from '@portico/ports'
import type { CameraHead } from '@portico/protocol'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { CLOSE_FAILED, CLOSE_PRIVATE, CLOSE_SILENT, CLOSE_UNKNOWN, framed } from './camera-socket.ts'
import { type Following, addCameraRoute } from './camera-route.ts'
import type { OpenSockets } from './open-sockets.ts'

export const LISTENERS_MAX = 4
/** Unsent bytes at which sound is left out: two seconds of it. */
const UNSENT_MAX = 64 * 1024
/** The camera gives no sound, or the home does not listen to it. */
export const CLOSE_NO_SOUND = 4405
const SILENCE_MAX = seconds(10)

const closeCodes: Readonly<Record<string, number>> = {
  HUB_CAMERA_PRIVATE: CLOSE_PRIVATE,
  HUB_CAMERA_UNKNOWN: CLOSE_UNKNOWN,
  HUB_CAMERA_NO_SOUND: CLOSE_NO_SOUND,
}

class Ear implements Disposable {
  readonly #options: Following
  #silence: Wake | null = null

  constructor(options: Following) {
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

async function listen(options: Following, closed: Promise<void>): Promise<void> {
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

export const addSoundSocket = (app: RouteApp, { hub, looks }: Faces, sockets: OpenSockets): void =>
  addCameraRoute(
    app,
    { hub, looks, sockets },
    {
      path: '/ws/listen/:camera',
      seen: 'sound',
      most: LISTENERS_MAX,
      tooMany: 'too many are listening',
      follow: listen,
    },
  )
