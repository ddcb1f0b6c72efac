// What HomeKit asks of a camera while somebody looks: snapshots, and live sessions from the agreement on keys to the end.
import type {
  CameraStreamingDelegate,
  PrepareStreamCallback,
  PrepareStreamRequest,
  SnapshotRequest,
  SnapshotRequestCallback,
  StreamingRequest,
  StreamRequestCallback,
} from 'homebridge'
import type { FindHub } from './hub-socket.ts'
import type { PictureLine } from './picture-line.ts'
import type { Snapshots } from './snapshots.ts'
import type { SoundLine } from './sound-line.ts'
import { Viewer } from './viewer.ts'

export interface CameraStreamsOptions {
  readonly hub: FindHub
  readonly camera: string
  readonly pictures: PictureLine
  readonly sounds: SoundLine
  readonly snapshots: Snapshots
  readonly log: Pick<Console, 'info' | 'warn'>
}

/** At one camera at a time. */
export const VIEWERS_MAX = 4

export class CameraStreams implements CameraStreamingDelegate, Disposable {
  readonly #options: CameraStreamsOptions
  readonly #viewers = new Map<string, Viewer>()
  /** Ends a session on HomeKit's side too; set when the controller is there. */
  onGone: (session: string) => void = () => undefined

  constructor(options: CameraStreamsOptions) {
    this.#options = options
  }

  handleSnapshotRequest({ width }: SnapshotRequest, callback: SnapshotRequestCallback): void {
    const { snapshots, pictures, log, camera } = this.#options
    // Who sees a picture may want to look next.
    pictures.warm()
    void answered(snapshots.take(width), (error, jpeg) => {
      if (error) log.warn(`${camera}: no picture: ${error.message}`)
      callback(error, jpeg)
    })
  }

  prepareStream(request: PrepareStreamRequest, callback: PrepareStreamCallback): void {
    void answered(this.#prepare(request), (error, viewer) => callback(error, viewer?.endpoints))
  }

  async #prepare(request: PrepareStreamRequest): Promise<Viewer> {
    const { hub, camera, pictures, sounds, log } = this.#options
    const { sessionID } = request
    this.#end(sessionID)
    if (this.#viewers.size >= VIEWERS_MAX) throw new Error('too many are looking')
    const viewer = await Viewer.open(
      {
        hub,
        camera,
        pictures,
        sounds,
        onRefused: (words) => log.warn(`${camera}: nobody can speak to it now: ${words}`),
        onSilent: (words) => log.info(`${camera}: no live sound: ${words}`),
        onGone: () => {
          this.#end(sessionID)
          this.onGone(sessionID)
        },
      },
      request,
    )
    this.#viewers.set(sessionID, viewer)
    return viewer
  }

  handleStreamRequest(request: StreamingRequest, callback: StreamRequestCallback): void {
    const { sessionID } = request
    // A new size or rate is agreed to and changes nothing: the camera's pictures are sent as they are.
    if ('video' in request && !('audio' in request)) return callback()
    if (!('video' in request)) {
      this.#end(sessionID)
      return callback()
    }
    const viewer = this.#viewers.get(sessionID)
    const { ended } = this.#options.pictures
    if (!viewer || (ended !== null && ended !== 'lost')) {
      this.#end(sessionID)
      return callback(new Error(viewer ? `no live picture: ${ended}` : 'no such session'))
    }
    viewer.start(request)
    callback()
  }

  /** The camera is not to be seen any more: nobody is left before its last picture. */
  endAll(): void {
    for (const session of this.#viewers.keys()) {
      this.#end(session)
      this.onGone(session)
    }
  }

  #end(session: string): void {
    this.#viewers.get(session)?.[Symbol.dispose]()
    this.#viewers.delete(session)
  }

  [Symbol.dispose](): void {
    for (const session of this.#viewers.keys()) this.#end(session)
  }
}

/** Tells once how it ended: hap-nodejs takes answers by callback. */
async function answered<Value>(
  value: Promise<Value>,
  tell: (error?: Error, value?: Value) => void,
): Promise<void> {
  const result = await value.then(
    (good) => ({ good }),
    (error: unknown) => ({ bad: error instanceof Error ? error : new Error(String(error)) }),
  )
  if ('bad' in result) tell(result.bad)
  else tell(undefined, result.good)
}
