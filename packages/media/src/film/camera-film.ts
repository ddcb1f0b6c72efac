// The film of one camera for one session: from its pictures to durable pieces, and a report after each sync. Nothing is
// reported that the disk does not have.
import { type FrameReport, type Instant, instant } from '@portico/core'
import type { SessionId } from '@portico/core'
import type { Clock, FilmSegment, Wake } from '@portico/ports'
import type { Feed } from '../feed/feed.ts'
import { type Picture, bytesOf, sampleOf, sha256 } from '../feed/picture.ts'
import type { MediaLog } from '../wire.ts'
import type { FilmFolder } from './film-folder.ts'
import { FilmPiece, type KeyPlace } from './film-piece.ts'
import { FragmentCutter, type TimedPicture } from './fragment-cutter.ts'
import type { StorageGuard } from './storage-guard.ts'

export interface CameraFilmOptions {
  readonly session: SessionId
  readonly camera: string
  readonly feed: Pick<Feed, 'ring' | 'follow' | 'contentTrusted'>
  readonly folder: FilmFolder
  readonly guard: Pick<StorageGuard, 'failed'>
  readonly clock: Clock
  readonly log: MediaLog
  /** Film begins with the key picture at or before this. */
  readonly since: Instant
  /** Pictures taken before are pre-roll: they are kept but prove nothing. */
  readonly ordered: Instant
  readonly onReport: (report: FrameReport) => void
  readonly onSegment: (segment: FilmSegment) => void
}

/** A camera that pauses leaves its last pictures unwritten no longer than this, ms. */
const FLUSH_EVERY_MS = 250
/** Bytes that wait for a slow disk; more are given up, with the storage. */
const QUEUE_BYTES_MAX = 16 * 1024 * 1024
/** Pieces of one film: a camera that changes its parameters more often fills no disk with files. */
const PIECES_MAX = 200
/** Key pictures remembered for photos: eight minutes at four a second. */
const KEYS_MAX = 2_000

export class CameraFilm implements AsyncDisposable {
  readonly #options: CameraFilmOptions
  readonly #cutter = new FragmentCutter()
  readonly #unfollow: () => void
  readonly #keys: KeyPlace[] = []
  #queue: TimedPicture[][] = []
  #queuedBytes = 0
  #writing: Promise<void> | null = null
  #piece: FilmPiece | null = null
  #pieces = 0
  #flush: Wake | null = null
  #idle = false

  /** Begins at once with what the camera remembers of the time since. */
  constructor(options: CameraFilmOptions) {
    this.#options = options
    const { feed, since } = options
    for (const picture of feed.ring.from(since)) this.#take(picture)
    this.#unfollow = feed.follow((picture) => {
      this.#take(picture)
    })
    this.#scheduleFlush()
  }

  /** Key pictures of this film, oldest first, wherever they stand on the disk. */
  get keys(): readonly KeyPlace[] {
    return this.#keys
  }

  #take(picture: Picture): void {
    this.#idle = false
    const run = this.#cutter.push(picture)
    if (run) this.#enqueue(run)
  }

  #scheduleFlush(): void {
    const { clock } = this.#options
    this.#flush = clock.wake(instant(clock.mono() + FLUSH_EVERY_MS), () => {
      const run = this.#idle ? this.#cutter.flush() : null
      this.#idle = true
      if (run) this.#enqueue(run)
      this.#scheduleFlush()
    })
  }

  #enqueue(run: TimedPicture[]): void {
    this.#queue.push(run)
    this.#queuedBytes += run.reduce((sum, { picture }) => sum + bytesOf(picture.nals), 0)
    if (this.#queuedBytes > QUEUE_BYTES_MAX) {
      this.#queue = []
      this.#queuedBytes = 0
      this.#options.guard.failed(new Error('the disk is too slow for the film'))
      return
    }
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
  }

  /** Writes and syncs what waits, and what came meanwhile, until nothing waits. */
  async #write(): Promise<void> {
    while (this.#queue.length > 0) {
      const runs = this.#queue
      this.#queue = []
      this.#queuedBytes = 0
      try {
        let written: TimedPicture[] = []
        for (const run of runs) written = (await this.#writeRun(run)) ? [...written, ...run] : written
        await this.#piece?.sync()
        this.#report(written.map(({ picture }) => picture))
      } catch (error) {
        await this.#fail(error)
      }
    }
  }

  async #writeRun(run: readonly TimedPicture[]): Promise<boolean> {
    const first = run[0]?.picture
    if (!first) return false
    if (first.key && this.#piece?.continues(first) !== true) {
      await this.#endPiece()
      await this.#beginPiece(first)
    }
    if (!this.#piece) return false
    this.#keys.push(...(await this.#piece.write(run)))
    if (this.#keys.length > KEYS_MAX) this.#keys.splice(0, this.#keys.length - KEYS_MAX)
    return true
  }

  async #beginPiece(first: Picture): Promise<void> {
    const { folder, session, camera, clock, log } = this.#options
    if (this.#pieces >= PIECES_MAX) {
      if (this.#pieces === PIECES_MAX) log.error({ camera, session }, 'film has too many pieces and ends')
      this.#pieces = PIECES_MAX + 1
      return
    }
    const wallOf = (at: Instant): number => clock.wall() - (clock.mono() - at)
    this.#piece = await FilmPiece.open({ folder, session, camera, first, wallOf })
    this.#pieces += 1
  }

  async #endPiece(): Promise<void> {
    const piece = this.#piece
    this.#piece = null
    if (piece) this.#options.onSegment(await piece.close())
  }

  async #fail(error: unknown): Promise<void> {
    const piece = this.#piece
    this.#piece = null
    this.#options.guard.failed(error)
    await piece?.abandon()
  }

  #report(written: readonly Picture[]): void {
    const { camera, feed, ordered, onReport } = this.#options
    const proving = written.filter(({ captured }) => captured >= ordered)
    const newest = proving.at(-1)
    if (!newest) return
    onReport({
      camera,
      captured: newest.captured,
      grade: newest.grade,
      changed: newest.changed && feed.contentTrusted,
      durable: true,
      sha256: sha256(sampleOf(newest)),
      count: proving.length,
    })
  }

  /** Ends the film: what waits is written, the last piece closed with its record. */
  async finish(): Promise<void> {
    await this.#stop()
    try {
      await this.#endPiece()
    } catch (error) {
      await this.#fail(error)
    }
  }

  /**
   * Ends without a closing record, because nobody is there any more to be told of the piece: the next start finds it
   * and tells. Harmless after `finish`, and twice.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
    const piece = this.#piece
    this.#piece = null
    await piece?.sync().catch(() => undefined)
    await piece?.abandon()
  }

  async #stop(): Promise<void> {
    this.#unfollow()
    this.#flush?.cancel()
    const run = this.#cutter.flush()
    if (run) this.#enqueue(run)
    await this.#writing
  }
}
