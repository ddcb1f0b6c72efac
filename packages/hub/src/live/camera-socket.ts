// `/ws/live/<camera>`: the live picture as fragmented MP4. A text frame names the codec, then come binary frames: eight
// bytes, the age of the newest picture in it at sending in ms (float64, big endian), and the bytes themselves, first the
// initialisation segment, then fragments from a key frame on. A new text frame begins a new stream.
import { after, elapsed, seconds } from '@portico/core'
import { type LivePiece, type Wake, codeOf } from '@portico/ports'
import type { CameraHead } from '@portico/protocol'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { type Following, addCameraRoute } from './camera-route.ts'
import type { OpenSockets } from './open-sockets.ts'

export const VIEWERS_MAX = 4
/** Unsent bytes at which a viewer is dropped to the next key frame: about two seconds of picture. */
export const UNSENT_MAX = 512 * 1024
export const CLOSE_PRIVATE = 4403
export const CLOSE_UNKNOWN = 4404
/** Nothing came for long: the camera or its right to be seen is gone. The viewer may ask again. */
export const CLOSE_SILENT = 4410
export const CLOSE_FAILED = 4503
const SILENCE_MAX = seconds(10)
const AGE_BYTES = 8

export function framed(ageMs: number, bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(AGE_BYTES + bytes.length)
  frame.writeDoubleBE(ageMs, 0)
  frame.set(bytes, AGE_BYTES)
  return frame
}

const closeCodes: Readonly<Record<string, number>> = {
  HUB_CAMERA_PRIVATE: CLOSE_PRIVATE,
  HUB_CAMERA_UNKNOWN: CLOSE_UNKNOWN,
}

/** One who looks. Slow ones lose pictures, never time, and nobody else loses anything for them. */
class Viewer implements Disposable {
  readonly #options: Following
  #waitsForKey = true
  #silence: Wake | null = null

  constructor(options: Following) {
    this.#options = options
    this.#heard()
  }

  take(piece: LivePiece): void {
    this.#heard()
    const { socket } = this.#options
    if (socket.readyState !== socket.OPEN) return
    if (piece.type === 'init') this.#begin(piece)
    else if (this.#lets(piece)) this.#send(piece)
  }

  [Symbol.dispose](): void {
    this.#silence?.cancel()
  }

  #begin(piece: LivePiece): void {
    const { socket, camera, view } = this.#options
    const head: CameraHead = { camera, view, codec: piece.codec ?? '' }
    socket.send(JSON.stringify(head))
    this.#waitsForKey = true
    this.#send(piece)
  }

  #lets({ key }: LivePiece): boolean {
    const isSlow = this.#options.socket.bufferedAmount > UNSENT_MAX
    this.#waitsForKey = isSlow || (this.#waitsForKey && !key)
    return !this.#waitsForKey
  }

  #send({ captured, bytes }: LivePiece): void {
    const { socket, hub } = this.#options
    socket.send(framed(elapsed(captured, hub.clock.mono()), bytes))
  }

  #heard(): void {
    const { hub, socket } = this.#options
    this.#silence?.cancel()
    this.#silence = hub.clock.wake(after(hub.clock.mono(), SILENCE_MAX), () => {
      socket.close(CLOSE_SILENT, 'no pictures')
    })
  }
}

async function show(options: Following, closed: Promise<void>): Promise<void> {
  const { hub, socket, camera } = options
  using viewer = new Viewer(options)
  try {
    using _ = await hub.cameras.follow(camera, (piece) => viewer.take(piece))
    await closed
  } catch (error) {
    const code = codeOf(error) ?? 'HUB_HTTP_FAULT'
    socket.close(closeCodes[code] ?? CLOSE_FAILED, code)
  }
}

export const addCameraSocket = (app: RouteApp, { hub, looks }: Faces, sockets: OpenSockets): void =>
  addCameraRoute(
    app,
    { hub, looks, sockets },
    {
      path: '/ws/live/:camera',
      seen: 'camera',
      most: VIEWERS_MAX,
      tooMany: 'too many are looking',
      follow: show,
    },
  )
