// The whole engine in its own process, with all it says in logs to wait on.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { type FrameReport, type LivenessReport, op, sessionId } from '@portico/core'
import type { FeedReport, FilmCamera, FilmOrder, FilmSegment, LivePiece, SightReport } from '@portico/ports'
import { type MediaProcess, type MediaProcessOptions, startMediaProcess } from '../src/media-process.ts'
import { systemClock } from '../src/system-clock.ts'
import { EventLog, filmKey, quiet, scratchFolder } from './bench.ts'

/** Each process takes it from here, as from a hub: it starts for a quarter of the work. */
enableCompileCache()

export const clock = systemClock('test')
export const nonce = '5a'.repeat(16)

export const orderOf = (name: string, cameras: readonly FilmCamera[], tries = 0): FilmOrder => ({
  session: sessionId(name),
  op: op(`${name}#${tries}`),
  cameras,
  nonce: tries === 0 ? nonce : String(tries).repeat(32).slice(0, 32),
})

export const hall: FilmCamera = { id: 'hall', view: 'inside', witness: true }
export const porch: FilmCamera = { id: 'porch', view: 'outside', witness: false }

type BenchOptions = Pick<Partial<MediaProcessOptions>, 'storageReserveBytes' | 'clock' | 'paths'>

export class ProcessBench implements AsyncDisposable {
  readonly frames = new EventLog<FrameReport>()
  readonly liveness = new EventLog<LivenessReport>()
  readonly feeds = new EventLog<FeedReport>()
  readonly segments = new EventLog<FilmSegment>()
  readonly sights = new EventLog<SightReport>()
  readonly live = new EventLog<LivePiece>()
  readonly lost = new EventLog<string>()
  readonly storage = new EventLog<boolean>()
  readonly folder: string
  readonly #scratch: AsyncDisposable
  readonly #pids: number[] = []
  #media: MediaProcess | null = null

  private constructor(path: string, scratch: AsyncDisposable) {
    this.folder = path
    this.#scratch = scratch
  }

  static async start(options: BenchOptions = {}): Promise<ProcessBench> {
    const scratch = await scratchFolder()
    const bench = new ProcessBench(join(scratch.path, 'film'), scratch)
    await bench.begin(options)
    return bench
  }

  /** Starts an engine on the folder; the one before has to be ended. */
  async begin(options: BenchOptions = {}): Promise<void> {
    this.#media = await startMediaProcess({
      filmFolder: this.folder,
      filmKey,
      storageReserveBytes: 1024,
      log: quiet,
      execArgv: ['--conditions=@portico/source'],
      clock,
      ...options,
      events: {
        frame: (report) => {
          this.frames.add(report)
        },
        liveness: (report) => {
          this.liveness.add(report)
        },
        feed: (report) => {
          this.feeds.add(report)
        },
        sight: (report) => {
          this.sights.add(report)
        },
        segment: (segment) => {
          this.segments.add(segment)
        },
        live: (piece) => {
          this.live.add(piece)
        },
        lost: (why) => {
          this.lost.add(why)
        },
        storage: (ok) => {
          this.storage.add(ok)
        },
      },
    })
  }

  get media(): MediaProcess {
    if (!this.#media) throw new Error('the engine was not started')
    return this.#media
  }

  /** Of the process that runs now; looked for again when the bench ends. */
  pid(): number {
    const { pid } = this.media
    if (pid === null) throw new Error('no process')
    this.#pids.push(pid)
    return pid
  }

  /** Resolves when a camera is live from now or already. */
  async isLive(camera: string): Promise<void> {
    await this.feeds.find((report) => report.camera === camera && report.state === 'live')
  }

  /** Resolves with the first still: on a busy machine what decodes it takes seconds to load. */
  async decodes(camera: string): Promise<void> {
    const isThere = (): Promise<boolean> => this.media.still(camera).then(Boolean, () => false)
    while (!(await isThere()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#media?.[Symbol.asyncDispose]()
    await this.#scratch[Symbol.asyncDispose]()
    const left = this.#pids.filter(isRunning)
    if (left.length > 0) throw new Error(`processes left behind: ${left.join()}`)
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
