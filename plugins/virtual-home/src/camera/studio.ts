// All cameras of a house: the worker that draws them, and the RTSP door through which they are watched.
import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { type StreamSource, type Clock, type Wake, instant } from '@portico/plugin-api'
import { type RtspServer, startRtspServer } from '@portico/rtp'
import type { World } from '@portico/world'
import { virtualError } from '../errors.ts'
import type { CameraSettings } from '../house/house-settings.ts'
import type { CameraTruth } from '../house/house-truth.ts'
import { modulePath } from '../module-path.ts'
import { within } from '../within.ts'
import { CameraEar } from './camera-ear.ts'
import { CameraStream } from './camera-stream.ts'
import type { ParameterPair } from './h264-encoder.ts'
import type { StreamFault } from './stream-fault.ts'
import type { FromStudio, StudioStart, ToStudio } from './studio-messages.ts'

export interface StudioOptions {
  readonly cameras: readonly CameraSettings[]
  readonly clock: Clock
  readonly log: (line: string) => void
}

/** Loading the encoder takes a tenth of this, ms. */
const START_LIMIT_MS = 15_000
/** A worker that died is started again after this, ms. */
const RESTART_AFTER_MS = 1_000
const WORKER_HEAP_MB = 48

interface Credentials {
  readonly username: string
  readonly password: string
}

interface Opened {
  readonly options: StudioOptions
  readonly worker: Worker
  readonly sets: Readonly<Record<string, ParameterPair>>
}

export class Studio implements AsyncDisposable {
  readonly #options: StudioOptions
  readonly #credentials: Credentials = {
    username: 'portico',
    password: randomBytes(24).toString('base64url'),
  }
  readonly #keys = new Map<string, Uint8Array>()
  readonly #streams = new Map<string, CameraStream>()
  readonly #ears = new Map<string, CameraEar>()
  readonly #worlds = new Map<string, World>()
  readonly #codes = new Map<string, string | null>()
  /** Whether anybody looks at a camera's pictures beyond remembering them. */
  readonly #looked = new Map<string, boolean>()
  #worker: Worker
  #server: RtspServer | null = null
  #restart: Wake | null = null
  #ended = false

  /** Resolves when every camera can be watched. Rejects with `HUB_VIRTUAL_UNREACHABLE` when the worker does not start. */
  static async open(options: StudioOptions): Promise<Studio> {
    const { worker, sets } = await startWorker(options)
    const studio = new Studio({ options, worker, sets })
    studio.#server = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials: studio.#credentials,
      clock: rtspClock(options.clock),
      streams: new Map([...studio.#streams].map(([id, stream]) => [`/${id}`, stream])),
    })
    return studio
  }

  private constructor({ options, worker, sets }: Opened) {
    this.#options = options
    this.#worker = worker
    for (const camera of options.cameras) this.#addStream(camera, sets)
    this.#listen(worker)
  }

  /** Where each camera's pictures are, with all that is needed to watch and to prove them. */
  source(id: string): StreamSource {
    const key = this.#keys.get(id)
    return {
      rtsp: `rtsp://127.0.0.1:${this.#server?.port ?? 0}/${id}`,
      ...this.#credentials,
      backchannel: this.#ears.has(id),
      liveness: key ? { method: 'signed', key: Buffer.from(key).toString('hex') } : { method: 'none' },
    }
  }

  show(door: string, world: World): void {
    this.#worlds.set(door, world)
    this.#tell({ type: 'world', door, world })
  }

  setFault(id: string, fault: StreamFault): void {
    this.#stream(id).setFault(fault)
    this.#tell({ type: 'fault', camera: id, fault })
  }

  /** The display beside a door shows a code; null: nothing. */
  showCode(door: string, code: string | null): void {
    this.#codes.set(door, code)
    this.#tell({ type: 'display', door, code })
  }

  truth(id: string): CameraTruth {
    const stream = this.#stream(id)
    const camera = this.#options.cameras.find((each) => each.id === id)
    if (!camera) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `no camera ${id} in this house`)
    const { fault, viewers, pictures } = stream
    const heardMs = this.#ears.get(id)?.heardMs ?? 0
    return { door: camera.door, view: camera.view, fault, viewers, pictures, heardMs }
  }

  heard(id: string): Uint8Array {
    this.#stream(id)
    return this.#ears.get(id)?.newest ?? new Uint8Array()
  }

  #stream(id: string): CameraStream {
    const stream = this.#streams.get(id)
    if (!stream) throw virtualError('HUB_VIRTUAL_UNKNOWN_DEVICE', `no camera ${id} in this house`)
    return stream
  }

  #addStream({ id, signed, hears }: CameraSettings, sets: Readonly<Record<string, ParameterPair>>): void {
    const pair = sets[id]
    if (!pair) throw virtualError('HUB_VIRTUAL_UNREACHABLE', `camera ${id} did not start`)
    const key = signed ? Uint8Array.from(randomBytes(32)) : null
    if (key) this.#keys.set(id, key)
    const ear = hears ? new CameraEar() : null
    if (ear) this.#ears.set(id, ear)
    const stream = new CameraStream({
      clock: this.#options.clock,
      key,
      sets: pair,
      ear,
      onWatched: (on) => {
        this.#tell({ type: 'watched', camera: id, on })
      },
      onLooked: (on) => {
        this.#looked.set(id, on)
        this.#tell({ type: 'looked', camera: id, on })
      },
    })
    this.#streams.set(id, stream)
  }

  #tell(message: ToStudio): void {
    this.#worker.postMessage(message)
  }

  #listen(worker: Worker): void {
    worker.on('message', (message: FromStudio) => {
      if (message.type === 'picture') this.#streams.get(message.camera)?.take(message)
    })
    worker.once('error', (error) => {
      this.#options.log(`picture worker failed: ${String(error)}`)
    })
    worker.once('exit', () => {
      if (!this.#ended) this.#restartLater()
    })
  }

  /** Doors and dead-man go on without pictures; the pictures come back. */
  #restartLater(): void {
    const { clock } = this.#options
    this.#restart = clock.wake(instant(clock.mono() + RESTART_AFTER_MS), () => void this.#startAgain())
  }

  async #startAgain(): Promise<void> {
    try {
      const { worker } = await startWorker(this.#options)
      this.#resume(worker)
    } catch (error) {
      this.#options.log(`picture worker did not start: ${String(error)}`)
      if (!this.#ended) this.#restartLater()
    }
  }

  #resume(worker: Worker): void {
    if (this.#ended) {
      void worker.terminate()
      return
    }
    this.#worker = worker
    this.#listen(worker)
    for (const [door, world] of this.#worlds) this.#tell({ type: 'world', door, world })
    for (const [id, stream] of this.#streams) {
      this.#tell({ type: 'watched', camera: id, on: stream.viewers > 0 })
      this.#tell({ type: 'fault', camera: id, fault: stream.fault })
      this.#tell({ type: 'looked', camera: id, on: this.#looked.get(id) ?? false })
    }
    for (const [door, code] of this.#codes) this.#tell({ type: 'display', door, code })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true
    this.#restart?.cancel()
    await this.#server?.[Symbol.asyncDispose]()
    await this.#worker.terminate()
  }
}

const rtspClock = (clock: Clock): Parameters<typeof startRtspServer>[0]['clock'] => ({
  mono: () => clock.mono(),
  wake: (at, call) => clock.wake(instant(at), call),
})

async function startWorker(options: StudioOptions): Promise<Opened> {
  const { clock, cameras } = options
  const workerData: StudioStart = { cameras }
  const worker = new Worker(modulePath(import.meta, 'studio-worker'), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  })
  const ready = Promise.withResolvers<Readonly<Record<string, ParameterPair>>>()
  const fail = (cause: unknown): void => {
    ready.reject(virtualError('HUB_VIRTUAL_UNREACHABLE', 'the picture worker did not start', cause))
  }
  const heard = (message: FromStudio): void => {
    if (message.type === 'ready') ready.resolve(message.sets)
  }
  worker.on('message', heard)
  worker.once('error', fail)
  worker.once('exit', fail)
  try {
    const sets = await within(clock, START_LIMIT_MS, ready.promise)
    if (sets !== 'late') return { options, worker, sets }
    throw virtualError('HUB_VIRTUAL_UNREACHABLE', `no picture worker in ${START_LIMIT_MS} ms`)
  } catch (error) {
    await worker.terminate()
    throw error
  } finally {
    worker.off('message', heard)
    worker.off('error', fail)
    worker.off('exit', fail)
  }
}
