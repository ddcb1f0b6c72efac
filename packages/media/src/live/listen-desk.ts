// Who listens to which camera: an initialisation segment, then a short fragment of sound each time a little has come.
// Sound has a stream of its own beside the picture's: a browser that waits for missing sound would hold the picture too.
import type { LivePiece } from '@portico/ports'
import { type Instant } from '@portico/core'
import { mediaError } from '../errors.ts'
import type { Feed } from '../feed/feed.ts'
import type { Sound } from '../feed/sound.ts'
import { soundCodecString, soundFragment, soundInit } from '../film/sound-track.ts'

export interface ListenDeskOptions {
  /** Throws for a camera that may not be looked at now. */
  readonly shown: (camera: string) => Pick<Feed, 'sound'>
  /** False: the hub does not keep up; what comes until it does is left out. */
  readonly emit: (piece: LivePiece) => boolean
}

/** Sound in one fragment, ms: shorter ones cost more than they bring. */
const FRAGMENT_MS = 60

export class ListenDesk implements Disposable {
  readonly #options: ListenDeskOptions
  readonly #leave = new Map<string, () => void>()

  constructor(options: ListenDeskOptions) {
    this.#options = options
  }

  /** Throws `HUB_CAMERA_NO_SOUND` where there is none, or none may be heard, and as `shown` does. */
  listen(camera: string): void {
    const { sound } = this.#options.shown(camera)
    if (!sound) throw mediaError('HUB_CAMERA_NO_SOUND', `camera ${camera}: the home does not listen to it`)
    if (!sound.format) throw mediaError('HUB_CAMERA_NO_SOUND', `camera ${camera} sends no sound`)
    this.unlisten(camera)
    const listener = new Listener(camera, this.#options.emit)
    this.#leave.set(
      camera,
      sound.follow((one) => {
        listener.hear(one)
      }),
    )
  }

  /** Harmless when nobody listens. */
  unlisten(camera: string): void {
    this.#leave.get(camera)?.()
    this.#leave.delete(camera)
  }

  [Symbol.dispose](): void {
    for (const camera of this.#leave.keys()) this.unlisten(camera)
  }
}

class Listener {
  readonly #camera: string
  readonly #emit: (piece: LivePiece) => boolean
  #start: Sound | null = null
  #waiting: Sound[] = []
  #sequence = 0

  constructor(camera: string, emit: (piece: LivePiece) => boolean) {
    this.#camera = camera
    this.#emit = emit
  }

  hear(sound: Sound): void {
    const before = this.#waiting.at(-1)
    // Another format, or a line that began anew.
    if (this.#start?.format !== sound.format || (before && sound.at < before.at)) this.#begin(sound)
    this.#waiting.push(sound)
    const [first] = this.#waiting
    if (!first || !this.#start) return
    const { rate } = sound.format
    if (sound.at + sound.samples - first.at < (FRAGMENT_MS * rate) / 1000) return
    this.#sequence += 1
    const decodeTime = first.at - this.#start.at
    const bytes = soundFragment({ sequence: this.#sequence, decodeTime, sounds: this.#waiting })
    this.#waiting = []
    this.#piece('fragment', null, { captured: sound.captured, bytes })
  }

  #begin(sound: Sound): void {
    this.#start = sound
    this.#waiting = []
    this.#sequence = 0
    const bytes = soundInit(sound.format)
    this.#piece('init', soundCodecString(sound.format), { captured: sound.captured, bytes })
  }

  #piece(
    type: LivePiece['type'],
    codec: string | null,
    { captured, bytes }: { readonly captured: Instant; readonly bytes: Uint8Array },
  ): void {
    // Every piece of sound can be begun with.
    this.#emit({ camera: this.#camera, type, codec, key: type === 'fragment', captured, bytes })
  }
}
